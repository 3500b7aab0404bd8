/** The view of a task over a table that a reader filled: the columns asked for, typed, in order. */
import { findColumn } from '../../contract/schema.ts';
import type { SplitInput, SplitServices } from '../task-parts.ts';
import { partitionValueSql } from './partition-columns.ts';
import type { ReadableSplit } from './readable-split.ts';

/** Name of the column of a table whose columns nobody needs, as `engine/sql` expects it. */
export const NO_COLUMNS = '__no_columns';

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export interface Reading {
  /** What the table holds: file, range and way of reading. The same content is read once. */
  readonly content: string;
  /** Source bytes that filling reads. */
  readonly bytes: number;
  /** SQL for a column of the table, where it is not the column itself. */
  readonly expression: (name: string) => string | undefined;
  /** Columns that the table gets whatever is asked for; absent: those asked for. */
  readonly columns?: readonly string[];
  /** Makes the table with at least `columns` of the file; gives its rows and its size in memory. */
  readonly fill: (
    table: string,
    columns: readonly string[],
  ) => Promise<{ readonly rows: number; readonly bytes: number }>;
  /** Exact rows, where they are known without reading. */
  readonly rows: number | undefined;
}

/** Opens a split through the worker's table cache. */
export async function openAsTable(
  input: SplitInput,
  services: SplitServices,
  reading: Reading,
): Promise<ReadableSplit> {
  const { session } = services;
  const { description, split } = input;
  const view = quoteName(input.table);
  const needed = input.columns.filter((name) => !(name in split.partitionValues));
  const known = needed.length === 0 ? reading.rows : undefined;
  let filled = false;
  const pinned =
    known === undefined
      ? await services.tableCache.use(reading.content, reading.columns ?? needed, async (table) => {
          filled = true;
          return reading.fill(table, needed);
        })
      : undefined;
  const rows = pinned?.rows ?? known ?? 0;
  const items = input.columns.map((name) => {
    const column = findColumn(description.schema, name);
    if (column === undefined) throw new Error(`no column ${name} in the source`);
    const alias = quoteName(column.name);
    if (column.name in split.partitionValues) {
      return `${partitionValueSql(split.partitionValues[column.name], column.type)} AS ${alias}`;
    }
    const sql = reading.expression(column.name);
    return sql === undefined ? alias : `${sql} AS ${alias}`;
  });
  const list = items.length === 0 ? `NULL AS ${NO_COLUMNS}` : items.join(', ');
  const from = pinned === undefined ? `range(${rows})` : quoteName(pinned.table);
  try {
    session.execute(`CREATE OR REPLACE TEMP VIEW ${view} AS SELECT ${list} FROM ${from}`);
  } catch (thrown) {
    pinned?.release();
    throw thrown;
  }
  const facts = { rowsRead: rows, bytesRead: filled ? reading.bytes : 0, rowsRejected: 0 };
  let open = true;
  return {
    ...facts,
    finish: () => facts,
    explain: (failure) => Promise.resolve(failure),
    close: () => {
      if (!open) return;
      open = false;
      session.execute(`DROP VIEW IF EXISTS ${view}`);
      pinned?.release();
    },
  };
}
