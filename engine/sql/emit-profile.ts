/** Statements that count the values of columns in one partition; their answers are put together elsewhere. */
import { quoteIdentifier } from '../expression/quote.ts';

/** Equal steps between two numbers: seconds since 1970 for times. */
export interface ProfileBins {
  readonly from: number;
  readonly width: number;
  readonly count: number;
}

export interface ProfiledColumn {
  /** Its name in the query. */
  readonly name: string;
  /** Nested values have no equality that all of DuckDB's operators know: their text is counted. */
  readonly asText: boolean;
  /** How its values become numbers; absent: they do not. */
  readonly measure?: 'number' | 'time';
  /** Absent where there is nothing to count. */
  readonly bins?: ProfileBins;
}

export interface ProfileLimits {
  /** Most frequent values of the partition. */
  readonly top: number;
  /** Smallest hashes of values: from these the number of values in all partitions is told. 0: none. */
  readonly hashes: number;
}

/** A column's values as DOUBLE. */
export const emitMeasure = (name: string, measure: 'number' | 'time'): string =>
  measure === 'number'
    ? `CAST(${quoteIdentifier(name)} AS DOUBLE)`
    : `CAST(epoch(${quoteIdentifier(name)}) AS DOUBLE)`;

/**
 * Rows `(column, what, value, count)`, all VARCHAR; `column` is the position in `columns`. `what` is
 * `top` (value, its rows), `values` (how many different ones that are not null), `hash` (a hash) or
 * `bin` (position of the bin, its rows).
 */
export function emitValueCounts(
  query: string,
  columns: readonly ProfiledColumn[],
  limits: ProfileLimits,
): string {
  const tables = columns.map((column, i) => {
    const name = quoteIdentifier(column.name);
    const key = column.asText ? `CAST(${name} AS VARCHAR)` : name;
    return `g${i} AS MATERIALIZED (SELECT CAST(k AS VARCHAR) AS v, n, hash(k) AS h FROM (SELECT ${key} AS k, count(*) AS n FROM rows GROUP BY 1))`;
  });
  const answers = columns.flatMap((column, i) => [
    `SELECT '${i}' AS c, 'top' AS w, v, CAST(n AS VARCHAR) AS n FROM (SELECT v, n FROM g${i} ORDER BY n DESC, v LIMIT ${limits.top})`,
    `SELECT '${i}', 'values', NULL, CAST(count(v) AS VARCHAR) FROM g${i}`,
    ...(limits.hashes === 0
      ? []
      : [
          `SELECT '${i}', 'hash', CAST(h AS VARCHAR), NULL FROM (SELECT h FROM g${i} WHERE v IS NOT NULL ORDER BY h LIMIT ${limits.hashes})`,
        ]),
    ...binCounts(column, i),
  ]);
  return `WITH rows AS NOT MATERIALIZED (${query}), ${tables.join(', ')} ${answers.join(' UNION ALL ')}`;
}

function binCounts({ name, measure, bins }: ProfiledColumn, index: number): string[] {
  if (measure === undefined || bins === undefined) return [];
  const { from, width, count } = bins;
  const bin =
    width === 0 ? '0' : `least(greatest(floor((x - (${from})) / ${width}), 0), ${count - 1})`;
  return [
    `SELECT '${index}', 'bin', CAST(CAST(b AS INTEGER) AS VARCHAR), CAST(count(*) AS VARCHAR) FROM (SELECT ${bin} AS b FROM (SELECT ${emitMeasure(name, measure)} AS x FROM rows) WHERE isfinite(x)) GROUP BY b`,
  ];
}
