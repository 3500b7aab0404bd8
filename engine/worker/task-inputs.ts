/** Makes the tables that a task's SQL reads, and takes them away again. */
import type { ByteSource, DatabaseReader } from '../runtime/runtime.ts';
import { joinStreams } from './arrow/ipc.ts';
import type { ColumnCache, PinnedColumns } from './column-cache.ts';
import type { HeapColumn } from './duckdb/memory/heap-column.ts';
import { createTableSql, fromTransport, quoteName } from './duckdb/stored-types.ts';
import type { Session } from './duckdb/session.ts';
import type { TaskInput } from './protocol.ts';
import type { OpenedSplit, OpenSplit, ReadBlock, SplitFacts } from './task-parts.ts';

type BlocksInput = Extract<TaskInput, { kind: 'blocks' }>;

export interface InputServices {
  readonly session: Session;
  readonly bytes: ByteSource;
  readonly columnCache: ColumnCache;
  readonly readBlock: ReadBlock;
  readonly openSplit: OpenSplit;
  readonly databases?: DatabaseReader | undefined;
}

/** An input whose table exists under its name. */
export interface OpenInput extends Pick<OpenedSplit, 'explain'> {
  /** What is known once the task's queries have run; nothing of blocks, whose rows were counted before. */
  readonly finish: () => SplitFacts;
  readonly close: () => void;
}

export async function openInput(input: TaskInput, services: InputServices): Promise<OpenInput> {
  if (input.kind === 'blocks') return openBlocks(input, services);
  const { openSplit, ...rest } = services;
  return openSplit(input, rest);
}

const NO_FACTS: SplitFacts = { rowsRead: 0, bytesRead: 0, rowsRejected: 0 };

async function openBlocks(input: BlocksInput, services: InputServices): Promise<OpenInput> {
  const { session } = services;
  const pinned = await loadBlocks(input, services);
  const attached = pinned.columns.length === 0 ? undefined : session.memory.attach(pinned.columns);
  const release = (): void => {
    attached?.detach();
    pinned.release();
  };
  try {
    session.execute(
      attached === undefined
        ? createTableSql(input.table, input.schema)
        : `CREATE VIEW ${quoteName(input.table)} AS ${fromTransport(attached.sql, input.schema)}`,
    );
  } catch (thrown) {
    release();
    throw thrown;
  }
  return {
    finish: () => NO_FACTS,
    close: () => {
      drop(session, attached === undefined ? 'TABLE' : 'VIEW', input.table);
      release();
    },
  };
}

/** Blocks that many tasks of a stage read stay in the cache. */
async function loadBlocks(
  input: BlocksInput,
  { session, columnCache, readBlock }: InputServices,
): Promise<Pick<PinnedColumns, 'columns' | 'release'>> {
  const blocks = input.blocks.filter((block) => block.rows > 0);
  const load = async (): Promise<readonly HeapColumn[]> => {
    const streams = await Promise.all(blocks.map(readBlock));
    session.checkCancelled();
    return blocks.length === 0 ? [] : session.memory.loadStream(joinStreams(streams));
  };
  if (input.shared) {
    const content = `blocks ${blocks.map((block) => block.id).join(' ')}`;
    return columnCache.use(
      content,
      input.schema.map((column) => column.name),
      load,
    );
  }
  const columns = await load();
  return {
    columns,
    release: () => {
      for (const column of columns) column.free();
    },
  };
}

const drop = (session: Session, what: 'TABLE' | 'VIEW', name: string): void =>
  session.execute(`DROP ${what} IF EXISTS ${quoteName(name)}`);
