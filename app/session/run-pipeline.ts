/** Runs: all outputs, up to a step, or from a step on. One at a time. */
import type { EngineError } from '../../engine/contract/errors.ts';
import type { RunEvent } from '../../engine/contract/run-events.ts';
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { DocumentStore } from '../document/document-store.ts';
import { createCounter } from './count-rows.ts';
import type { Counter } from './count-rows.ts';
import { downstreamOf } from '../document/edges.ts';
import type { EngineClient, OutputAnswer } from './engine-client.ts';
import { openedRows } from './row-source.ts';
import type { RowSource } from './row-source.ts';
import { throughView } from './row-view.ts';
import { onlyOutputs, refusal, runBlockers, soundOutputs } from './run-blockers.ts';
import type { RunRecord, RunStore } from './run-store.ts';
import { addRun, applyEvent, changeRun, isActive, lastRun, newRun } from './run-store.ts';
import type { SessionStore } from './session-store.ts';

export interface Runner {
  /**
   * Runs the outputs of the pipeline; given a step, only those that its rows reach. Where errors are
   * known it does not begin, and the problems are shown.
   */
  readonly run: (from?: string) => Promise<void>;
  /** Runs the outputs that nothing wrong stands before, and leaves out the others. */
  readonly runSound: () => Promise<void>;
  /** Computes all rows of an output and shows them; writes nothing. */
  readonly runTo: (target: string) => Promise<void>;
  readonly cancel: () => void;
  /** Ends what goes on behind the last run. */
  readonly stop: () => void;
}

export function createRunner(
  documents: DocumentStore,
  session: SessionStore,
  runs: RunStore,
  engine: EngineClient,
  registry: NodeRegistry,
): Runner {
  const counter = createCounter(documents, session, runs, engine);
  let count = 0;
  /** Rows of the last `runTo`, which the engine keeps. */
  let opened: string | undefined;

  const start = (
    what: RunRecord['what'],
  ): {
    readonly id: string;
    readonly onEvent: (event: RunEvent) => void;
    readonly countRows: ReturnType<Counter['prepare']>;
  } => {
    count += 1;
    const id = `run-${count}`;
    const { schemas } = session.getState().check;
    const { nodes: steps } = documents.getState().document;
    addRun(runs, { ...newRun(id, what, Date.now()), schemas, steps });
    return { id, onEvent: projectEvents(runs, id), countRows: counter.prepare(id) };
  };

  const finish = (id: string, change: Partial<RunRecord>): void =>
    changeRun(runs, id, (run) => ({ ...run, ...change }));

  const question = () => ({
    document: documents.getState().document,
    parameters: session.getState().parameters,
  });

  const blockers = () => {
    const { check, sources } = session.getState();
    return runBlockers(check, sources);
  };

  const refuse = (error: EngineError): void => {
    const { nodes: steps } = documents.getState().document;
    count += 1;
    addRun(runs, {
      ...newRun(`run-${count}`, { kind: 'all' }, Date.now()),
      steps,
      status: 'failed',
      isRefused: true,
      error,
    });
    session.setState({ tab: 'problems' });
  };

  const runOutputs = async (part: PipelineDocument): Promise<void> => {
    const { parameters } = question();
    const { id, onEvent, countRows } = start({ kind: 'all' });
    const answer = await engine.run({ document: part, parameters }, onEvent);
    if (answer.ok) {
      finish(id, {
        status: 'succeeded',
        files: [...answer.value.files] satisfies OutputAnswer[],
      });
      countRows({ document: part, parameters });
    } else
      finish(id, {
        status: answer.error.kind === 'cancelled' ? 'cancelled' : 'failed',
        error: answer.error,
      });
  };

  return {
    run: async (from) => {
      if (isActive(lastRun(runs.getState()))) return;
      const refused = refusal(blockers());
      if (refused !== undefined) return refuse(refused);
      const { document } = question();
      await runOutputs(from === undefined ? document : onlyOutputsAfter(document, from, registry));
    },
    runSound: async () => {
      if (isActive(lastRun(runs.getState()))) return;
      const { document } = question();
      await runOutputs(onlyOutputs(document, soundOutputs(document, blockers(), registry)));
    },
    runTo: async (target) => {
      if (isActive(lastRun(runs.getState()))) return;
      const { id, onEvent, countRows } = start({ kind: 'rows', target });
      const { document, parameters } = question();
      const asked = throughView(document, target, session.getState().view);
      const answer = await engine.openRows({ ...asked, parameters }, onEvent);
      if (!answer.ok) {
        finish(id, {
          status: answer.error.kind === 'cancelled' ? 'cancelled' : 'failed',
          error: answer.error,
        });
        return;
      }
      // Of a view, the rows of the output itself are not known.
      const told = asked.target === target ? [[target, answer.value.rows] as const] : [];
      finish(id, { status: 'succeeded', portRows: new Map(told) });
      countRows({ document, parameters, target });
      if (opened !== undefined) void engine.closeRows(opened);
      opened = answer.value.id;
      const rows = openedRows({ ...answer.value, target }, engine);
      showRows(session, rows, lastRun(runs.getState())?.elapsed ?? 0);
    },
    cancel: () => {
      const run = lastRun(runs.getState());
      if (run?.status !== 'running') return;
      changeRun(runs, run.id, (record) => ({ ...record, status: 'cancelling' }));
      void engine.cancel('run');
    },
    stop: counter.stop,
  };
}

function showRows(session: SessionStore, rows: RowSource, milliseconds: number): void {
  session.setState(({ preview }) =>
    preview.status !== 'idle' && preview.target !== rows.target
      ? {}
      : { preview: { status: 'done', target: rows.target, rows, milliseconds }, tab: 'data' },
  );
}

/** Thousands of tasks may end in a second: what they tell is put into the store once a frame. */
function projectEvents(runs: RunStore, id: string): (event: RunEvent) => void {
  let waiting: RunEvent[] = [];
  const apply = (): void => {
    const events = waiting;
    waiting = [];
    changeRun(runs, id, (run) => events.reduce(applyKept, run));
  };
  return (event) => {
    waiting.push(event);
    if (event.type === 'run-finished') apply();
    else if (waiting.length === 1) setTimeout(apply, FRAME);
  };
}

const FRAME = 16;

/** An event that was under way when Cancel was pressed does not undo the press. */
function applyKept(run: RunRecord, event: RunEvent): RunRecord {
  const after = applyEvent(run, event);
  return run.status === 'cancelling' && after.status === 'running'
    ? { ...after, status: 'cancelling' }
    : after;
}

/** The pipeline with the outputs switched off that rows of a step do not reach. */
function onlyOutputsAfter(
  document: PipelineDocument,
  step: string,
  registry: NodeRegistry,
): PipelineDocument {
  const after = downstreamOf(document, step);
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([id, node]) => {
      const isOutput = registry.get(node.type)?.category === 'output';
      return [id, isOutput && id !== step && !after.has(id) ? { ...node, disabled: true } : node];
    }),
  );
  return { ...document, nodes };
}
