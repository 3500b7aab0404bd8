/**
 * The engine of this computer behind the host: each tab has its own questions, tabs on the same document
 * share an engine, and a run that writes goes on when its tab is closed.
 */
import { availableParallelism } from 'node:os';
import type { z } from 'zod';
import { unwrap, userError } from '../../../engine/contract/errors.ts';
import { parseDocumentValue } from '../../../engine/document/parse.ts';
import type { Question } from '../../../engine/run/engine-questions.ts';
import { createEngineService } from '../../../engine/run/engine-service.ts';
import type { EngineService } from '../../../engine/run/engine-service.ts';
import type { ENGINE_METHODS } from '../api/engine-methods.ts';
import type { HostCaller } from '../api/host-api.ts';
import type { EnginePart } from '../host-part.ts';
import type { HostServices } from '../host-services.ts';
import { createEngineShelf } from './engine-shelf.ts';
import type { EngineShelf } from './engine-shelf.ts';
import { createRuns } from './runs.ts';

export interface EnginePartOptions {
  /** Threads and bytes of every engine; absent: as the person's settings say. */
  readonly workers?: number | undefined;
  readonly memory?: number | undefined;
  /** Folder of the built workers; absent: that of the running program. */
  readonly programs?: URL | undefined;
  readonly shelf?: EngineShelf;
}

type Services = Pick<HostServices, 'access' | 'credentials' | 'jobs' | 'settings'>;

type Sent = z.output<(typeof ENGINE_METHODS)['engine.check']['params']>;

interface HostQuestion extends Question {
  readonly file?: string | undefined;
  readonly documentId?: string | undefined;
}

/** What one tab has begun. */
interface Tab {
  readonly service: EngineService<HostQuestion>;
  /** By the rows that keep their engine open. */
  readonly holds: Map<string, () => void>;
}

export function createEnginePart(services: Services, options: EnginePartOptions = {}): EnginePart {
  const { access, credentials, jobs, settings } = services;
  const shelf = options.shelf ?? createEngineShelf();
  const runs = createRuns(jobs);
  const tabs = new Map<string, Tab>();

  const limits = async () => {
    const own = await settings.get();
    return {
      workers: options.workers ?? own.workers ?? availableParallelism(),
      memory: options.memory ?? own.memory,
    };
  };

  const open = async ({ file, documentId }: HostQuestion) => {
    const [files, given, { openHostEngine }] = await Promise.all([
      access.forEngine(file),
      limits(),
      // With DuckDB behind it: not before somebody asks.
      import('./open-host-engine.ts'),
    ]);
    return openHostEngine({
      files,
      credentials: credentials.forDocument({ file, documentId }),
      programs: options.programs,
      ...given,
    });
  };

  const tabOf = ({ id }: HostCaller): Tab => {
    const there = tabs.get(id);
    if (there !== undefined) return there;
    const service = createEngineService<HostQuestion>((question, work) =>
      shelf.use(keyOf(question), () => open(question), work),
    );
    const tab = { service, holds: new Map<string, () => void>() };
    tabs.set(id, tab);
    return tab;
  };
  const ask = (caller: HostCaller) => tabOf(caller).service.questions;

  return {
    handlers: {
      'engine.start': async (_params, { onProgress }) => {
        const { workers } = await limits();
        onProgress({ workers });
        return { workers };
      },
      'engine.check': async (sent, { caller }) => unwrap(await ask(caller).check(understood(sent))),
      'engine.preview': async (sent, { caller }) =>
        unwrap(await ask(caller).preview(understood(sent))),
      'engine.run': async (sent, { caller, onProgress }) => {
        // Now: by the time that it begins, its tab may be gone.
        const { questions } = tabOf(caller).service;
        const question = understood(sent);
        const { file } = question;
        const location = file === undefined ? undefined : await access.locationOf(file);
        const name = question.document.name;
        return unwrap(
          await runs.record({ name, location }, (signal) =>
            questions.run(question, onProgress, signal),
          ),
        );
      },
      'engine.openRows': async (sent, { caller, onProgress }) => {
        const { service, holds } = tabOf(caller);
        const question = understood(sent);
        const rows = unwrap(await service.questions.openRows(question, onProgress));
        // Its tab went away just now: nobody else will close them.
        if (!tabs.has(caller.id)) await service.questions.closeRows(rows.id);
        else holds.set(rows.id, shelf.hold(keyOf(question)));
        return rows;
      },
      'engine.count': async (sent, { caller, onProgress }) =>
        unwrap(await ask(caller).count(understood(sent), onProgress)),
      'engine.nulls': async (sent, { caller }) => unwrap(await ask(caller).nulls(understood(sent))),
      'engine.readRows': async ({ id, from, count }, { caller }) =>
        unwrap(await ask(caller).readRows(id, from, count)),
      'engine.closeRows': async ({ id }, { caller }) => {
        const { service, holds } = tabOf(caller);
        await service.questions.closeRows(id);
        holds.get(id)?.();
        holds.delete(id);
        return null;
      },
      'engine.profile': async (sent, { caller }) =>
        unwrap(await ask(caller).profile(understood(sent))),
      'engine.values': async (sent, { caller }) =>
        unwrap(await ask(caller).values(understood(sent))),
      'engine.failingRows': async (sent, { caller }) =>
        unwrap(await ask(caller).failingRows(understood(sent))),
      'engine.sql': async (sent, { caller }) => unwrap(await ask(caller).sql(understood(sent))),
      'engine.export': async (sent, { caller }) =>
        unwrap(await ask(caller).export(understood(sent))),
      'engine.lineage': async (sent, { caller }) =>
        unwrap(await ask(caller).lineage(understood(sent))),
      'engine.usages': async ({ question, column }, { caller }) =>
        unwrap(await ask(caller).usages(understood(question), column as never)),
      'engine.rename': async ({ question, column, to }, { caller }) =>
        unwrap(await ask(caller).rename(understood(question), column as never, to)),
      'engine.cancel': async ({ what }, { caller }) => {
        await ask(caller).cancel(what);
        return null;
      },
      'engine.cancelJob': ({ id }) => {
        runs.cancel(id);
        return null;
      },
    },
    leave: async ({ id }) => {
      const tab = tabs.get(id);
      tabs.delete(id);
      if (tab === undefined) return;
      await tab.service.leave();
      for (const release of tab.holds.values()) release();
    },
    close: async () => {
      await runs.close();
      await Promise.all([...tabs.values()].map(({ service }) => service.leave()));
      await shelf.close();
    },
  };
}

/** Credentials are granted to documents, so that no two of them may share an engine. */
const keyOf = ({ file = '', documentId = '' }: HostQuestion): string => `${file} ${documentId}`;

/**
 * The same question about a document that is known to be one.
 *
 * @throws user `invalid-document`
 */
function understood<S extends Sent>(sent: S): S & Question {
  const parsed = parseDocumentValue(sent.document);
  if (parsed.ok) return { ...sent, document: parsed.document };
  throw userError('invalid-document', 'What is to be run is not a valid pipeline.', {
    diagnostics: parsed.diagnostics,
  });
}
