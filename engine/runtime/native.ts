/** The engine's surroundings in Node with native DuckDB behind the workers. */
import { availableParallelism } from 'node:os';
import { createNativeThread } from './native-thread.ts';
import { createNodeCredentials } from './node-credentials.ts';
import { createNodeRuntime, type NodeRuntimeOptions } from './node.ts';
import type { Runtime } from './runtime.ts';

export interface NativeRuntimeOptions extends Omit<NodeRuntimeOptions, 'parquetExtension'> {
  /** Threads that compute. Default: the machine's cores. */
  readonly threads?: number;
}

/**
 * For engines of one worker, whose statements run on many threads by themselves. A reserve shares its
 * instance.
 */
export function createNativeRuntime(options: NativeRuntimeOptions): Runtime {
  const { threads = availableParallelism(), ...rest } = options;
  const credentials = options.credentials ?? createNodeCredentials({ env: process.env });
  const url = options.workerUrl ?? new URL('./native-worker.js', import.meta.url);
  return {
    ...createNodeRuntime({ ...rest, credentials }),
    wholeStatements: true,
    ...createNativeThread(url, threads, credentials),
    compileModule: () => Promise.resolve(undefined),
    parquetExtension: () => Promise.resolve(undefined),
    defaultWorkers: () => 1,
  };
}

/** Whether native DuckDB can be loaded on this platform. */
export async function hasNative(): Promise<boolean> {
  try {
    await import('@duckdb/node-api');
    return true;
  } catch {
    return false;
  }
}
