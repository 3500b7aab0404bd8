/** Answers the questions of one studio: what a new one ends, which rows are open, when workers start. */
import { asResult, userError } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Engine, OpenedRows } from './engine-api.ts';
import type { EngineQuestions, OpenedRows as OpenAnswer, Question } from './engine-questions.ts';
import type { WarmUp } from './warm-up.ts';

export interface ServedEngine {
  readonly engine: Engine;
  readonly warmUp: WarmUp;
}

/** Gives `work` the engine for a question, and keeps it open meanwhile. Throws `EngineFailure`. */
export type WithEngine<Q extends Question> = <T>(
  question: Q,
  work: (served: ServedEngine) => Promise<T>,
) => Promise<T>;

/** The same questions, which may say more than a tab does, such as where a document lies. */
type QuestionsOf<Q> = {
  readonly [M in keyof EngineQuestions]: EngineQuestions[M] extends (
    question: infer A extends Question,
    ...rest: infer R
  ) => infer T
    ? (question: A & Q, ...rest: R) => T
    : EngineQuestions[M];
};

export interface EngineService<Q extends Question> {
  readonly questions: Omit<QuestionsOf<Q>, 'run'> & {
    /** @param signal ends the run, too: what `cancel` and another run do is for who asked */
    readonly run: (
      question: Q,
      onEvent: Parameters<EngineQuestions['run']>[1],
      signal?: AbortSignal,
    ) => ReturnType<EngineQuestions['run']>;
  };
  /** Who asked is gone: ends everything but runs that write, which are worth finishing. */
  readonly leave: () => Promise<void>;
  /** The engine is another one, and what it held is gone. */
  readonly forgetRows: () => void;
}

type Cancellable = Parameters<EngineQuestions['cancel']>[0];

interface Work {
  readonly controller: AbortController;
  readonly outlives: boolean;
}

