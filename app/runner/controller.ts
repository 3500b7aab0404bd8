/** What the page can do. Every action changes the store; the views follow the store. */
import { toEngineError } from '../../engine/contract/errors.ts';
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { Schema } from '../../engine/contract/schema.ts';
import { parseDocument } from '../../engine/document/parse.ts';
import { inputList } from '../../engine/document/schema.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { EngineClient, GivenFile, Parameters } from './engine-client.ts';
import { matchFiles } from '../session/match-files.ts';
import { neededSources } from '../session/needed-sources.ts';
import { addFiles, isPipeline } from './open-files.ts';
import { applyEvent, isOver, newRun } from './run-progress.ts';
import { isRunning, whyNotRunnable } from './state.ts';
import type { RunnerState, SourceState } from './state.ts';
import type { Store } from './store.ts';

export const PREVIEW_ROWS = 100;

/** Milliseconds of quiet after a key before the pipeline is checked again. */
const QUIET = 150;

export interface Controller {
  readonly start: () => Promise<void>;
  /** A `.sluice.json` among the files is opened; the others are data. */
  readonly open: (files: readonly GivenFile[]) => Promise<void>;
  readonly setParameter: (name: string, text: string | undefined) => void;
  readonly select: (target: string) => Promise<void>;
  readonly run: () => Promise<void>;
  readonly cancel: () => Promise<void>;
}

