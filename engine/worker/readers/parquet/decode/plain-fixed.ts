/** PLAIN values of a fixed width, brought to the width that the column has in memory. */
import type { ParquetType } from 'hyparquet';
import { fixedWidth, type FlatType } from '../../../arrow/flat-column.ts';
import { bigEndianDecimals, lengthPrefixedDecimals, type ReadPlain } from './plain-decimals.ts';

export interface PlainReader {
  /**
   * Copies `count` values from `bytes[start..]` to value `at` of `target` on. Throws `RangeError` when
   * the bytes end before, `UnknownLayout` for values that do not fit.
   */
  readonly read: ReadPlain;
  /** The bytes stay as they are. */
  readonly isCopy: boolean;
}

/** How the stored values become those of `type`, or undefined where that is not known here. */
export function plainReader(
  physical: ParquetType,
  typeLength: number | undefined,
  type: FlatType,
): PlainReader | undefined {
  const width = fixedWidth(type);
  if (width === undefined) return undefined;
  const stored = storedWidth(physical, typeLength);
  if (type.kind === 'decimal') {
    if (physical === 'BYTE_ARRAY') return converting(lengthPrefixedDecimals(width));
    if (physical === 'FIXED_LEN_BYTE_ARRAY') {
      return stored === undefined || stored > 16
        ? undefined
        : converting(bigEndianDecimals(stored, width));
    }
    if (physical === 'INT32' && width === 8) return converting(widenToInt64);
    return physical === 'INT64' && width === 8 ? copyFixed(8) : undefined;
  }
  const isBinary = type.kind === 'fixed-binary';
  if (isBinary !== (physical === 'FIXED_LEN_BYTE_ARRAY')) return undefined;
  const isFloat = type.kind === 'float';
  if (isFloat !== (physical === 'FLOAT' || physical === 'DOUBLE')) return undefined;
  if (stored === width) return copyFixed(width);
  return physical === 'INT32' && (width === 1 || width === 2)
    ? converting(narrowInt32(width))
    : undefined;
}

function storedWidth(physical: ParquetType, typeLength: number | undefined): number | undefined {
  switch (physical) {
    case 'INT32':
    case 'FLOAT':
      return 4;
    case 'INT64':
    case 'DOUBLE':
      return 8;
    case 'FIXED_LEN_BYTE_ARRAY':
      return typeLength !== undefined && typeLength > 0 ? typeLength : undefined;
    default:
      return undefined;
  }
}

/** Throws `RangeError` when there are fewer than `size` bytes from `start` on. */
export function checkBytes(bytes: Uint8Array, start: number, size: number): void {
  if (start + size > bytes.length) {
    throw new RangeError(`${bytes.length - start} bytes of values instead of ${size}`);
  }
}

const converting = (read: ReadPlain): PlainReader => ({ read, isCopy: false });

const copyFixed = (width: number): PlainReader => ({
  read: (bytes, start, count, target, at) => {
    checkBytes(bytes, start, count * width);
    target.set(bytes.subarray(start, start + count * width), at * width);
  },
  isCopy: true,
});

/** The low bytes: Parquet has no integers below 32 bits. */
const narrowInt32 =
  (width: 1 | 2): ReadPlain =>
  (bytes, start, count, target, at) => {
    checkBytes(bytes, start, count * 4);
    let to = at * width;
    for (let from = start; from < start + count * 4; from += 4) {
      target[to++] = bytes[from] as number;
      if (width === 2) target[to++] = bytes[from + 1] as number;
    }
  };

const widenToInt64: ReadPlain = (bytes, start, count, target, at) => {
  checkBytes(bytes, start, count * 4);
  const source = new DataView(bytes.buffer, bytes.byteOffset + start, count * 4);
  const words = new Int32Array(target.buffer, target.byteOffset + at * 8, count * 2);
  for (let i = 0; i < count; i++) {
    const value = source.getInt32(i * 4, true);
    words[2 * i] = value;
    words[2 * i + 1] = value >> 31;
  }
};
