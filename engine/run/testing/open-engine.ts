/** A real engine for tests: worker threads, DuckDB, files. Needs the built worker (`npm run build:node`). */
import { registry } from '../../../nodes/registry.ts';
import { createNodeRuntime } from '../../runtime/node.ts';
import { createEngine } from '../engine.ts';
import type { Engine } from '../engine-api.ts';

/** @param baseDirectory folder that relative paths start from */
export const openTestEngine = (
  baseDirectory: string,
  options: { readonly workers?: number; readonly memory?: number } = {},
): Promise<Engine> =>
  createEngine({
    registry,
    runtime: createNodeRuntime({
      baseDirectory,
      workerUrl: new URL('../../../dist/node/worker.js', import.meta.url),
    }),
    workers: options.workers ?? 2,
    memory: options.memory ?? 2 << 30,
  });
