/** What a task worker needs of Node. */
import { crc32 as zlibCrc32 } from 'node:zlib';
import { createNodeBytes } from './node-bytes.ts';
import { openNodeOutput } from './node-output.ts';
import { createNodeSpillFile } from './node-spill.ts';
import type { WorkerRuntime } from './runtime.ts';

export const createNodeWorkerRuntime = (): WorkerRuntime => ({
  keepsBytes: false,
  bytes: createNodeBytes(),
  openOutput: openNodeOutput,
  createSpillFile: createNodeSpillFile,
  crc32: (bytes) => zlibCrc32(bytes),
});
