/**
 * Statistics of columns in memory. With them DuckDB packs short group keys, looks keys up directly
 * instead of hashing them, and drops conditions that always hold, as it does for tables of its own.
 * The C API has no way to give them, but the module exports the C++ functions that make them.
 */
import type { CApi } from './c-api.ts';
import { VARCHAR_TYPE } from './c-api.ts';
import type { Range } from './integer-range.ts';
import { STRING_BYTES, writeString } from './string-struct.ts';

/** What is known of a column. Only what is true of every value that is not null. */
export type ColumnStatistics =
  | { readonly kind: 'range'; readonly value: IntegerValue; readonly range: Range }
  /** Every text that there may be. */
  | { readonly kind: 'texts'; readonly texts: readonly Uint8Array[] };

/** The function of the C API that makes a value of the column's physical type. */
export type IntegerValue =
  | 'duckdb_create_int8'
  | 'duckdb_create_int16'
  | 'duckdb_create_int32'
  | 'duckdb_create_int64'
  | 'duckdb_create_uint8'
  | 'duckdb_create_uint16'
  | 'duckdb_create_uint32'
  | 'duckdb_create_uint64';

/** The C++ functions, by the names that the module exports them under. */
interface StatisticsSymbols {
  readonly _ZN6duckdb12NumericStats13CreateUnknownENS_11LogicalTypeE: (
    result: number,
    type: number,
  ) => void;
  readonly _ZN6duckdb12NumericStats6SetMinERNS_14BaseStatisticsERKNS_5ValueE: (
    statistics: number,
    value: number,
  ) => void;
  readonly _ZN6duckdb12NumericStats6SetMaxERNS_14BaseStatisticsERKNS_5ValueE: (
    statistics: number,
    value: number,
  ) => void;
  readonly _ZN6duckdb11StringStats11CreateEmptyENS_11LogicalTypeE: (
    result: number,
    type: number,
  ) => void;
  readonly _ZN6duckdb11StringStats6UpdateERNS_14BaseStatisticsERKNS_8string_tE: (
    statistics: number,
    text: number,
  ) => void;
  readonly _ZN6duckdb14BaseStatistics10SetHasNullEv: (statistics: number) => void;
  readonly _ZN6duckdb14BaseStatistics12SetHasNoNullEv: (statistics: number) => void;
  readonly _ZNK6duckdb14BaseStatistics8ToUniqueEv: (statistics: number) => number;
  readonly _ZN6duckdb14BaseStatisticsD1Ev: (statistics: number) => void;
}

/** All of them: what a slimmer module has to go on exporting. */
export const STATISTICS_SYMBOLS: readonly string[] = Object.keys({
  _ZN6duckdb12NumericStats13CreateUnknownENS_11LogicalTypeE: true,
  _ZN6duckdb12NumericStats6SetMinERNS_14BaseStatisticsERKNS_5ValueE: true,
  _ZN6duckdb12NumericStats6SetMaxERNS_14BaseStatisticsERKNS_5ValueE: true,
  _ZN6duckdb11StringStats11CreateEmptyENS_11LogicalTypeE: true,
  _ZN6duckdb11StringStats6UpdateERNS_14BaseStatisticsERKNS_8string_tE: true,
  _ZN6duckdb14BaseStatistics10SetHasNullEv: true,
  _ZN6duckdb14BaseStatistics12SetHasNoNullEv: true,
  _ZNK6duckdb14BaseStatistics8ToUniqueEv: true,
  _ZN6duckdb14BaseStatisticsD1Ev: true,
} satisfies Record<keyof StatisticsSymbols, true>);

interface StatisticsExports
  extends StatisticsSymbols, Readonly<Record<IntegerValue, (low: number, high: number) => number>> {
  readonly duckdb_destroy_value: (handle: number) => void;
}

/** Bytes of a `BaseStatistics`, generously. */
const STATISTICS_BYTES = 512;

/**
 * A `BaseStatistics` in the heap, to be given to `freeStatistics`.
 * @param logicalType `duckdb_logical_type` of the column; what it holds is moved out of it
 */
