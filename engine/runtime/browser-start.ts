/** What a browser needs most time for: DuckDB's module, and a worker with its scripts. */
import moduleUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import { operationalError } from '../contract/errors.ts';
import { watchLife } from './browser-life.ts';
import type { WorkerHandle } from './runtime.ts';

/** Of the module; the build knows it, while a server that compresses does not tell. */
declare const DUCKDB_MODULE_BYTES: number;

export interface BrowserStart {
  readonly compileModule: () => Promise<WebAssembly.Module>;
  /** What has come of the module: at once, and with every further hundredth. Replaces the one before. */
  readonly onLoading: (listener: LoadingListener) => void;
  readonly spawnWorker: (index: number) => WorkerHandle;
}

type LoadingListener = (bytes: number, total: number) => void;

/** Begins with both at once, whoever will ask for them; light, so that it can come before all else. */
export function startBrowser(): BrowserStart {
  let module: Promise<WebAssembly.Module> | undefined;
  let loaded = 0;
  let tell: LoadingListener | undefined;
  const onBytes = (bytes: number): void => {
    const before = loaded;
    loaded = bytes;
    if (hundredths(before) < hundredths(loaded)) tell?.(loaded, DUCKDB_MODULE_BYTES);
  };
  const compileOnce = (): Promise<WebAssembly.Module> => {
    if (module === undefined) {
      loaded = 0;
      module = compileModule(onBytes);
      // A failed download may succeed when tried again.
      module.catch(() => (module = undefined));
    }
    return module;
  };
  void compileOnce();
  let spare: WorkerHandle | undefined = spawnWorker(0);
  return {
    compileModule: compileOnce,
    onLoading: (listener) => {
      tell = listener;
      listener(loaded, DUCKDB_MODULE_BYTES);
    },
    spawnWorker: (index) => {
      const worker = spare ?? spawnWorker(index);
      spare = undefined;
      return worker;
    },
  };
}

const hundredths = (bytes: number): number => Math.floor((bytes / DUCKDB_MODULE_BYTES) * 100);

/** About 300 ms, while it downloads; the module is posted to every worker. */
async function compileModule(onBytes: (bytes: number) => void): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compileStreaming(counted(await fetch(moduleUrl), onBytes));
  } catch (cause) {
    throw operationalError('duckdb-not-started', 'DuckDB could not be loaded.', {
      hint: 'Check the connection to the server that this page came from, then reload.',
      detail: `${moduleUrl}: ${String(cause)}`,
    });
  }
}

/**
 * The same response, which tells how many bytes have come. Of the type that streaming wants: many static
 * hosts do not know it.
 */
function counted(response: Response, onBytes: (bytes: number) => void): Response {
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      bytes += chunk.length;
      onBytes(bytes);
      controller.enqueue(chunk);
    },
  });
  const headers = { 'Content-Type': 'application/wasm' };
  return new Response(response.body?.pipeThrough(counter), { status: response.status, headers });
}

function spawnWorker(index: number): WorkerHandle {
  const worker = new Worker(new URL('../worker/browser.worker.ts', import.meta.url), {
    type: 'module',
    name: `sluice worker ${index}`,
  });
  let exitListener: ((reason: string) => void) | undefined;
  let reason: string | undefined;
  const exit = (why: string): void => {
    if (reason !== undefined) return;
    reason = why;
    exitListener?.(why);
  };
  worker.addEventListener('error', ({ message }) => {
    exit(message === '' ? 'its script could not be loaded' : message);
  });
  watchLife(worker, () => exit('the browser ended it'));
  return {
    port: worker,
    terminate: async () => worker.terminate(),
    onExit: (listener) => {
      exitListener = listener;
      if (reason !== undefined) listener(reason);
    },
  };
}
