/** Format strings of Arrow's C data interface for the types that a column can have here. */
import { DataType, type Field, IntervalUnit, Type } from 'apache-arrow';
import { internalError } from '../../../contract/errors.ts';
import type { FlatType } from '../../arrow/flat-column.ts';
import type { ArrowType } from './arrow-structs.ts';

export const arrowTypeOf = ({ name, type, metadata }: Field): ArrowType => ({
  name,
  format: formatOf(type),
  metadata,
  children: ((type.children ?? []) as Field[]).map(arrowTypeOf),
});

const SIGNED: Readonly<Record<number, string>> = { 8: 'c', 16: 's', 32: 'i', 64: 'l' };
const FLOATS = ['e', 'f', 'g'];
const UNITS = ['s', 'm', 'u', 'n'];
const DATES = ['D', 'm'];

function integerFormat(bits: number, signed: boolean): string {
  const letter = SIGNED[bits] ?? '';
  return signed ? letter : letter.toUpperCase();
}

export const decimalFormat = (precision: number, scale: number, bits: 32 | 64 | 128): string =>
  `d:${precision},${scale},${bits}`;

function formatOf(type: DataType): string {
  if (DataType.isNull(type)) return 'n';
  if (DataType.isBool(type)) return 'b';
  if (DataType.isInt(type)) return integerFormat(type.bitWidth, type.isSigned);
  if (DataType.isFloat(type)) return FLOATS[type.precision] ?? '';
  if (DataType.isDecimal(type)) return decimalFormat(type.precision, type.scale, 128);
  if (DataType.isDate(type)) return `td${DATES[type.unit] ?? ''}`;
  if (DataType.isTime(type)) return `tt${UNITS[type.unit] ?? ''}`;
  if (DataType.isTimestamp(type)) return `ts${UNITS[type.unit] ?? ''}:${type.timezone ?? ''}`;
  if (DataType.isDuration(type)) return `tD${UNITS[type.unit] ?? ''}`;
  if (DataType.isInterval(type)) return intervalFormat(type.unit);
  if (DataType.isFixedSizeBinary(type)) return `w:${type.byteWidth}`;
  if (DataType.isFixedSizeList(type)) return `+w:${type.listSize}`;
  if (DataType.isUnion(type)) {
    return `+u${DataType.isSparseUnion(type) ? 's' : 'd'}:${[...type.typeIds].join()}`;
  }
  const format = SIMPLE[type.typeId];
  if (format === undefined) throw internalError(`no format for Arrow type ${String(type)}`);
  return format;
}

const SIMPLE: Readonly<Record<number, string>> = {
  [Type.Utf8]: 'u',
  [Type.LargeUtf8]: 'U',
  [Type.Binary]: 'z',
  [Type.LargeBinary]: 'Z',
  [Type.List]: '+l',
  [Type.Struct]: '+s',
  [Type.Map]: '+m',
};

/** The unit beyond Arrow's stands for months, days and nanoseconds in memory (wide-interval.ts). */
const intervalFormat = (unit: IntervalUnit): string =>
  unit === IntervalUnit.YEAR_MONTH ? 'tiM' : unit === IntervalUnit.DAY_TIME ? 'tiD' : 'tin';

export function flatFormat(type: FlatType): string {
  switch (type.kind) {
    case 'boolean':
      return 'b';
    case 'integer':
      return integerFormat(type.bits, type.signed);
    case 'float':
      return type.bits === 32 ? 'f' : 'g';
    case 'decimal':
      return decimalFormat(type.precision, type.scale, type.bits);
    case 'date':
      return 'tdD';
    case 'time':
      return `tt${UNIT[type.unit]}`;
    case 'timestamp':
      return `ts${UNIT[type.unit]}:${type.utc ? 'UTC' : ''}`;
    case 'fixed-binary':
      return `w:${type.width}`;
    case 'utf8':
      return 'u';
    case 'binary':
      return 'z';
  }
}

const UNIT = { milli: 'm', micro: 'u', nano: 'n' } as const;
