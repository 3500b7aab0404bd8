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
 * A BLOB that sorts by bytes as rows sort by the keys and, where those tie, by their position: one
 * value that fills half of the rows is cut into ranges like any other rows.
 * @param position SQL of the row's position over all partitions, a BIGINT. Of keys that fit into eight
 *   bytes DuckDB makes a BIGINT instead of a BLOB: with a position they never do.
 */
function emitSortKey(by: readonly SortKey[], position: string): string {
  const parts = by.map(
    ({ expression, direction, nulls }) =>
      `${text(expression)}, ${quoteText(`${direction.toUpperCase()} NULLS ${nulls.toUpperCase()}`)}`,
  );
  return `create_sort_key(${[...parts, `${position}, 'ASC NULLS LAST'`].join(', ')})`;
}

/**
 * Sort keys of every `step`-th row of all partitions as upper-case hexadecimal text, in one column.
 * @param rowOffset rows in the partitions before this one
 */
export function emitSortKeySample(
  table: string,
  by: readonly SortKey[],
  step: number,
  rowOffset: number,
): string {
  const position = '"__row"';
  return (
    `SELECT hex(${emitSortKey(by, position)}) AS k ` +
    `FROM (SELECT *, row_number() OVER () - 1 + ${rowOffset} AS ${position} FROM ${table}) ` +
    `WHERE ${position} % ${step} = 0`
  );
}

/**
 * Rows of a query with the range partition of their sort keys in front (UTINYINT).
 * @param splitters ascending sort keys as hexadecimal text: partition n holds keys from
 *   `splitters[n - 1]` (inclusive) to `splitters[n]` (exclusive)
 * @param rowOffset rows in the partitions before this one
 */
export function emitRangePartition(
  query: string,
  by: readonly SortKey[],
  splitters: readonly string[],
  rowOffset: number,
): string {
  const key = '"__key"';
  const tests = splitters.map((splitter) => `(${key} >= unhex('${splitter}'))::UTINYINT`);
  const partition = tests.length === 0 ? '0' : tests.join(' + ');
  const position = `row_number() OVER () - 1 + ${rowOffset}`;
  return (
    `SELECT CAST(${partition} AS UTINYINT) AS ${PARTITION}, * EXCLUDE (${key}) ` +
    `FROM (SELECT ${emitSortKey(by, position)} AS ${key}, * FROM (${query}))`
  );
}
