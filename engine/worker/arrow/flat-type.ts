/** Arrow types as types of flat columns. */
import { DataType, DateUnit, Precision, TimeUnit } from 'apache-arrow';
import type { FlatType, FlatUnit } from './flat-column.ts';

/** Undefined for nested types and those that flat columns do not have. */
export function flatTypeOf(type: DataType): FlatType | undefined {
  if (DataType.isBool(type)) return { kind: 'boolean' };
  if (DataType.isInt(type)) return { kind: 'integer', bits: type.bitWidth, signed: type.isSigned };
  if (DataType.isUtf8(type)) return { kind: 'utf8' };
  if (DataType.isBinary(type)) return { kind: 'binary' };
  if (DataType.isFixedSizeBinary(type)) return { kind: 'fixed-binary', width: type.byteWidth };
  if (DataType.isFloat(type)) {
    if (type.precision === Precision.HALF) return undefined;
    return { kind: 'float', bits: type.precision === Precision.SINGLE ? 32 : 64 };
  }
  if (DataType.isDecimal(type)) {
    const { precision, scale, bitWidth } = type;
    if (bitWidth > 128) return undefined;
    return { kind: 'decimal', precision, scale, bits: precision <= 18 ? 64 : 128 };
  }
  if (DataType.isDate(type)) return type.unit === DateUnit.DAY ? { kind: 'date' } : undefined;
  if (DataType.isTime(type)) {
    const unit = unitOf(type.unit);
    return unit === undefined ? undefined : { kind: 'time', unit };
  }
  if (DataType.isTimestamp(type)) {
    const unit = unitOf(type.unit);
    const { timezone } = type;
    const isLocal = timezone === undefined || timezone === null || timezone === '';
    if (unit === undefined || !(isLocal || timezone === 'UTC')) return undefined;
    return { kind: 'timestamp', unit, utc: !isLocal };
  }
  return undefined;
}

function unitOf(unit: TimeUnit): FlatUnit | undefined {
  switch (unit) {
    case TimeUnit.MILLISECOND:
      return 'milli';
    case TimeUnit.MICROSECOND:
      return 'micro';
    case TimeUnit.NANOSECOND:
      return 'nano';
    case TimeUnit.SECOND:
      return undefined;
  }
}
