/** The engines of the tab and of the computer as one: questions go to the place that was chosen. */
import type { EngineClient, Place } from '../session/engine-client.ts';

type Started = Awaited<ReturnType<EngineClient['start']>>;

/** Rows that are open stay with the engine that has them, whatever is chosen afterwards. */
export function routeEngine(
  engines: Readonly<Record<Place, EngineClient>>,
  placeNow: () => Place,
): EngineClient {
  const started = new Map<Place, Started>();
  const holders = new Map<string, EngineClient>();
  const here = (): EngineClient => engines[placeNow()];
  const both = async (work: (engine: EngineClient) => Promise<void>): Promise<void> => {
    await Promise.all([work(engines.tab), work(engines.computer)]);
  };
  return {
    start: async (onPhase) => {
      const place = placeNow();
      const before = started.get(place);
      // Starting it again would throw away what it has computed.
      if (before !== undefined) return before;
      const answer = await engines[place].start((phase) => {
        if (placeNow() === place) onPhase(phase);
      });
      if (answer.ok) started.set(place, answer);
      return answer;
    },
    onLost: (listener) => {
      for (const place of ['tab', 'computer'] as const) {
        engines[place].onLost((error) => {
          started.delete(place);
          if (placeNow() === place) listener(error);
        });
      }
    },
    giveFiles: (files) => engines.tab.giveFiles(files),
    check: (question) => here().check(question),
    preview: (question) => here().preview(question),
    run: (question, onEvent) => here().run(question, onEvent),
    openRows: async (question, onEvent) => {
      const engine = here();
      const answer = await engine.openRows(question, onEvent);
      if (answer.ok) holders.set(answer.value.id, engine);
      return answer;
    },
    count: (question, onCounts) => here().count(question, onCounts),
    nulls: (question) => here().nulls(question),
    readRows: (id, from, count) => (holders.get(id) ?? here()).readRows(id, from, count),
    closeRows: async (id) => {
      const engine = holders.get(id) ?? here();
      holders.delete(id);
      await engine.closeRows(id);
    },
    profile: (question) => here().profile(question),
    values: (question) => here().values(question),
    failingRows: (question) => here().failingRows(question),
    sql: (question) => here().sql(question),
    export: (question) => here().export(question),
    lineage: (question) => here().lineage(question),
    usages: (question, column) => here().usages(question, column),
    rename: (question, column, to) => here().rename(question, column, to),
    // What was begun before another place was chosen is ended, too.
    cancel: (what) => both((engine) => engine.cancel(what)),
  };
}
