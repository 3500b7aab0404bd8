/** Entry of the thread that has native DuckDB. Members of the pool come and go by messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { expose } from 'comlink';
import { createNodeWorkerRuntime } from '../runtime/node-worker-runtime.ts';
import type { ToNativeThread } from '../runtime/native-thread.ts';
import { throughGate, type StatementGate } from '../runtime/statement-gate.ts';
import { nodeBindings } from '../worker/duckdb/node-bindings.ts';
import { scanCsvChunk } from '../worker/readers/csv/scan-csv-chunk.ts';
import { cutSplit } from '../worker/readers/cut-split.ts';
import { describeSource } from '../worker/readers/describe-source.ts';
import { openSplit } from '../worker/readers/open-split.ts';
import { createTaskWorker } from '../worker/task-worker.ts';
import { prepareEncoder } from '../worker/writers/encode-rows.ts';
import { writeFile } from '../worker/writers/write-file.ts';
import { createNativeEngine, type NativeMember } from './native-worker.ts';

const { threads, credentials, gate } = workerData as {
  readonly threads: number;
  /** Where credentials of databases are asked for. */
  readonly credentials: MessagePort;
  readonly gate: StatementGate;
};
const runtime = createNodeWorkerRuntime(credentials);
const engine = createNativeEngine({
  runtime,
  threads,
  during: throughGate(gate),
  createWasmWorker: () =>
    createTaskWorker({
      bindings: nodeBindings(),
      runtime,
      openSplit,
      prepareEncoder,
      cutSplit,
      writeFile,
      describeSource,
      scanChunk: scanCsvChunk,
    }),
});
/** Members that have yet to end: a statement may still run. */
const leaving = new Set<Promise<void>>();
const members = new Map<number, { readonly member: NativeMember; readonly port: MessagePort }>();

function leave(index: number): void {
  const found = members.get(index);
  if (found === undefined) return;
  members.delete(index);
  const left = found.member.leave().finally(() => {
    leaving.delete(left);
    found.port.close();
  });
  leaving.add(left);
}

parentPort?.on('message', (message: ToNativeThread) => {
  switch (message.kind) {
    case 'join': {
      const { index, port } = message;
      const member = engine.addMember();
      members.set(index, { member, port });
      expose(member.api, port);
      return;
    }
    case 'leave':
      leave(message.index);
      return;
    case 'close':
      for (const index of [...members.keys()]) leave(index);
      void Promise.all(leaving)
        .then(() => engine.close())
        // Nothing is left that would keep the thread.
        .finally(() => {
          credentials.close();
          parentPort?.close();
        });
      return;
  }
});
