/** Makes the tables that a task's SQL reads, and takes them away again. */
import type { BlockId } from '../contract/ids.ts';
import type { ByteSource } from '../runtime/runtime.ts';
import { quoteName } from './duckdb/stored-types.ts';
import type { Session } from './duckdb/session.ts';
import type { BlockInfo, TaskInput } from './protocol.ts';
import type { TableCache } from './table-cache.ts';
import type { OpenedSplit, OpenSplit, ReadBlock, SplitFacts } from './task-parts.ts';

type BlocksInput = Extract<TaskInput, { kind: 'blocks' }>;

export interface InputServices {
  readonly session: Session;
  readonly bytes: ByteSource;
  readonly tableCache: TableCache;
  readonly readBlock: ReadBlock;
  readonly readOwnBlock: (id: BlockId) => Promise<Uint8Array>;
  readonly openSplit: OpenSplit;
}

/** An input whose table exists under its name. */
export interface OpenInput extends Pick<OpenedSplit, 'explain'> {
  /** What is known once the task's queries have run; nothing of blocks, whose rows were counted before. */
  readonly finish: () => SplitFacts;
  readonly close: () => void;
}

export async function openInput(input: TaskInput, services: InputServices): Promise<OpenInput> {
  if (input.kind === 'blocks') return openBlocks(input, services);
  const { session, bytes, tableCache, readOwnBlock, openSplit } = services;
  return openSplit(input, { session, bytes, tableCache, blocks: { read: readOwnBlock } });
}

const NO_FACTS: SplitFacts = { rowsRead: 0, bytesRead: 0, rowsRejected: 0 };

async function openBlocks(input: BlocksInput, services: InputServices): Promise<OpenInput> {
  const { session, tableCache } = services;
  const blocks = input.blocks.filter((block) => block.rows > 0);
  if (!input.shared) {
    await insertBlocks(input, input.table, blocks, services);
    return { finish: () => NO_FACTS, close: () => drop(session, 'TABLE', input.table) };
  }
  // Many tasks read the same rows: the table stays, and each task sees it under its own name.
  const content = `blocks ${blocks.map((block) => block.id).join(' ')}`;
  const columns = input.schema.map((column) => column.name);
  const pinned = await tableCache.use(content, columns, async (table) => {
    await insertBlocks(input, table, blocks, services);
    return { rows: sum(blocks, 'rows'), bytes: sum(blocks, 'bytes') };
  });
  const close = (): void => {
    drop(session, 'VIEW', input.table);
    pinned.release();
  };
  try {
    session.execute(
      `CREATE VIEW ${quoteName(input.table)} AS SELECT ${columns.map(quoteName).join(', ')} FROM ${quoteName(pinned.table)}`,
    );
  } catch (thrown) {
    pinned.release();
    throw thrown;
  }
  return { finish: () => NO_FACTS, close };
}

const sum = (blocks: readonly BlockInfo[], what: 'rows' | 'bytes'): number =>
  blocks.reduce((total, block) => total + block[what], 0);

async function insertBlocks(
  input: BlocksInput,
  table: string,
  blocks: readonly BlockInfo[],
  { session, readBlock }: InputServices,
): Promise<void> {
  const streams = await Promise.all(blocks.map(readBlock));
  session.checkCancelled();
  session.insertRows(table, streams, input.schema);
}

const drop = (session: Session, what: 'TABLE' | 'VIEW', name: string): void =>
  session.execute(`DROP ${what} IF EXISTS ${quoteName(name)}`);
