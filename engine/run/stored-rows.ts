/** Rows of a relation that stay stored until they are closed, to be read in windows. */
import type { EngineFailure } from '../contract/errors.ts';
import { toEngineError, userError } from '../contract/errors.ts';
import type { Relation } from '../contract/relation.ts';
import type { BlockInfo, BlockRows } from '../worker/protocol.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { addBytesToRead, now, optimiseRoots } from './engine-parts.ts';
import { executePlan } from './execute-plan.ts';
import { openRun } from './run-context.ts';
import { blocksOf, runTasks } from './run-stage.ts';

export interface StoredRows {
  /** In row order; never none. */
  readonly blocks: readonly BlockInfo[];
  readonly rows: number;
  readonly bytes: number;
  /** Rows `from` to `from + count`, as far as there are any, as one Arrow IPC stream. */
  readonly read: (from: number, count: number) => Promise<Uint8Array>;
  /** Lets go of the rows. Safe to call twice. */
  readonly close: () => Promise<void>;
}

export interface StoreOptions {
  /** Rows after which a partition ends: then there are more than that many. */
  readonly most?: number;
  /** What a run has computed of the same pipeline, and stored in part. */
  readonly ends?: readonly Relation[];
}

/**
 * Computes a relation, its partitions in parallel, and keeps each as the block that its task made.
 */
export async function storeRows(
  parts: EngineParts,
  relation: Relation,
  services: RunServices,
  { most, ends = [] }: StoreOptions = {},
): Promise<StoredRows> {
  const optimised = await optimiseRoots([...ends, relation], services);
  const roots = optimised.slice(ends.length);
  addBytesToRead(roots, services);
  const [blocks = []] = await executePlan(
    roots,
    async (root) => {
      const shape = {
        sql: (query: string) =>
          most === undefined ? query : `SELECT * FROM (${query}) LIMIT ${most + 1}`,
        output: () => ({ kind: 'store' }) as const,
      };
      const { done } = await runTasks(root, shape, services);
      return done.flatMap(blocksOf);
    },
    services,
    optimised.slice(0, ends.length),
  );
  return keepBlocks(parts, blocks);
}

/** Keeps blocks of one schema, in row order, until they are closed. */
export function keepBlocks(parts: EngineParts, blocks: readonly BlockInfo[]): StoredRows {
  const { directory, pool } = parts;
  const ids = blocks.map(({ id }) => id);
  directory.pin(ids);
  const total = (what: 'rows' | 'bytes'): number =>
    blocks.reduce((sum, block) => sum + block[what], 0);
  let open = true;
  return {
    blocks,
    rows: total('rows'),
    bytes: total('bytes'),
    read: (from, count) => {
      if (!open) throw closed();
      return readWindow(parts, blocks, from, from + count);
    },
    close: async () => {
      if (!open) return;
      open = false;
      await pool.dropBlocks(directory.unpin(ids));
    },
  };
}

const closed = (): EngineFailure =>
  userError('rows-closed', 'These rows were closed.', { hint: 'Open them again.' });

/** How often blocks may be lost between their being found and their being read. */
const MAX_LOSSES = 5;

async function readWindow(
  { runner, pool }: EngineParts,
  blocks: readonly BlockInfo[],
  from: number,
  to: number,
): Promise<Uint8Array> {
  const wanted = windowOf(blocks, from, to);
  const run = openRun(undefined, undefined, now, { interactive: true });
  const place = { stage: 'stored', partition: 0, order: 0, bytes: 0 };
  for (let losses = 0; ; losses += 1) {
    const there = await runner.present(
      wanted.map(({ block }) => block),
      place,
      run,
    );
    const rows = wanted.map((part, i) => ({ ...part, block: there[i] ?? part.block }));
    try {
      return (await pool.ask(rows[0]?.block.worker, (api) => api.cutRows(rows))).value;
    } catch (thrown) {
      const { code, detail } = toEngineError(thrown);
      if (code !== 'block-lost' || detail === undefined || losses === MAX_LOSSES) throw thrown;
      runner.forget(detail);
    }
  }
}

/** The blocks that hold rows of a window; at least one, which tells the columns. */
function windowOf(blocks: readonly BlockInfo[], from: number, to: number): BlockRows[] {
  const rows: BlockRows[] = [];
  let start = 0;
  for (const block of blocks) {
    const part = { from: Math.max(from - start, 0), to: Math.min(to - start, block.rows) };
    if (part.from < part.to) rows.push({ block, ...part });
    start += block.rows;
    if (start >= to) break;
  }
  return rows.length > 0 ? rows : blocks.slice(0, 1).map((block) => ({ block, from: 0, to: 0 }));
}
