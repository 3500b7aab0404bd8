/**
 * Rows of databases of which nobody knows how many there are: before anything is planned they are stored
 * in pieces that a task can hold, in the workers' memory and beyond it on their disks. The plan then knows
 * its partitions, and a table may be larger than memory.
 */
import { cancelledError, toEngineError } from '../contract/errors.ts';
import { blockId } from '../contract/ids.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import type { Split } from '../contract/source.ts';
import type { DatabaseSplit } from '../sources/stored-pieces.ts';
import { columnsToRead, isUnbounded, storedPieces } from '../sources/stored-pieces.ts';
import type { BlockInfo, TaskWorkerApi } from '../worker/protocol.ts';
import { locateFailure } from './locate-failure.ts';
import type { PlanContext } from './plan-context.ts';
import type { StageServices } from './run-stage.ts';
import { FILE_COST } from './task-runner.ts';
import { readingOf } from './task-specs.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface StoreServices extends Pick<
  StageServices,
  'context' | 'columnsOf' | 'parallelism'
> {
  readonly pool: WorkerPool;
  readonly physical: Pick<PlanContext, 'describe' | 'splitsOf' | 'replaceSplits' | 'sizing'>;
}

/** Readings that begin anew when their worker ends. */
const MAX_BEGINNINGS = 3;

let readings = 0;

/** @returns lets go of what was stored; nothing may read it any more then */
export async function storeDatabases(
  roots: readonly Relation[],
  services: StoreServices,
): Promise<() => Promise<void>> {
  const { pool, physical, context } = services;
  const stored: BlockInfo[] = [];
  const drop = async (): Promise<void> => {
    const byWorker = new Map<number, BlockInfo['id'][]>();
    for (const { worker, id } of stored)
      byWorker.set(worker, [...(byWorker.get(worker) ?? []), id]);
    await pool.dropBlocks(byWorker);
  };
  // A native engine has one task, which takes the pieces by itself.
  if (physical.sizing.whole === true) return drop;
  const known = new Map<string, readonly Split[]>();
  try {
    for (const scan of walk(roots)) {
      if (scan.kind !== 'scan' || !physical.splitsOf(scan).some(isUnbounded)) continue;
      const before = physical.splitsOf(scan);
      spend(before, context);
      const key = JSON.stringify([scan.source, services.columnsOf(scan)]);
      const splits = known.get(key) ?? (await storeScan(scan, services, stored));
      known.set(key, splits);
      context.progress.bytesTotal += bytesOf(splits) - bytesOf(before);
      physical.replaceSplits(scan, splits);
    }
    return drop;
  } catch (thrown) {
    await drop();
    throw thrown;
  }
}

/** What may compute only so much is not to read a whole table first. */
function spend(splits: readonly Split[], { allowance }: StoreServices['context']): void {
  if (allowance !== undefined && bytesOf(splits) * FILE_COST > allowance.bytes)
    throw cancelledError();
}

const bytesOf = (splits: readonly Split[]): number =>
  splits.reduce((sum, { bytes }) => sum + bytes, 0);

/** Each split over a connection of its own, as many at a time as there are workers. */
async function storeScan(
  scan: Scan,
  services: StoreServices,
  stored: BlockInfo[],
): Promise<readonly Split[]> {
  const splits = services.physical.splitsOf(scan);
  const found: (readonly Split[])[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const takeTurns = async (slot: number): Promise<void> => {
    for (let at = next++; at < splits.length && failures.length === 0; at = next++) {
      const split = splits[at] as Split;
      try {
        found[at] = isUnbounded(split)
          ? await storeSplit(scan, split, slot, services, stored)
          : [split];
      } catch (thrown) {
        failures.push(thrown);
      }
    }
  };
  await Promise.all(
    Array.from({ length: Math.min(services.parallelism, splits.length) }, (_, slot) =>
      takeTurns(slot),
    ),
  );
  if (failures.length > 0) throw locateFailure(failures[0], scan);
  return found.flat().map((split, index) => ({ ...split, index }));
}

async function storeSplit(
  scan: Scan,
  split: DatabaseSplit,
  slot: number,
  services: StoreServices,
  stored: BlockInfo[],
): Promise<readonly Split[]> {
  for (let beginning = 1; ; beginning += 1) {
    try {
      return await readOnce(scan, split, slot, services, stored);
    } catch (thrown) {
      const isLost = toEngineError(thrown).code === 'worker-lost';
      if (!isLost || beginning === MAX_BEGINNINGS) throw thrown;
    }
  }
}

/** @param slot the worker that reads, if it is there */
async function readOnce(
  scan: Scan,
  split: DatabaseSplit,
  slot: number,
  { pool, physical, context: { signal }, columnsOf }: StoreServices,
  stored: BlockInfo[],
): Promise<readonly Split[]> {
  const description = readingOf(physical.describe(scan));
  const columns = columnsToRead(description, columnsOf(scan));
  readings += 1;
  const stream = `database ${readings}`;
  let owner = slot;
  let api: Pick<TaskWorkerApi, 'endRows'> | undefined;
  const end = (): void => void api?.endRows(stream);
  signal.addEventListener('abort', end, { once: true });
  try {
    const pieces = storedPieces(split, async (piece) => {
      if (signal.aborted) throw cancelledError();
      const block = blockId(`${stream} ${piece}`);
      const { value, worker } = await pool.ask(owner, (asked) => {
        api = asked;
        return asked.storeRows({ stream, piece, description, split, columns, block });
      });
      owner = worker;
      if (value !== undefined) stored.push(value);
      return value;
    });
    const splits: Split[] = [];
    for await (const piece of pieces) splits.push(piece);
    return splits;
  } catch (thrown) {
    end();
    throw signal.aborted ? cancelledError() : thrown;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
