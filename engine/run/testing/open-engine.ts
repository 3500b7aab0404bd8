/** A real engine for tests: worker threads, DuckDB, files. Needs the built worker (`npm run build:node`). */
import { registry } from '../../../nodes/registry.ts';
import { createNativeRuntime } from '../../runtime/native.ts';
import type { NodeRuntimeOptions } from '../../runtime/node.ts';
import { createNodeRuntime } from '../../runtime/node.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Sizing } from '../../physical/sizing.ts';
import { createEngine } from '../engine.ts';
import type { Engine, EngineOptions } from '../engine-api.ts';

/** Compiled once for all engines of a test file: the code that one has warmed up serves the next. */
let duckdb: ReturnType<Runtime['compileModule']> | undefined;

/** @param baseDirectory folder that relative paths start from */
export function openTestEngine(
  baseDirectory: string,
  options: Pick<EngineOptions, 'workers' | 'memory' | 'sizing'> &
    Pick<NodeRuntimeOptions, 'credentials'> = {},
): Promise<Engine> {
  const runtime = createNodeRuntime({
    baseDirectory,
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    workerUrl: new URL('../../../dist/node/worker.js', import.meta.url),
  });
  return createEngine({
    registry,
    runtime: { ...runtime, compileModule: () => (duckdb ??= runtime.compileModule()) },
    workers: options.workers ?? 2,
    memory: options.memory ?? 2 * 2 ** 30,
    ...(options.sizing === undefined ? {} : { sizing: options.sizing }),
  });
}

/** The same over native DuckDB. */
export const openNativeTestEngine = (
  baseDirectory: string,
  options: {
    readonly threads?: number;
    readonly memory?: number;
    readonly reserve?: boolean;
  } & Pick<NodeRuntimeOptions, 'credentials'> = {},
): Promise<Engine> =>
  createEngine({
    registry,
    runtime: createNativeRuntime({
      baseDirectory,
      threads: options.threads ?? 2,
      ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
      workerUrl: new URL('../../../dist/node/native-worker.js', import.meta.url),
    }),
    memory: options.memory ?? 2 * 2 ** 30,
    reserve: options.reserve === true,
  });

/** Sizes so small that the tests' data make many partitions. */
export const TINY: Sizing = {
  broadcastBytes: 4096,
  exchangePartitionBytes: 512,
  coalesceBytes: 1024,
  skewedBytes: 2048,
  sampleKeysBytes: 2048,
  sampledKeys: 100,
  fewestSampledKeys: 20,
  selectRanksBytes: 2048,
  singleSortBytes: 1024,
};
