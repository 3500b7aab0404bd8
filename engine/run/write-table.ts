/** Writes a sink's rows to a table of a database: all are stored first, then written in one transaction. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { WrittenTable } from '../contract/database.ts';
import { EngineFailure, toEngineError, userError } from '../contract/errors.ts';
import type { DatabaseTarget } from '../contract/database.ts';
import { isTable } from '../contract/file-target.ts';
import type { Sink } from '../contract/relation.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import type { Runtime, TableOutput } from '../runtime/runtime.ts';
import type { BlockInfo, BlockRows } from '../worker/protocol.ts';
import { blocksOf, runTasks } from './run-stage.ts';
import type { SinkServices } from './write-sink.ts';

/** A table that is to be written, seen by its step: connected, and of the right columns. */
export interface OpenTable {
  readonly sink: Sink;
  readonly target: DatabaseTarget;
  readonly output: TableOutput;
}

export const needsComputer = (what: string): EngineFailure =>
  userError('needs-computer', `A browser by itself cannot ${what} databases.`, {
    hint: 'Run it on this computer: in the desktop app, under `sluice serve` or with `sluice run`.',
  });

/** A run would refuse these steps at once; a check tells them before. */
export const unreachableTables = (
  sinks: readonly Sink[],
  { databases }: Pick<Runtime, 'databases'>,
): Diagnostic[] =>
  databases !== undefined
    ? []
    : sinks.flatMap(({ target, origin }): Diagnostic[] => {
        if (!isTable(target) || origin === undefined) return [];
        const { code, message, hint } = needsComputer('write to').error;
        const { node } = origin;
        return [
          { severity: 'error', code, message, node, ...(hint === undefined ? {} : { hint }) },
        ];
      });

/** Undefined for a sink that writes a file. */
export async function openTable(
  sink: Sink,
  { databases }: Runtime,
  services: SinkServices,
): Promise<OpenTable | undefined> {
  const { target } = sink;
  if (!isTable(target)) return undefined;
  try {
    if (databases === undefined) throw needsComputer('write to');
    const schema = await services.bind(sink.input);
    return { sink, target, output: await databases.openTable(target, schema) };
  } catch (thrown) {
    throw atSink(thrown, sink);
  }
}

/** Rows of a table in memory of the workers, or on their disks. */
export interface StoredTable extends OpenTable {
  readonly blocks: readonly BlockInfo[];
}

/** @param sink optimised */
export async function storeTable(
  table: OpenTable,
  sink: Sink,
  services: SinkServices,
): Promise<StoredTable> {
  const schema = await services.bind(sink.input);
  const texts = schema.map(
    (column) => `${table.output.textOf(column)} AS ${quoteIdentifier(column.name)}`,
  );
  const { done } = await runTasks(
    sink.input,
    {
      sql: (query) => `SELECT ${texts.join(', ')} FROM (${query})`,
      output: () => ({ kind: 'store' }),
    },
    services,
  );
  return { ...table, blocks: done.flatMap(blocksOf) };
}

/** What is in memory at a time: a native engine's blocks have the rows of a whole table. */
const WINDOW_ROWS = 100_000;
const WINDOW_BYTES = 16 << 20;

/** Parts of a block in order, each of so many rows and about so many bytes at most. */
export function windowsOf(block: BlockInfo): BlockRows[] {
  const fitting = Math.floor((block.rows * WINDOW_BYTES) / Math.max(1, block.bytes));
  const rows = Math.max(1, Math.min(WINDOW_ROWS, fitting));
  return Array.from({ length: Math.ceil(block.rows / rows) }, (_, i) => ({
    block,
    from: i * rows,
    to: Math.min(block.rows, (i + 1) * rows),
  }));
}

/** Throws with the step; the table then is as it was. */
export async function writeTable(
  { sink, target, output, blocks }: StoredTable,
  services: SinkServices,
): Promise<WrittenTable> {
  const { pool, context } = services;
  const streams = async function* (): AsyncGenerator<Uint8Array> {
    for (const rows of blocks.flatMap(windowsOf)) {
      yield await pool.run<Uint8Array>({
        order: [Infinity, 0],
        affinity: rows.block.worker,
        signal: context.signal,
        work: (api) => api.cutRows([rows]),
      });
    }
  };
  try {
    const { rows, created } = await output.write(streams(), context.signal);
    const { credential, table } = target;
    const node = sink.origin?.node;
    if (node !== undefined) {
      context.emit({ type: 'table-written', node, credential, table, rows, created });
    }
    return { ...(node === undefined ? {} : { node }), credential, table, rows, created };
  } catch (thrown) {
    throw atSink(thrown, sink);
  }
}

function atSink(thrown: unknown, { origin }: Sink): EngineFailure {
  const error = toEngineError(thrown);
  const node = origin === undefined || error.node !== undefined ? {} : { node: origin.node };
  return new EngineFailure({ ...error, ...node }, { cause: thrown });
}
