/** Statistics of a Parquet footer as column ranges. parquet-wasm does not give them, hyparquet does. */
import type { ParquetParsers, RowGroup, SchemaElement } from 'hyparquet';
import type { ColumnRange } from '../../../contract/source.ts';
import { topLevelElements } from './parquet-types.ts';

const decoder = new TextDecoder();

/** Statistics as integers: the library's own dates have milliseconds only. */
export const EXACT_PARSERS: ParquetParsers = {
  dateFromDays: (days: number) => new Exact('date', BigInt(days)),
  timestampFromMilliseconds: (value: bigint) => new Exact('timestamp', value * 1000n),
  timestampFromMicroseconds: (value: bigint) => new Exact('timestamp', value),
  timestampFromNanoseconds: (value: bigint) => new Exact('timestamp', value / 1000n, true),
  stringFromBytes: (bytes: Uint8Array) => decoder.decode(bytes),
  uuidFromBytes: () => undefined,
  geometryFromBytes: () => undefined,
  geographyFromBytes: () => undefined,
};

class Exact {
  readonly kind: 'date' | 'timestamp';
  readonly value: bigint;
  /** Digits were cut off: the true value lies within one unit. */
  readonly cut: boolean;
  constructor(kind: 'date' | 'timestamp', value: bigint, cut = false) {
    this.kind = kind;
    this.value = value;
    this.cut = cut;
  }
}

/** Ranges of the top-level columns over some row groups; only what is certain. */
export function columnRanges(
  schema: readonly SchemaElement[],
  rowGroups: readonly RowGroup[],
): Readonly<Record<string, ColumnRange>> {
  const elements = topLevelLeaves(schema);
  const ranges: Record<string, ColumnRange> = {};
  for (const [name, element] of elements) {
    let total: ColumnRange | undefined;
    for (const [i, group] of rowGroups.entries()) {
      const range = chunkRange(group, name, element);
      const joined: ColumnRange | undefined =
        range === undefined ? undefined : i === 0 ? range : total && union(total, range);
      total = joined;
      if (total === undefined) break;
    }
    if (total !== undefined) ranges[name] = total;
  }
  return ranges;
}

/** Top-level columns of plain values. */
const topLevelLeaves = (schema: readonly SchemaElement[]): Map<string, SchemaElement> =>
  new Map(
    topLevelElements(schema)
      .filter(
        (element) => (element.num_children ?? 0) === 0 && element.repetition_type !== 'REPEATED',
      )
      .map((element) => [element.name, element]),
  );

function chunkRange(
  group: RowGroup,
  name: string,
  element: SchemaElement,
): ColumnRange | undefined {
  const meta = group.columns.find(({ meta_data }) => {
    const path = meta_data?.path_in_schema;
    return path?.length === 1 && path[0] === name;
  })?.meta_data;
  const statistics = meta?.statistics;
  if (statistics === undefined) return undefined;
  const isText =
    element.type === 'BYTE_ARRAY' &&
    (element.converted_type === 'UTF8' || element.logical_type?.type === 'STRING');
  // The old fields compare text and unsigned numbers as signed bytes.
  const isSigned =
    element.type === 'INT32' || element.type === 'INT64' || element.type === 'DOUBLE';
  const old = isSigned && !isUnsigned(element);
  return makeRange(
    statistics.min_value ?? (old ? statistics.min : undefined),
    statistics.max_value ?? (old ? statistics.max : undefined),
    element,
    isText,
  );
}

const isUnsigned = (element: SchemaElement): boolean =>
  element.converted_type?.startsWith('UINT') === true ||
  (element.logical_type?.type === 'INTEGER' && !element.logical_type.isSigned);

function makeRange(
  min: unknown,
  max: unknown,
  element: SchemaElement,
  isText: boolean,
): ColumnRange | undefined {
  if (min instanceof Exact && max instanceof Exact) {
    return {
      kind: min.kind,
      min: String(min.cut ? min.value - 1n : min.value),
      max: String(max.cut ? max.value + 1n : max.value),
    };
  }
  if (typeof min === 'string' && typeof max === 'string') {
    return isText ? { kind: 'text', min, max } : undefined;
  }
  const isPlain =
    element.converted_type === undefined ||
    element.converted_type.startsWith('INT_') ||
    element.logical_type?.type === 'INTEGER';
  if (!isPlain || isUnsigned(element)) return undefined;
  if (element.type === 'INT32' || element.type === 'INT64') {
    const known = (value: unknown): value is number | bigint =>
      typeof value === 'bigint' || typeof value === 'number';
    if (element.logical_type !== undefined && element.logical_type.type !== 'INTEGER') {
      return undefined;
    }
    return known(min) && known(max)
      ? { kind: 'integer', min: String(min), max: String(max) }
      : undefined;
  }
  if (element.type === 'DOUBLE' || element.type === 'FLOAT') {
    const known = (value: unknown): value is number =>
      typeof value === 'number' && !Number.isNaN(value);
    return known(min) && known(max)
      ? { kind: 'double', min: String(min), max: String(max) }
      : undefined;
  }
  return undefined;
}

function union(a: ColumnRange, b: ColumnRange): ColumnRange | undefined {
  if (a.kind !== b.kind) return undefined;
  const less = compare(a.kind);
  return {
    kind: a.kind,
    min: less(b.min, a.min) ? b.min : a.min,
    max: less(a.max, b.max) ? b.max : a.max,
  };
}

function compare(kind: ColumnRange['kind']): (a: string, b: string) => boolean {
  if (kind === 'text') return textLess;
  if (kind === 'double') return (a, b) => Number(a) < Number(b);
  return (a, b) => BigInt(a) < BigInt(b);
}

/** By code point, which is the order of the UTF-8 bytes. */
export function textLess(a: string, b: string): boolean {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i]?.codePointAt(0) ?? 0, right[i]?.codePointAt(0) ?? 0];
    if (x !== y) return x < y;
  }
  return left.length < right.length;
}
