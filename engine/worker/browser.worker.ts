/** Entry of a pool worker in the browser. */
import { expose } from 'comlink';
import { showLife } from '../runtime/browser-life.ts';
import { createBrowserWorkerRuntime } from '../runtime/browser-worker-runtime.ts';
import { browserBindings } from './duckdb/browser-bindings.ts';
import { createTaskWorker } from './task-worker.ts';
import { scanCsvChunk } from './readers/csv/scan-csv-chunk.ts';
import { cutSplit } from './readers/cut-split.ts';
import { describeSource } from './readers/describe-source.ts';
import { openSplit } from './readers/open-split.ts';
import { prepareEncoder } from './writers/encode-rows.ts';
import { writeFile } from './writers/write-file.ts';

showLife((sign) => postMessage(sign));
expose(
  createTaskWorker({
    bindings: browserBindings(),
    runtime: createBrowserWorkerRuntime(),
    openSplit,
    prepareEncoder,
    cutSplit,
    writeFile,
    describeSource,
    scanChunk: scanCsvChunk,
  }),
);
