/** Statements that say which partition of an exchange each row belongs to. */
import { internalError } from '../contract/errors.ts';
import type { Expression, SortKey } from '../contract/expression.ts';
import { emitExpression } from '../expression/emit.ts';
import { quoteText } from '../expression/quote.ts';

const text = (expression: Expression): string =>
  emitExpression(expression, { dialect: 'duckdb' }).text;

/** Name of the column that holds a row's target partition, the first of the statement's columns. */
const PARTITION = '"__partition"';

/**
 * Rows of a query with the hash partition of their keys in front (UTINYINT).
 * The low bits of DuckDB's hash pick buckets inside its operators: the high ones spread rows over
 * partitions without making every hash table in them lopsided.
 */
export function emitHashPartition(
  query: string,
  keys: readonly Expression[],
  partitions: number,
): string {
  if (keys.length === 0) throw internalError('A hash exchange needs a key.');
  const hash = `hash(${keys.map(text).join(', ')})`;
  return `SELECT CAST((${hash} >> 32) % ${partitions} AS UTINYINT) AS ${PARTITION}, * FROM (${query})`;
}

/**
 * A BLOB that sorts by bytes as the keys sort. Of keys that fit into eight bytes DuckDB makes a BIGINT;
 * the constant text behind them prevents that and changes no order.
 */
export function emitSortKey(by: readonly SortKey[]): string {
  const parts = by.map(
    ({ expression, direction, nulls }) =>
      `${text(expression)}, ${quoteText(`${direction.toUpperCase()} NULLS ${nulls.toUpperCase()}`)}`,
  );
  return `create_sort_key(${parts.join(', ')}, '', 'ASC NULLS LAST')`;
}

/** Every `step`-th row's sort key as upper-case hexadecimal text, in one column. */
export const emitSortKeySample = (table: string, by: readonly SortKey[], step: number): string =>
  `SELECT hex(${emitSortKey(by)}) AS k FROM (SELECT *, row_number() OVER () - 1 AS "__row" FROM ${table}) ` +
  `WHERE "__row" % ${step} = 0`;

/**
 * Rows of a query with the range partition of their sort keys in front (UTINYINT).
 * @param splitters ascending sort keys as hexadecimal text: partition n holds keys from
 *   `splitters[n - 1]` (inclusive) to `splitters[n]` (exclusive)
 */
export function emitRangePartition(
  query: string,
  by: readonly SortKey[],
  splitters: readonly string[],
): string {
  const key = '"__key"';
  const tests = splitters.map((splitter) => `(${key} >= unhex('${splitter}'))::UTINYINT`);
  const partition = tests.length === 0 ? '0' : tests.join(' + ');
  return (
    `SELECT CAST(${partition} AS UTINYINT) AS ${PARTITION}, * EXCLUDE (${key}) ` +
    `FROM (SELECT ${emitSortKey(by)} AS ${key}, * FROM (${query}))`
  );
}
