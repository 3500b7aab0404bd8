/** Entry of a pool worker in Node. */
import { workerData } from 'node:worker_threads';
import { expose } from 'comlink';
import { createNodeWorkerRuntime } from '../runtime/node-worker-runtime.ts';
import { nodeBindings } from './duckdb/node-bindings.ts';
import { createTaskWorker } from './task-worker.ts';
import { scanCsvChunk } from './readers/csv/scan-csv-chunk.ts';
import { cutSplit } from './readers/cut-split.ts';
import { describeSource } from './readers/describe-source.ts';
import { openSplit } from './readers/open-split.ts';
import { prepareEncoder } from './writers/encode-rows.ts';
import { writeFile } from './writers/write-file.ts';

const { port, credentials } = workerData as {
  readonly port: MessagePort;
  /** Where credentials of databases are asked for. */
  readonly credentials: MessagePort;
};

expose(
  createTaskWorker({
    bindings: nodeBindings(),
    runtime: createNodeWorkerRuntime(credentials),
    openSplit,
    prepareEncoder,
    cutSplit,
    writeFile,
    describeSource,
    scanChunk: scanCsvChunk,
  }),
  port,
);
