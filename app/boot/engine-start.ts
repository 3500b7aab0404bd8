/**
 * The engine's worker. The page has a script tag of its own for this module, before that of the studio:
 * the worker loads DuckDB while the page loads itself.
 */
import { watchLife } from '../../engine/runtime/browser-life.ts';
import { isHosted } from './host-sign.ts';

export interface EngineWorker {
  /** Speaks comlink. */
  readonly port: MessagePort;
  readonly terminate: () => void;
  /** Why it ended, once it has: nothing else tells. */
  readonly ended: Promise<string>;
}

/**
 * From a host everything is there at once, and the worker would only take the page's time: it starts with
 * the studio. From far away both wait for the network.
 */
let started: EngineWorker | undefined = isHosted() ? undefined : startWorker();

/** The worker that was started with the page; another one whenever this is called again. */
export function takeEngineWorker(): EngineWorker {
  const worker = started ?? startWorker();
  started = undefined;
  return worker;
}

function startWorker(): EngineWorker {
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'sluice engine',
  });
  const ended = new Promise<string>((resolve) => {
    worker.addEventListener('error', ({ message }) => {
      resolve(message === '' ? 'its script could not be loaded' : message);
    });
    watchLife(worker, () => resolve('the browser ended it'));
  });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(port2, [port2]);
  return { port: port1, terminate: () => worker.terminate(), ended };
}
