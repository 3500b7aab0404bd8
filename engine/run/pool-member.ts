/** One worker of the pool: started, set up, and linked to its peers. */
import { transfer, wrap } from 'comlink';
import type { EngineFailure } from '../contract/errors.ts';
import { operationalError, unwrap } from '../contract/errors.ts';
import type { Runtime, WorkerHandle } from '../runtime/runtime.ts';
import type { TaskWorkerApi } from '../worker/protocol.ts';
import type { Waiting, WorkerApi } from './job-queue.ts';

export const GONE = Symbol('the worker is gone');

export interface Member {
  readonly index: number;
  /** Settles when the worker has ended. What it was asked before then is never answered. */
  readonly gone: Promise<typeof GONE>;
  readonly leave: () => void;
  /** Does interactive jobs only, so that nobody waits behind a long run. */
  readonly reserved: boolean;
  readonly handle: WorkerHandle;
  readonly api: WorkerApi;
  running: Waiting | undefined;
  alive: boolean;
}

export interface MemberOptions {
  readonly runtime: Runtime;
  readonly index: number;
  readonly reserved: boolean;
  /** Bytes for the worker's DuckDB and its stored blocks together. */
  readonly memory: number;
  readonly spillDirectory: string | undefined;
  /** Called when the worker ends by itself, also while it is set up. */
  readonly onExit: (reason: string) => void;
}

/** DuckDB's part of a worker's memory; stored blocks get the rest. */
const DUCKDB_SHARE = 0.6;

/** Below this DuckDB cannot work at all. */
const MINIMUM_DUCKDB_BYTES = 64 << 20;

/** Starts a worker and opens its DuckDB. Throws operational errors. */
export async function startMember(options: MemberOptions): Promise<Member> {
  const { runtime, index, reserved, memory, spillDirectory, onExit } = options;
  const [handle, module, parquet] = await Promise.all([
    runtime.spawnWorker(index),
    runtime.compileModule(),
    runtime.parquetExtension(),
  ]);
  const api = wrap<TaskWorkerApi>(handle.port);
  const exited = new Promise<never>((_, reject) => {
    handle.onExit((reason) => {
      reject(lost(reason));
      onExit(reason);
    });
  });
  const setup = api.setup({
    index,
    module,
    parquet,
    memoryLimit: Math.floor(Math.max(MINIMUM_DUCKDB_BYTES, memory * DUCKDB_SHARE)),
    blockBudget: Math.floor(memory * (1 - DUCKDB_SHARE)),
    ...(spillDirectory === undefined ? {} : { spillDirectory }),
  });
  try {
    unwrap(await Promise.race([setup, exited]));
  } catch (thrown) {
    await handle.terminate();
    throw thrown;
  }
  let leave = (): void => undefined;
  const gone = new Promise<typeof GONE>((resolve) => {
    leave = () => resolve(GONE);
  });
  return { index, reserved, handle, api, gone, leave, running: undefined, alive: true };
}

/**
 * Nobody waits for the answers: a worker deep in DuckDB gives them late, and what a peer asks
 * through its end of the channel waits there until then.
 */
export function linkMembers(a: Member, b: Member, runtime: Runtime): void {
  const { port1, port2 } = runtime.createChannel();
  const connected = Promise.all([
    a.api.connect(b.index, transfer(port1, [port1])),
    b.api.connect(a.index, transfer(port2, [port2])),
  ]);
  // A worker that is gone by now is noticed by its exit.
  connected.catch(() => undefined);
}

export const lost = (reason: string): EngineFailure =>
  operationalError('worker-lost', 'A worker stopped while it was working.', {
    hint: 'Its task is tried again on another one; finished work is kept.',
    detail: reason,
  });
