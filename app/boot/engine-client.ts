/** The engine's worker as the page uses it: calls become messages, a dead worker becomes an error. */
import { proxy, wrap } from 'comlink';
import type { Remote } from 'comlink';
import { operationalError } from '../../engine/contract/errors.ts';
import type { EngineError, Result } from '../../engine/contract/errors.ts';
import type { PageFile } from '../../engine/runtime/browser.ts';
import type { HostFile } from '../platform/host-file.ts';
import type { EngineClient } from '../session/engine-client.ts';
import { takeEngineWorker } from './engine-start.ts';
import type { EngineWorkerApi, StartOptions } from './engine-worker-api.ts';

interface Link {
  readonly api: Remote<EngineWorkerApi>;
  /** Settles when the worker dies: comlink waits for ever for one that has. */
  readonly died: Promise<Result<never>>;
  readonly isDead: () => boolean;
}

/** @param channel on which the page answers for ranges of files of the host, where there is one */
export function createEngineClient(options: StartOptions, channel = ''): EngineClient {
  let onLost: ((error: EngineError) => void) | undefined;
  const open = (): Link => openLink((error) => onLost?.(error));
  let link = open();
  let files: ReadonlyMap<string, File | PageFile> = new Map();
  const ask = <T>(call: (api: Remote<EngineWorkerApi>) => Promise<Result<T>>): Promise<Result<T>> =>
    Promise.race([call(link.api), link.died]);
  return {
    start: async (onPhase) => {
      if (link.isDead()) {
        link = open();
        await link.api.giveFiles(files);
      }
      return ask((api) => api.start(options, proxy(onPhase)));
    },
    onLost: (listener) => {
      onLost = listener;
    },
    giveFiles: (given) => {
      files = new Map(
        [...given].map(([path, file]) => [path, 'kind' in file ? pageFile(file, channel) : file]),
      );
      return link.api.giveFiles(files);
    },
    check: (question) => ask((api) => api.check(question)),
    preview: (question) => ask((api) => api.preview(question)),
    run: (question, onEvent) => ask((api) => api.run(question, proxy(onEvent))),
    openRows: (question, onEvent) => ask((api) => api.openRows(question, proxy(onEvent))),
    count: (question, onCounts) => ask((api) => api.count(question, proxy(onCounts))),
    nulls: (question) => ask((api) => api.nulls(question)),
    readRows: (id, from, count) => ask((api) => api.readRows(id, from, count)),
    closeRows: (id) => link.api.closeRows(id),
    profile: (question) => ask((api) => api.profile(question)),
    values: (question) => ask((api) => api.values(question)),
    failingRows: (question) => ask((api) => api.failingRows(question)),
    sql: (question) => ask((api) => api.sql(question)),
    export: (question) => ask((api) => api.export(question)),
    lineage: (question) => ask((api) => api.lineage(question)),
    usages: (question, column) => ask((api) => api.usages(question, column)),
    rename: (question, column, to) => ask((api) => api.rename(question, column, to)),
    cancel: (what) => link.api.cancel(what),
  };
}

/** What of it crosses to a worker. */
const pageFile = ({ size, token, fingerprint }: HostFile, channel: string): PageFile => ({
  kind: 'page',
  channel,
  token,
  size,
  fingerprint,
});

function openLink(onLost: (error: EngineError) => void): Link {
  const worker = takeEngineWorker();
  let dead = false;
  const died = worker.ended.then((detail): Result<never> => {
    dead = true;
    // Half of it may go on.
    worker.terminate();
    const { error } = operationalError('engine-lost', 'The engine stopped unexpectedly.', {
      hint: 'Start it again. The document is not touched.',
      detail,
    });
    onLost(error);
    return { ok: false, error };
  });
  return { api: wrap<EngineWorkerApi>(worker.port), died, isDead: () => dead };
}
