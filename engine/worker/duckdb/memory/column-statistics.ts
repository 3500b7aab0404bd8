/** What the values of a column tell: the range of whole numbers, dates and times, the texts of dictionaries. */
import { type Data, DataType, DateUnit, type Field, TimeUnit } from 'apache-arrow';
import type { FlatColumn, FlatSource, FlatStrings, FlatType } from '../../arrow/flat-column.ts';
import {
  halvesOf,
  type Integers,
  type IntegerType,
  joinRanges,
  type Range,
  rangeOf,
} from './integer-range.ts';
import type { ColumnStatistics, IntegerValue } from './statistics.ts';

/** Of the batches of a column of an Arrow stream, none of them empty. */
export function streamStatistics(
  { type, metadata }: Field,
  batches: readonly (Data | undefined)[],
): ColumnStatistics | undefined {
  const integer = streamInteger(type);
  // Of an extension type DuckDB may make something that is no number, a BOOLEAN for one.
  if (integer === undefined || metadata.has(EXTENSION_NAME)) return undefined;
  const bytes = batches.flatMap((data) => {
    if (data === undefined) return [];
    const { buffer, byteOffset } = data.values as Uint8Array;
    return new Uint8Array(buffer, byteOffset, (data.length * integer.bits) / 8);
  });
  return rangeStatistics(integer, bytes);
}

const EXTENSION_NAME = 'ARROW:extension:name';

function streamInteger(type: DataType): IntegerType | undefined {
  if (DataType.isInt(type)) return { bits: type.bitWidth, signed: type.isSigned };
  if (DataType.isDate(type) && type.unit === DateUnit.DAY) return { bits: 32, signed: true };
  // Other units are converted on the way into DuckDB.
  const isMicros = DataType.isTimestamp(type) && type.unit === TimeUnit.MICROSECOND;
  return isMicros ? { bits: 64, signed: true } : undefined;
}

/** Dictionaries with more entries cost more to look through than their statistics are worth. */
const MAX_TEXTS = 4096;

/** Learns of a flat column batch by batch: what its arrays lie in may move between them. */
export interface FlatLearner {
  readonly add: (column: FlatColumn) => void;
  readonly finish: () => ColumnStatistics | undefined;
}

/** @param range what the file says, so that the values need not be looked at */
export function learnFlat(type: FlatType, range: FlatSource['range']): FlatLearner {
  const integer = flatInteger(type);
  if (integer === undefined) return learnTexts();
  return range === undefined || type.kind !== 'integer'
    ? learnRange(integer)
    : { add: () => undefined, finish: () => givenRange(integer, range) };
}

const givenRange = (
  { bits, signed }: IntegerType,
  { min, max }: NonNullable<FlatSource['range']>,
): ColumnStatistics => ({
  kind: 'range',
  value: valueOf(bits, signed),
  range: { min: halvesOf(min), max: halvesOf(max) },
});

function learnRange(type: IntegerType): FlatLearner {
  const { bits, signed } = type;
  let range: Range | undefined;
  return {
    add: (column) => {
      if (column.kind !== 'fixed' || column.values.length === 0) return;
      const own = rangeOf(integersOf(bits, signed, [column.values]));
      range = range === undefined ? own : joinRanges(range, own, type);
    },
    finish: () =>
      range === undefined ? undefined : { kind: 'range', value: valueOf(bits, signed), range },
  };
}

function learnTexts(): FlatLearner {
  let texts: Uint8Array[] | undefined = [];
  return {
    add: (column) => {
      if (texts === undefined) return;
      const entries =
        column.kind === 'dictionary' ? column.dictionary.offsets.length - 1 : Infinity;
      if (texts.length + entries > MAX_TEXTS) texts = undefined;
      else if (column.kind === 'dictionary') texts.push(...textsOf(column.dictionary));
    },
    finish: () => (texts === undefined ? undefined : { kind: 'texts', texts }),
  };
}

function flatInteger(type: FlatType): IntegerType | undefined {
  switch (type.kind) {
    case 'integer':
      return type;
    case 'date':
      return { bits: 32, signed: true };
    case 'timestamp':
      return type.unit === 'micro' ? { bits: 64, signed: true } : undefined;
    default:
      return undefined;
  }
}

const textsOf = ({ offsets, bytes }: FlatStrings): Uint8Array[] =>
  Array.from({ length: offsets.length - 1 }, (_, i) => bytes.subarray(offsets[i], offsets[i + 1]));

function rangeStatistics(
  { bits, signed }: IntegerType,
  arrays: readonly Uint8Array[],
): ColumnStatistics {
  const range = rangeOf(integersOf(bits, signed, arrays));
  return { kind: 'range', value: valueOf(bits, signed), range };
}

const valueOf = (bits: IntegerType['bits'], signed: boolean): IntegerValue =>
  `duckdb_create_${signed ? '' : 'u'}int${bits}`;

function integersOf(
  bits: IntegerType['bits'],
  signed: boolean,
  arrays: readonly Uint8Array[],
): Integers {
  const as = <T>(make: (buffer: ArrayBufferLike, at: number, bytes: number) => T): T[] =>
    arrays.map(({ buffer, byteOffset, byteLength }) => make(buffer, byteOffset, byteLength));
  switch (bits) {
    case 8:
      return {
        bits,
        arrays: as((b, at, n) => (signed ? new Int8Array(b, at, n) : new Uint8Array(b, at, n))),
      };
    case 16:
      return {
        bits,
        arrays: as((b, at, n) =>
          signed ? new Int16Array(b, at, n / 2) : new Uint16Array(b, at, n / 2),
        ),
      };
    case 32:
      return {
        bits,
        arrays: as((b, at, n) =>
          signed ? new Int32Array(b, at, n / 4) : new Uint32Array(b, at, n / 4),
        ),
      };
    case 64:
      return { bits, signed, arrays: as((b, at, n) => new Int32Array(b, at, n / 4)) };
  }
}