export function createController(
  store: Store<RunnerState>,
  client: EngineClient,
  registry: NodeRegistry,
): Controller {
  const { get, set } = store;
  /** Answers to questions that are no longer the last one are dropped. */
  const turns = { refresh: 0, preview: 0 };
  let quiet: ReturnType<typeof setTimeout> | undefined;

  const start = async (): Promise<void> => {
    const started = await client.start((phase) => set({ engine: { status: 'starting', phase } }));
    set({
      engine: started.ok
        ? { status: 'ready', workers: started.value.workers }
        : { status: 'failed', error: started.error },
    });
    if (started.ok) await refresh();
  };

  const open = async (given: readonly GivenFile[]): Promise<void> => {
    const pipelineFile = given.find(isPipeline);
    const files = addFiles(
      get().files,
      given.filter((file) => !isPipeline(file)),
    );
    set({ files });
    if (pipelineFile !== undefined) await openPipeline(pipelineFile);
    await refresh();
  };

  const openPipeline = async ({ file }: GivenFile): Promise<void> => {
    if (isRunning(get())) await client.cancel('run');
    const parsed = parseDocument(await file.text());
    if (!parsed.ok) {
      set({ unreadable: { fileName: file.name, diagnostics: parsed.diagnostics } });
      return;
    }
    const { document } = parsed;
    turns.preview += 1;
    set({
      pipeline: { fileName: file.name, document },
      unreadable: undefined,
      parameters: {},
      // What is known of the pipeline before says nothing of this one.
      sources: [],
      check: { status: 'idle' },
      // An input: its first rows cost next to nothing, those of a late step may cost a run.
      selected: Object.keys(document.nodes)[0],
      preview: { status: 'idle' },
      run: undefined,
      outputs: [],
    });
  };

  const setParameter = (name: string, text: string | undefined): void => {
    const { [name]: _, ...others } = get().parameters;
    set({ parameters: text === undefined ? others : { ...others, [name]: text } });
    clearTimeout(quiet);
    quiet = setTimeout(() => void refresh(), QUIET);
  };

  /** Finds the sources and checks the pipeline; then shows the selected step anew. */
  const refresh = async (): Promise<void> => {
    const { pipeline, files, parameters, engine } = get();
    if (pipeline === undefined) return;
    const turn = ++turns.refresh;
    const isLast = (): boolean => turn === turns.refresh;
    const { sources, named } = findSources(pipeline.document, parameters, files);
    set({ sources });
    if (engine.status !== 'ready') return;
    set({ check: { status: 'checking' } });
    await client.giveFiles(named);
    const answer = await client.check(pipeline.document, parameters);
    if (!isLast()) return;
    set({
      check: answer.ok
        ? { status: 'done', ...answer.value }
        : { status: 'failed', error: answer.error },
    });
    await preview();
  };

  const findSources = (
    document: PipelineDocument,
    parameters: Parameters,
    files: readonly GivenFile[],
  ): { readonly sources: SourceState[]; readonly named: ReadonlyMap<string, File> } => {
    const named = new Map<string, File>();
    const sources = neededSources(document, parameters, registry).map((source): SourceState => {
      const match = matchFiles(source.pattern, files);
      if (!match.ok) return { ...source, files: [], problem: match.message };
      for (const [name, { file }] of match.files) named.set(name, file);
      return { ...source, files: [...match.files.values()].map(({ path }) => path) };
    });
    return { sources, named };
  };

  const select = async (target: string): Promise<void> => {
    set({ selected: target });
    await preview();
  };

  const preview = async (): Promise<void> => {
    const { pipeline, parameters, selected, check, preview: shown } = get();
    const turn = ++turns.preview;
    // A check under way ends with a preview of its own.
    if (pipeline === undefined || selected === undefined || check.status === 'checking') return;
    const schemas = check.status === 'done' ? check.schemas : new Map<string, Schema>();
    const target = rowsOf(pipeline.document, selected);
    if (target === undefined || !schemas.has(withPort(target, schemas))) {
      set({ preview: { status: 'idle' } });
      return;
    }
    // A run has the pool to itself; the rows are shown when it is over.
    if (isRunning(get())) {
      if (shown.status !== 'done' || shown.target !== target) set({ preview: { status: 'idle' } });
      return;
    }
    // With the selection, so that the page never shows the rows of one step under another's name.
    set({ preview: { status: 'loading', target } });
    const started = performance.now();
    const answer = await client.preview(pipeline.document, parameters, target, PREVIEW_ROWS);
    if (turn !== turns.preview) return;
    set({
      preview: answer.ok
        ? {
            status: 'done',
            target,
            answer: answer.value,
            milliseconds: performance.now() - started,
          }
        : answer.error.kind === 'cancelled'
          ? { status: 'idle' }
          : { status: 'failed', target, error: answer.error },
    });
  };

  const run = async (): Promise<void> => {
    const { pipeline, parameters } = get();
    if (pipeline === undefined || isRunning(get()) || whyNotRunnable(get()) !== undefined) return;
    turns.preview += 1;
    const shown = get().preview.status === 'done' ? {} : { preview: { status: 'idle' } as const };
    set({ run: newRun, outputs: [], ...shown });
    // Not waited for: a second press of Run, or of Cancel, must find the run sent.
    void client.cancel('preview');
    const answer = await client.run(pipeline.document, parameters, (event) => {
      const before = get().run ?? newRun;
      const after = applyEvent(before, event);
      // An event that was under way when Cancel was pressed does not undo the press.
      set({
        run:
          before.status === 'cancelling' && !isOver(after)
            ? { ...after, status: 'cancelling' }
            : after,
      });
    });
    const last = get().run ?? newRun;
    if (answer.ok) {
      set({ run: { ...last, status: 'succeeded' }, outputs: answer.value.files });
    } else {
      const status = answer.error.kind === 'cancelled' ? 'cancelled' : 'failed';
      set({ run: { ...last, status, error: answer.error } });
    }
    await preview();
  };

  const cancel = async (): Promise<void> => {
    const { run: current } = get();
    if (current === undefined || current.status !== 'running') return;
    set({ run: { ...current, status: 'cancelling' } });
    await client.cancel('run');
  };

  /** What goes wrong outside the engine, such as a file that has gone, is told like a failed check. */
  const guarded =
    <Args extends unknown[]>(action: (...args: Args) => Promise<void>) =>
    (...args: Args): Promise<void> =>
      action(...args).catch((thrown: unknown) =>
        set({
          check: { status: 'failed', error: toEngineError(thrown) },
          preview: { status: 'idle' },
        }),
      );

  return {
    start: guarded(start),
    open: guarded(open),
    setParameter,
    select: guarded(select),
    run: guarded(run),
    cancel: guarded(cancel),
  };
}

/** The rows to show for a step; of a step without output, the rows that go into it. */
function rowsOf(document: PipelineDocument, target: string): string | undefined {
  const node = document.nodes[target];
  if (node === undefined || !node.type.startsWith('output.')) return target;
  return Object.values(node.inputs ?? {}).flatMap(inputList)[0];
}

/** A target without port means the first of its ports. */
function withPort(target: string, schemas: ReadonlyMap<string, unknown>): string {
  if (target.includes('.')) return target;
  return [...schemas.keys()].find((key) => key.startsWith(`${target}.`)) ?? target;
}
