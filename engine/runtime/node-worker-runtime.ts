/** What a task worker needs of Node. */
import { crc32 as zlibCrc32 } from 'node:zlib';
import { credentialsOver } from './databases/credential-port.ts';
import { createNodeDatabaseReader } from './databases/node-database-reader.ts';
import { createNodeBytes } from './node-bytes.ts';
import { openNodeOutput } from './node-output.ts';
import { createNodeSpillFile } from './node-spill.ts';
import type { WorkerRuntime } from './runtime.ts';

/** @param credentials where they are asked for; absent: databases cannot be read */
export const createNodeWorkerRuntime = (credentials?: MessagePort): WorkerRuntime => ({
  keepsBytes: false,
  bytes: createNodeBytes(),
  openOutput: openNodeOutput,
  createSpillFile: createNodeSpillFile,
  crc32: (bytes) => zlibCrc32(bytes),
  ...(credentials === undefined
    ? {}
    : { databases: createNodeDatabaseReader(credentialsOver(credentials)) }),
});
