/** The engine's worker as the page uses it: calls become messages, a dead worker becomes an error. */
import { proxy, wrap } from 'comlink';
import { operationalError } from '../../engine/contract/errors.ts';
import type { Result } from '../../engine/contract/errors.ts';
import type { EngineClient } from '../runner/engine-client.ts';
import type { EngineWorkerApi, StartOptions } from './engine-worker-api.ts';

export function createEngineClient(options: StartOptions): EngineClient {
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'sluice engine',
  });
  const api = wrap<EngineWorkerApi>(worker);
  // comlink waits for ever for a worker that has died.
  const died = new Promise<Result<never>>((resolve) => {
    worker.addEventListener('error', (event) => {
      const { error } = operationalError('worker-lost', 'The engine stopped unexpectedly.', {
        hint: 'Reload the page.',
        detail: event.message === '' ? 'its script could not be loaded' : event.message,
      });
      resolve({ ok: false, error });
    });
  });
  return {
    start: (onPhase) => Promise.race([api.start(options, proxy(onPhase)), died]),
    giveFiles: (files) => api.giveFiles(files),
    check: (document, parameters) => Promise.race([api.check(document, parameters), died]),
    preview: (document, parameters, target, rows) =>
      Promise.race([api.preview(document, parameters, target, rows), died]),
    run: (document, parameters, onEvent) =>
      Promise.race([api.run(document, parameters, proxy(onEvent)), died]),
    cancel: (what) => api.cancel(what),
  };
}
