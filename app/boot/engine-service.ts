/** The engine's coordinator, in a worker of its own so that the page never waits for it. */
import { expose, transfer } from 'comlink';
import { asResult, operationalError } from '../../engine/contract/errors.ts';
import { loadExpressionParser } from '../../engine/expression/parser.ts';
import { createEngine } from '../../engine/run/engine.ts';
import { createEngineService } from '../../engine/run/engine-service.ts';
import type { ServedEngine } from '../../engine/run/engine-service.ts';
import { createWarmUp } from '../../engine/run/warm-up.ts';
import type { BrowserStart } from '../../engine/runtime/browser-start.ts';
import { createBrowserRuntime } from '../../engine/runtime/browser.ts';
import type { PageFile } from '../../engine/runtime/browser.ts';
import { registry } from '../../nodes/registry.ts';
import type { EngineWorkerApi } from './engine-worker-api.ts';

const files = new Map<string, File | PageFile>();
let served: ServedEngine | undefined;

/** @param start what was begun with before this module was there */
export function serve(port: MessagePort, start: BrowserStart): void {
  // It is needed with the first question; when it fails, that one tells.
  loadExpressionParser().catch(() => undefined);
  expose(createApi(start), port);
}

function createApi(browser: BrowserStart): EngineWorkerApi {
  const { questions, forgetRows } = createEngineService((_question, work) => work(started()));
  return {
    ...questions,
    start: (options, onPhase) =>
      asResult(async () => {
        // Started again: what the engine before held goes with it.
        forgetRows();
        await served?.engine.close();
        served = undefined;
        const runtime = createBrowserRuntime({ files, start: browser });
        const workers = options.workers ?? runtime.defaultWorkers();
        browser.onLoading((bytes, total) => onPhase({ kind: 'loading', bytes, total }));
        await runtime.compileModule();
        onPhase({ kind: 'starting' });
        const engine = await createEngine({ runtime, registry, workers, reserve: true });
        // One worker is enough for the first rows.
        served = { engine, warmUp: createWarmUp(() => void engine.warm()) };
        return { workers };
      }),
    giveFiles: async (given) => {
      files.clear();
      for (const [path, file] of given) files.set(path, file);
    },
    run: (question, onEvent) => questions.run(question, onEvent),
    readRows: async (id, from, count) => {
      const answer = await questions.readRows(id, from, count);
      return answer.ok ? transfer(answer, [answer.value.buffer]) : answer;
    },
  };
}

function started(): ServedEngine {
  if (served !== undefined) return served;
  throw operationalError('engine-closed', 'The engine is not running.', {
    hint: 'Reload the page.',
  });
}
