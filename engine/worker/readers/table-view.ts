/** The view of a task over columns that a reader filled: those asked for, typed, in order. */
import { findColumn, formatType } from '../../contract/schema.ts';
import type { PinnedColumns } from '../column-cache.ts';
import type { HeapColumn } from '../duckdb/memory/heap-column.ts';
import type { SplitInput, SplitServices } from '../task-parts.ts';
import { partitionValueSql } from './partition-columns.ts';
import type { ReadableSplit } from './readable-split.ts';

/** Name of the column of a table whose columns nobody needs, as `engine/sql` expects it. */
export const NO_COLUMNS = '__no_columns';

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export interface Reading {
  /** What is read: file, range and way of reading. The same content is read once. */
  readonly content: string;
  /** Source bytes that filling reads. */
  readonly bytes: number;
  /** SQL for a column, where it is not the column itself. */
  readonly expression: (name: string) => string | undefined;
  /** The columns of the file, and others if they come with them; none when there are no rows. */
  readonly fill: (columns: readonly string[]) => Promise<readonly HeapColumn[]>;
  /** Exact rows, where they are known without reading. */
  readonly rows: number | undefined;
}

/** Opens a split through the worker's column cache. */
export async function openAsTable(
  input: SplitInput,
  services: SplitServices,
  reading: Reading,
): Promise<ReadableSplit> {
  const { session, columnCache } = services;
  const { split } = input;
  const view = quoteName(input.table);
  const needed = input.columns.filter((name) => !(name in split.partitionValues));
  const known = needed.length === 0 ? reading.rows : undefined;
  const read = async (): Promise<PinnedColumns | undefined> =>
    known === undefined
      ? columnCache.use(reading.content, needed.length === 0 ? [NO_COLUMNS] : needed, (missing) =>
          reading.fill(missing.filter((name) => name !== NO_COLUMNS)),
        )
      : undefined;
  const pinned = await read();
  const attached =
    pinned === undefined || pinned.columns.length === 0
      ? undefined
      : session.memory.attach(pinned.columns);
  const rows = attached?.rows ?? known ?? 0;
  const from = attached?.sql ?? `range(${rows})`;
  const close = (): void => {
    attached?.detach();
    pinned?.release();
  };
  try {
    const list = selectList(input, reading.expression, attached !== undefined);
    session.execute(`CREATE OR REPLACE TEMP VIEW ${view} AS SELECT ${list} FROM ${from}`);
  } catch (thrown) {
    close();
    throw thrown;
  }
  const bytesRead = pinned?.filled === true ? reading.bytes : 0;
  const facts = { rowsRead: rows, bytesRead, rowsRejected: 0 };
  let open = true;
  return {
    ...facts,
    finish: () => facts,
    explain: (failure) => Promise.resolve(failure),
    close: () => {
      if (!open) return;
      open = false;
      session.execute(`DROP VIEW IF EXISTS ${view}`);
      close();
    },
  };
}

/** @param hasRows false: there is no row, so columns of the file are typed nulls */
export function selectList(
  { description, split, columns }: SplitInput,
  expression: Reading['expression'],
  hasRows: boolean,
): string {
  const items = columns.map((name) => {
    const column = findColumn(description.schema, name);
    if (column === undefined) throw new Error(`no column ${name} in the source`);
    const alias = quoteName(column.name);
    if (column.name in split.partitionValues) {
      return `${partitionValueSql(split.partitionValues[column.name], column.type)} AS ${alias}`;
    }
    if (!hasRows) return `CAST(NULL AS ${formatType(column.type)}) AS ${alias}`;
    const sql = expression(column.name);
    return sql === undefined ? alias : `${sql} AS ${alias}`;
  });
  return items.length === 0 ? `NULL AS ${NO_COLUMNS}` : items.join(', ');
}
