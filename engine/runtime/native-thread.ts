/** The thread that has native DuckDB: started for the first member of a pool, ended after the last. */
import { Worker } from 'node:worker_threads';
import type { CredentialSource } from '../contract/credential.ts';
import { operationalError } from '../contract/errors.ts';
import { serveCredentials } from './databases/credential-port.ts';
import type { WorkerHandle } from './runtime.ts';
import { createGate, isBusy, shutGate, type StatementGate } from './statement-gate.ts';

export type ToNativeThread =
  | { readonly kind: 'join'; readonly index: number; readonly port: MessagePort }
  | { readonly kind: 'leave'; readonly index: number }
  | { readonly kind: 'close' };

/** How long statements that were interrupted may take to end before nobody waits for them. */
const CLOSE_MILLISECONDS = 10_000;

interface Thread {
  readonly worker: Worker;
  readonly gate: StatementGate;
  readonly members: Set<number>;
  readonly exited: Promise<void>;
  readonly listeners: Map<number, (reason: string) => void>;
}

/** @param patience milliseconds that a thread has for its end before it is left to itself */
export function createNativeThread(
  url: URL,
  threads: number,
  credentials: CredentialSource,
  patience = CLOSE_MILLISECONDS,
): { readonly spawnWorker: (index: number) => Promise<WorkerHandle> } {
  let thread: Thread | undefined;

  const start = (): Thread => {
    const asking = new MessageChannel();
    serveCredentials(asking.port1, credentials);
    const gate = createGate();
    const worker = new Worker(url, {
      name: 'sluice native',
      workerData: { threads, credentials: asking.port2, gate },
      transferList: [asking.port2 as never],
      stdout: true,
    });
    worker.stdout.on('data', (chunk: Uint8Array) => process.stderr.write(chunk));
    const listeners = new Map<number, (reason: string) => void>();
    let reason = 'the thread ended';
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    const exited = new Promise<void>((resolve) => {
      worker.on('exit', () => {
        if (thread?.worker === worker) thread = undefined;
        asking.port1.close();
        live.delete(gate);
        for (const listener of listeners.values()) listener(reason);
        resolve();
      });
    });
    keepForExit(gate);
    return { worker, gate, members: new Set(), exited, listeners };
  };

  const post = ({ worker }: Thread, message: ToNativeThread): void =>
    worker.postMessage(message, message.kind === 'join' ? [message.port as never] : []);

  const end = async (ended: Thread): Promise<void> => {
    if (thread === ended) thread = undefined;
    post(ended, { kind: 'close' });
    let timer: NodeJS.Timeout | undefined;
    const abandoned = new Promise<void>((resolve) => {
      timer = setInterval(() => {
        if (shutGate(ended.gate)) {
          clearInterval(timer);
          void ended.worker.terminate();
          return;
        }
        // Its statement does not hear that it is interrupted. The thread ends when it returns.
        ended.worker.unref();
        timer?.unref();
        resolve();
      }, patience);
    });
    void ended.exited.then(() => clearInterval(timer));
    await Promise.race([ended.exited, abandoned]);
  };

  return {
    spawnWorker: async (index) => {
      const own = (thread ??= start());
      own.members.add(index);
      const { port1, port2 } = new MessageChannel();
      await online(own, url);
      post(own, { kind: 'join', index, port: port2 });
      return {
        port: port1,
        terminate: async () => {
          own.listeners.delete(index);
          if (!own.members.delete(index)) return;
          port1.close();
          if (own.members.size === 0) await end(own);
          else post(own, { kind: 'leave', index });
        },
        onExit: (listener) => own.listeners.set(index, listener),
      };
    },
  };
}

const live = new Set<StatementGate>();
let hooked = false;

/**
 * A process that exits waits for the statements of its threads, for hours if need be, and is aborted
 * behind them. The hook comes after the one that removes spilled blocks, since a pool makes their
 * folder first.
 */
function keepForExit(gate: StatementGate): void {
  live.add(gate);
  if (hooked) return;
  hooked = true;
  process.on('exit', () => {
    if ([...live].some(isBusy)) process.kill(process.pid, 'SIGKILL');
  });
}

const started = new WeakSet<Worker>();

async function online({ worker }: Thread, url: URL): Promise<void> {
  if (started.has(worker)) return;
  await new Promise<void>((resolve, reject) => {
    worker.once('online', resolve);
    worker.once('error', (cause) =>
      reject(
        operationalError(
          'worker-not-started',
          'The thread of native DuckDB could not be started.',
          {
            hint: 'Run with --engine wasm, or install the package again.',
            detail: `${url.href}: ${String(cause)}`,
          },
        ),
      ),
    );
  });
  started.add(worker);
}
