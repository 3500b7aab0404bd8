/** The engine's coordinator, in a worker of its own so that the page never waits for it. */
import { expose, transfer } from 'comlink';
import { asResult, operationalError, userError } from '../../engine/contract/errors.ts';
import { loadExpressionParser } from '../../engine/expression/parser.ts';
import { createEngine } from '../../engine/run/engine.ts';
import type { Engine, OpenedRows } from '../../engine/run/engine-api.ts';
import type { BrowserStart } from '../../engine/runtime/browser-start.ts';
import { createBrowserRuntime } from '../../engine/runtime/browser.ts';
import type { PageFile } from '../../engine/runtime/browser.ts';
import { registry } from '../../nodes/registry.ts';
import type { OpenedRows as OpenAnswer } from '../session/engine-client.ts';
import type { EngineWorkerApi } from './engine-worker-api.ts';
import { createWarmUp } from './warm-up.ts';
import type { WarmUp } from './warm-up.ts';

const files = new Map<string, File | PageFile>();
type Cancellable = Parameters<EngineWorkerApi['cancel']>[0];
const running = new Map<Cancellable, Set<AbortController>>();
const opened = new Map<string, OpenedRows>();
let openings = 0;
/** An engine that took the place of one that was lost must not answer for its rows. */
const born = Date.now().toString(36);
let engine: Engine | undefined;
let warmUp: WarmUp | undefined;

/** @param start what was begun with before this module was there */
export function serve(port: MessagePort, start: BrowserStart): void {
  // It is needed with the first question; when it fails, that one tells.
  loadExpressionParser().catch(() => undefined);
  expose(createApi(start), port);
}

const createApi = (browser: BrowserStart): EngineWorkerApi => ({
  start: (options, onPhase) =>
    asResult(async () => {
      // Started again: what the engine before held goes with it.
      opened.clear();
      await engine?.close();
      engine = undefined;
      const runtime = createBrowserRuntime({ files, start: browser });
      const workers = options.workers ?? runtime.defaultWorkers();
      browser.onLoading((bytes, total) => onPhase({ kind: 'loading', bytes, total }));
      await runtime.compileModule();
      onPhase({ kind: 'starting' });
      const created = await createEngine({ runtime, registry, workers, reserve: true });
      engine = created;
      // One worker is enough for the first rows.
      warmUp = createWarmUp(() => void created.warm());
      return { workers };
    }),
  giveFiles: async (given) => {
    files.clear();
    for (const [path, file] of given) files.set(path, file);
  },
  check: ({ document, parameters }) =>
    light(() => asResult(() => started().check(document, { parameters, sample: true }))),
  preview: ({ document, parameters, target, rows }) =>
    light(() =>
      cancellable('preview', async (signal) => {
        const options = { parameters, target, rows, signal, sample: true };
        return started().preview(document, options);
      }),
    ),
  run: ({ document, parameters }, onEvent) =>
    cancellable('run', (signal) => withAll().run(document, { parameters, signal, onEvent })),
  openRows: ({ document, parameters, target }, onEvent) =>
    cancellable('run', async (signal) => {
      const options = { parameters, target, signal, onEvent };
      return keepRows(await withAll().open(document, options));
    }),
  count: ({ target, outputs, document, ...given }, onCounts) =>
    cancellable(
      'count',
      (signal) => {
        const targets = target === undefined ? {} : { targets: [target] };
        const only = outputs === undefined ? {} : { outputs };
        return withAll().count(document, { ...given, ...targets, ...only, signal, onCounts });
      },
      () => undefined,
    ),
  nulls: ({ document, parameters, target }) =>
    cancellable(
      'count',
      (signal) => {
        const targets = target === undefined ? {} : { targets: [target] };
        return withAll().nulls(document, { parameters, signal, ...targets });
      },
      () => undefined,
    ),
  readRows: async (id, from, count) => {
    const answer = await asResult(async () => openedRows(id).read(from, count));
    return answer.ok ? transfer(answer, [answer.value.buffer]) : answer;
  },
  closeRows: async (id) => {
    const rows = opened.get(id);
    opened.delete(id);
    await rows?.close();
  },
  profile: ({ document, parameters, target, columns, of }) =>
    cancellable('profile', (signal) => {
      const sample = of === 'preview';
      return withAll().profile(document, { parameters, target, columns, sample, signal });
    }),
  values: ({ document, parameters, target, column }) =>
    light(() =>
      asResult(() => started().values(document, { parameters, target, column, sample: true })),
    ),
  failingRows: ({ document, parameters, step, inAllRows }) =>
    cancellable('failure', (signal) => {
      const sample = inAllRows !== true;
      return started().failingRows(document, { parameters, step, sample, signal });
    }),
  sql: ({ document, parameters, target }) =>
    asResult(() => started().sql(document, { parameters, target, sample: true })),
  export: ({ document, parameters, target }) =>
    cancellable('export', (signal) => started().export(document, { parameters, target, signal })),
  lineage: ({ document, parameters, target }) =>
    asResult(() => started().lineage(document, { parameters, target })),
  usages: ({ document, parameters }, column) =>
    asResult(() => started().usages(document, column, { parameters })),
  rename: ({ document, parameters }, column, to) =>
    asResult(() => started().renameColumn(document, column, to, { parameters })),
  cancel: async (what) => endAll(what),
});

/** @param before what becomes of others of its kind: by default, a new one ends them */
function cancellable<T>(
  what: Cancellable,
  work: (signal: AbortSignal) => Promise<T>,
  before: (what: Cancellable) => void = endAll,
) {
  before(what);
  const controller = new AbortController();
  const others = running.get(what) ?? new Set();
  running.set(what, others.add(controller));
  return asResult(() => work(controller.signal)).finally(() => others.delete(controller));
}

function endAll(what: Cancellable): void {
  for (const controller of running.get(what) ?? []) controller.abort();
}

function keepRows(rows: OpenedRows): OpenAnswer {
  openings += 1;
  const id = `rows-${born}-${openings}`;
  opened.set(id, rows);
  return { id, target: rows.target, schema: rows.schema, rows: rows.rows };
}

function openedRows(id: string): OpenedRows {
  const rows = opened.get(id);
  if (rows !== undefined) return rows;
  throw userError('rows-closed', 'These rows were closed.', { hint: 'Open them again.' });
}

const light = <T>(work: () => Promise<T>): Promise<T> =>
  warmUp === undefined ? work() : warmUp.after(work);

/** For work in which all workers take part. */
function withAll(): Engine {
  warmUp?.now();
  return started();
}

function started(): Engine {
  if (engine !== undefined) return engine;
  throw operationalError('engine-closed', 'The engine is not running.', {
    hint: 'Reload the page.',
  });
}