export function createEngineService<Q extends Question>(
  withEngine: WithEngine<Q>,
): EngineService<Q> {
  const running = new Map<Cancellable, Set<Work>>();
  const opened = new Map<string, OpenedRows>();
  let openings = 0;
  /** An engine that took the place of one that was lost must not answer for its rows. */
  const born = Date.now().toString(36);

  const endAll = (what: Cancellable): void => {
    for (const { controller } of running.get(what) ?? []) controller.abort();
  };

  /** @param before what becomes of others of its kind: by default, a new one ends them */
  function cancellable<T>(
    what: Cancellable,
    work: (signal: AbortSignal) => Promise<T>,
    { before = endAll, outlives = false } = {},
  ): Promise<Result<T>> {
    before(what);
    const own = { controller: new AbortController(), outlives };
    const others = running.get(what) ?? new Set();
    running.set(what, others.add(own));
    return asResult(() => work(own.controller.signal)).finally(() => others.delete(own));
  }

  const light = <T>(question: Q, work: (engine: Engine) => Promise<T>): Promise<T> =>
    withEngine(question, ({ engine, warmUp }) => warmUp.after(() => work(engine)));

  /** For work in which all workers take part. */
  const withAll = <T>(question: Q, work: (engine: Engine) => Promise<T>): Promise<T> =>
    withEngine(question, ({ engine, warmUp }) => {
      warmUp.now();
      return work(engine);
    });

  const plain = <T>(question: Q, work: (engine: Engine) => Promise<T>): Promise<Result<T>> =>
    asResult(() => withEngine(question, ({ engine }) => work(engine)));

  const keepRows = (rows: OpenedRows): OpenAnswer => {
    openings += 1;
    const id = `rows-${born}-${openings}`;
    opened.set(id, rows);
    return { id, target: rows.target, schema: rows.schema, rows: rows.rows };
  };

  const openedRows = (id: string): OpenedRows => {
    const rows = opened.get(id);
    if (rows !== undefined) return rows;
    throw userError('rows-closed', 'These rows were closed.', { hint: 'Open them again.' });
  };

  const closeRows = async (id: string): Promise<void> => {
    const rows = opened.get(id);
    opened.delete(id);
    await rows?.close();
  };

  const questions: EngineService<Q>['questions'] = {
    check: (question) =>
      asResult(() =>
        light(question, (engine) =>
          engine.check(question.document, { parameters: question.parameters, sample: true }),
        ),
      ),
    preview: (question) =>
      cancellable('preview', (signal) => {
        const { document, parameters, target, rows } = question;
        const options = { parameters, target, rows, signal, sample: true };
        return light(question, (engine) => engine.preview(document, options));
      }),
    run: (question, onEvent, signal) =>
      cancellable(
        'run',
        (own) => {
          const { document, parameters } = question;
          const either = signal === undefined ? own : AbortSignal.any([own, signal]);
          return withAll(question, (engine) =>
            engine.run(document, { parameters, signal: either, onEvent }),
          );
        },
        { outlives: true },
      ),
    openRows: (question, onEvent) =>
      cancellable('run', async (signal) => {
        const { document, parameters, target } = question;
        const options = { parameters, target, signal, onEvent };
        return keepRows(await withAll(question, (engine) => engine.open(document, options)));
      }),
    count: (question, onCounts) =>
      cancellable(
        'count',
        (signal) => {
          const { document, parameters, known, target, outputs } = question;
          const targets = target === undefined ? {} : { targets: [target] };
          const only = outputs === undefined ? {} : { outputs };
          const options = { parameters, known, ...targets, ...only, signal, onCounts };
          return withAll(question, (engine) => engine.count(document, options));
        },
        { before: () => undefined },
      ),
    nulls: (question) =>
      cancellable(
        'count',
        (signal) => {
          const { document, parameters, target } = question;
          const targets = target === undefined ? {} : { targets: [target] };
          return withAll(question, (engine) =>
            engine.nulls(document, { parameters, signal, ...targets }),
          );
        },
        { before: () => undefined },
      ),
    readRows: (id, from, count) => asResult(async () => openedRows(id).read(from, count)),
    closeRows,
    profile: (question) =>
      cancellable('profile', (signal) => {
        const { document, parameters, target, columns, of } = question;
        const options = { parameters, target, columns, sample: of === 'preview', signal };
        return withAll(question, (engine) => engine.profile(document, options));
      }),
    values: (question) =>
      asResult(() =>
        light(question, (engine) => {
          const { document, parameters, target, column } = question;
          return engine.values(document, { parameters, target, column, sample: true });
        }),
      ),
    failingRows: (question) =>
      cancellable('failure', (signal) => {
        const { document, parameters, step, inAllRows } = question;
        const options = { parameters, step, sample: inAllRows !== true, signal };
        return withEngine(question, ({ engine }) => engine.failingRows(document, options));
      }),
    sql: (question) =>
      plain(question, (engine) => {
        const { document, parameters, target } = question;
        return engine.sql(document, { parameters, target, sample: true });
      }),
    export: (question) =>
      cancellable('export', (signal) => {
        const { document, parameters, target } = question;
        return withEngine(question, ({ engine }) =>
          engine.export(document, { parameters, target, signal }),
        );
      }),
    lineage: (question) =>
      plain(question, (engine) => {
        const { document, parameters, target } = question;
        return engine.lineage(document, { parameters, target });
      }),
    usages: (question, column) =>
      plain(question, (engine) => {
        const { document, parameters } = question;
        return engine.usages(document, column, { parameters });
      }),
    rename: (question, column, to) =>
      plain(question, (engine) => {
        const { document, parameters } = question;
        return engine.renameColumn(document, column, to, { parameters });
      }),
    cancel: async (what) => endAll(what),
  };
  return {
    questions,
    leave: async () => {
      for (const works of running.values()) {
        for (const { controller, outlives } of works) if (!outlives) controller.abort();
      }
      await Promise.all([...opened.keys()].map((id) => closeRows(id)));
    },
    forgetRows: () => opened.clear(),
  };
}