export function makeStatistics(
  api: CApi,
  statistics: ColumnStatistics,
  logicalType: number,
): number {
  const exports = api.exports as unknown as StatisticsExports;
  const at = api.allocate(STATISTICS_BYTES);
  if (statistics.kind === 'range') fillRange(api, exports, at, statistics, logicalType);
  else fillTexts(api, exports, at, statistics.texts);
  return at;
}

/** One that DuckDB may own. */
export const copyStatistics = (api: CApi, statistics: number): number =>
  (api.exports as unknown as StatisticsExports)._ZNK6duckdb14BaseStatistics8ToUniqueEv(statistics);

export function freeStatistics(api: CApi, statistics: number): void {
  (api.exports as unknown as StatisticsExports)._ZN6duckdb14BaseStatisticsD1Ev(statistics);
  api.free(statistics);
}

/** Unknown statistics with bounds: they may have nulls. */
function fillRange(
  api: CApi,
  exports: StatisticsExports,
  at: number,
  { value, range: { min, max } }: Extract<ColumnStatistics, { kind: 'range' }>,
  logicalType: number,
): void {
  exports._ZN6duckdb12NumericStats13CreateUnknownENS_11LogicalTypeE(at, logicalType);
  const low = exports[value](min.low, min.high);
  const high = exports[value](max.low, max.high);
  exports._ZN6duckdb12NumericStats6SetMinERNS_14BaseStatisticsERKNS_5ValueE(at, low);
  exports._ZN6duckdb12NumericStats6SetMaxERNS_14BaseStatisticsERKNS_5ValueE(at, high);
  api.withHandle(low, exports.duckdb_destroy_value);
  api.withHandle(high, exports.duckdb_destroy_value);
}

function fillTexts(
  api: CApi,
  exports: StatisticsExports,
  at: number,
  texts: readonly Uint8Array[],
): void {
  const type = api.exports.duckdb_create_logical_type(VARCHAR_TYPE);
  exports._ZN6duckdb11StringStats11CreateEmptyENS_11LogicalTypeE(at, type);
  api.withHandle(type, api.exports.duckdb_destroy_logical_type);
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const text = api.allocate(STRING_BYTES);
  const bytes = api.allocate(Math.max(1, longest));
  try {
    for (const each of texts) {
      const heap = api.bytes();
      heap.set(each, bytes);
      writeString(heap, api.view(), text, bytes, each.length);
      exports._ZN6duckdb11StringStats6UpdateERNS_14BaseStatisticsERKNS_8string_tE(at, text);
    }
  } finally {
    api.free(text);
    api.free(bytes);
  }
  exports._ZN6duckdb14BaseStatistics10SetHasNullEv(at);
  exports._ZN6duckdb14BaseStatistics12SetHasNoNullEv(at);
}

/**
 * Members of a `duckdb::TableFunction` in words of 32 bits, as duckdb-wasm 1.32.0 lays them out: the
 * C API sets the named ones and leaves those between them null.
 */
const MEMBERS = {
  bind: 27,
  initGlobal: 30,
  initLocal: 31,
  scan: 32,
  statistics: 35,
  cardinality: 37,
};

/**
 * Lets a table function of the C API tell statistics: the pointer is written where the C++ object has
 * it. Where the object does not look as known, nothing is written, and there are no statistics.
 * @param table `duckdb_table_function` with all its callbacks, not registered yet
 * @param callback function pointer: (client context, bind data, 64-bit column) to `BaseStatistics *`
 */
export function offerStatistics(api: CApi, table: number, callback: number): boolean {
  const view = api.view();
  const word = (index: number): number => view.getUint32(table + 4 * index, true);
  const { bind, initGlobal, initLocal, scan, statistics, cardinality } = MEMBERS;
  const set = [bind, initGlobal, initLocal, scan, cardinality];
  const isKnown = Array.from({ length: cardinality - bind + 1 }, (_, i) => bind + i).every(
    (index) => (word(index) !== 0) === set.includes(index),
  );
  if (isKnown) view.setUint32(table + 4 * statistics, callback, true);
  return isKnown;
}
