/**
 * The engine of this computer behind the host: each tab has its own questions, tabs on the same document
 * share an engine, and a run that writes goes on when its tab is closed.
 */
import { unwrap } from '../../../engine/contract/errors.ts';
import { createEngineService } from '../../../engine/run/engine-service.ts';
import type { EngineService } from '../../../engine/run/engine-service.ts';
import type { HostCaller } from '../api/host-api.ts';
import type { EnginePart } from '../host-part.ts';
import type { HostServices } from '../host-services.ts';
import { type HostEngines, type HostQuestion, understood } from './host-engines.ts';
import { createRuns } from './runs.ts';

/** What one tab has begun. */
interface Tab {
  readonly service: EngineService<HostQuestion>;
  /** By the rows that keep their engine open. */
  readonly holds: Map<string, () => void>;
}

export function createEnginePart(
  { access, jobs }: Pick<HostServices, 'access' | 'jobs'>,
  engines: HostEngines,
): EnginePart {
  const runs = createRuns(jobs);
  const tabs = new Map<string, Tab>();

  const tabOf = ({ id }: HostCaller): Tab => {
    const there = tabs.get(id);
    if (there !== undefined) return there;
    const service = createEngineService<HostQuestion>(engines.use);
    const tab = { service, holds: new Map<string, () => void>() };
    tabs.set(id, tab);
    return tab;
  };
  const ask = (caller: HostCaller) => tabOf(caller).service.questions;

  return {
    handlers: {
      'engine.start': async (_params, { onProgress }) => {
        const { workers } = await engines.limits();
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
        else holds.set(rows.id, engines.hold(question));
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
      await engines.close();
    },
  };
}
