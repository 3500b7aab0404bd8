/** What writing to any server has around it: the table's columns found, one transaction, one end. */
import { cancelledError } from '../../contract/errors.ts';
import type { DatabaseTarget } from '../../contract/database.ts';
import type { Schema } from '../../contract/schema.ts';
import type { TableOutput } from '../runtime.ts';
import type { ServerConnection } from './read-server.ts';
import { refuseUnwritable, textOfColumn } from './table-columns.ts';
import { quoteName, quoteTable } from './table-name.ts';
import { matchColumns, missingTable } from './table-problems.ts';

/** A table as its rows are written to it. */
export interface TablePlan {
  readonly target: DatabaseTarget;
  readonly schema: Schema;
  /** Quoted. */
  readonly table: string;
  /** Made in the transaction, or just before it. */
  readonly isMissing: boolean;
  /** The table's names for our columns. */
  readonly columns: readonly string[];
  /** Of an upsert; others have none. */
  readonly keys: readonly string[];
  /** The columns quoted, with commas between. */
  readonly list: string;
}

export interface ServerWriting {
  readonly dialect: 'postgres' | 'mysql';
  /** Undefined for a table that is not there. */
  readonly columnsOf: (table: string) => Promise<readonly string[] | undefined>;
  /** Throws where the table has no unique index over just these. */
  readonly requireUnique: (plan: TablePlan) => Promise<void>;
  /** From the beginning of the transaction to its end. */
  readonly write: (plan: TablePlan, streams: AsyncIterable<Uint8Array>) => Promise<number>;
  /** After a failure: the table then is as it was. */
  readonly takeBack: (plan: TablePlan) => Promise<void>;
}

/** Throws `EngineFailure` where the table does not take these rows. */
export async function openServerTable(
  target: DatabaseTarget,
  schema: Schema,
  connection: ServerConnection,
  { dialect, columnsOf, requireUnique, write, takeBack }: ServerWriting,
): Promise<TableOutput> {
  refuseUnwritable(schema, dialect);
  const existing = await columnsOf(target.table);
  if (existing === undefined && !target.create) throw missingTable(target);
  const columns = matchColumns(schema, existing, target);
  const plan: TablePlan = {
    target,
    schema,
    table: quoteTable(target.table, dialect),
    isMissing: existing === undefined,
    columns,
    keys: target.keys.map(
      (key) => columns[schema.findIndex((column) => column.name === key)] ?? key,
    ),
    list: columns.map((column) => quoteName(column, dialect)).join(', '),
  };
  if (!plan.isMissing && target.mode === 'upsert') await requireUnique(plan);
  return {
    textOf: (column) => textOfColumn(column, dialect),
    close: connection.close,
    write: async (streams, signal) => {
      const stop = (): void => void connection.cancel();
      signal.addEventListener('abort', stop, { once: true });
      try {
        if (signal.aborted) throw cancelledError();
        return { rows: await write(plan, streams), created: plan.isMissing };
      } catch (thrown) {
        if (signal.aborted) throw cancelledError();
        await takeBack(plan).catch(() => undefined);
        throw thrown;
      } finally {
        signal.removeEventListener('abort', stop);
        await connection.close();
      }
    },
  };
}
