/** Rows of all outputs that a run went through, counted behind it until something changes. */
import { inputList } from '../../engine/document/schema.ts';
import type { DocumentStore } from '../document/document-store.ts';
import type { CountQuestion, EngineClient } from './engine-client.ts';
import type { RunRecord, RunStore } from './run-store.ts';
import { changeRun } from './run-store.ts';
import type { SessionStore } from './session-store.ts';

export interface Counter {
  /**
   * Ends what is counted, before a run begins.
   * @returns counts behind that run, unless something has changed since it began
   */
  readonly prepare: (run: string) => (question: Omit<CountQuestion, 'known'>) => void;
  readonly stop: () => void;
}

export function createCounter(
  documents: DocumentStore,
  session: SessionStore,
  runs: RunStore,
  engine: EngineClient,
): Counter {
  /** Changes with everything that makes a count one of other rows than the pipeline's. */
  let turn = 0;
  let counting: number | undefined;

  const giveUp = (): void => {
    turn += 1;
    if (counting === undefined) return;
    counting = undefined;
    void engine.cancel('count');
  };

  /** What the next run is compared by. */
  const countNulls = async (run: string, question: Omit<CountQuestion, 'known'>): Promise<void> => {
    const mine = turn;
    const record = runs.getState().runs.find(({ id }) => id === run);
    if (record === undefined) return;
    if (valuesOf(record) > MOST_VALUES) {
      changeRun(runs, run, (before) => ({ ...before, hasManyValues: true }));
      return;
    }
    const answer = await engine.nulls(question);
    if (answer.ok && mine === turn)
      changeRun(runs, run, (before) => ({ ...before, nulls: answer.value }));
  };

  const stops = [
    documents.subscribe(({ document: now }, { document: before }) => {
      if (now.nodes !== before.nodes || now.parameters !== before.parameters) giveUp();
    }),
    session.subscribe((now, before) => {
      if (now.files !== before.files || now.parameters !== before.parameters) giveUp();
    }),
  ];

  return {
    prepare: (run) => {
      giveUp();
      const mine = turn;
      return (question) => {
        if (mine !== turn) return;
        counting = mine;
        const record = runs.getState().runs.find(({ id }) => id === run);
        const known = knownRows(record, question.target);
        // Where it fails, the edges it would have been about show no count.
        void engine
          .count({ ...question, known }, (counts) => {
            if (mine === turn) changeRun(runs, run, (before) => withCounts(before, counts));
          })
          .then(() => (mine === turn ? countNulls(run, question) : undefined))
          .finally(() => {
            if (counting === mine) counting = undefined;
          });
      };
    },
    stop: () => {
      giveUp();
      stops.forEach((stop) => stop());
    },
  };
}

/** What the run told itself. */
function knownRows(run: RunRecord | undefined, target: string | undefined): Map<string, number> {
  const known = new Map(run?.portRows);
  if (target !== undefined) return known;
  for (const { node, rows } of run?.written ?? []) known.set(node, (known.get(node) ?? 0) + rows);
  return known;
}

/** Of larger outputs nulls are not counted: it would take too long for what nobody has asked for. */
export const MOST_VALUES = 50_000_000;

/** Values of what a run computed, as far as it is known. */
export function valuesOf({ what, portRows, written, schemas, steps }: RunRecord): number {
  const columnsOf = (target: string): number => schemas.get(target)?.length ?? 1;
  if (what.kind === 'rows') return (portRows.get(what.target) ?? 0) * columnsOf(what.target);
  return written.reduce((sum, { node, rows }) => {
    const [input] = Object.values(steps[node]?.inputs ?? {}).flatMap(inputList);
    return sum + rows * (input === undefined ? 1 : columnsOf(fullPort(input, schemas)));
  }, 0);
}

/** `node` is its first port: the first one that is known of. */
const fullPort = (input: string, schemas: RunRecord['schemas']): string =>
  input.includes('.')
    ? input
    : ([...schemas.keys()].find((key) => key.startsWith(`${input}.`)) ?? input);

const withCounts = (run: RunRecord, counts: ReadonlyMap<string, number>): RunRecord => ({
  ...run,
  portRows: new Map([...counts, ...run.portRows]),
});
