/** Entry of a pool worker in the browser. */
import { expose } from 'comlink';
import { createBrowserWorkerRuntime } from '../runtime/browser-worker-runtime.ts';
import { browserBindings } from './duckdb/browser-bindings.ts';
import { createTaskWorker } from './task-worker.ts';
import { describeSource } from './readers/describe-source.ts';
import { openSplit } from './readers/open-split.ts';
import { internalError } from '../contract/errors.ts';

expose(
  createTaskWorker({
    bindings: browserBindings(),
    runtime: createBrowserWorkerRuntime(),
    openSplit,
    encodeRows: () => {
      throw internalError('writers are not built in');
    },
    writeFile: () => {
      throw internalError('writers are not built in');
    },
    describeSource,
  }),
);
