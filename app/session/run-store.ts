/** Runs of this session: a read-only projection of the coordinator's event streams. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { EngineError } from '../../engine/contract/errors.ts';
import type { RunEvent } from '../../engine/contract/run-events.ts';
import type { Schema } from '../../engine/contract/schema.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { OutputAnswer } from './engine-client.ts';

export type RunStatus = 'running' | 'cancelling' | 'succeeded' | 'failed' | 'cancelled';

export interface TaskRecord {
  readonly partition: number;
  readonly attempt: number;
  readonly worker: number;
  /** Milliseconds since the run's start. */
  readonly started: number;
  readonly ended: number;
  readonly status: 'done' | 'cached' | 'failed';
  readonly rowsOut: number;
  readonly bytesOut: number;
  readonly bytesRead: number;
  readonly milliseconds?: { readonly read: number; readonly query: number; readonly store: number };
  readonly error?: EngineError;
  /** It failed, and another attempt followed. */
  readonly isRetried?: boolean;
}

export interface StageRecord {
  readonly id: string;
  readonly nodes: readonly string[];
  readonly partitions: number;
  readonly started: number;
  readonly ended?: number;
  readonly rows?: number;
  readonly bytes?: number;
  readonly tasks: readonly TaskRecord[];
}

export interface RunRecord {
  readonly id: string;
  /** `all`: the pipeline's outputs. Otherwise the output whose rows were asked for. */
  readonly what: { readonly kind: 'all' } | { readonly kind: 'rows'; readonly target: string };
  /** The steps as they were when it began: what it tells says nothing of others. */
  readonly steps: PipelineDocument['nodes'];
  readonly status: RunStatus;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly elapsed: number;
  readonly workers: number;
  readonly progress: {
    readonly bytesRead: number;
    readonly bytesTotal: number;
    readonly rows: number;
    readonly tasksDone: number;
    readonly tasksTotal: number;
  };
  readonly stages: readonly StageRecord[];
  /** As the steps gave them out when the run began, by `node.port`. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** Rows by `node.port`. */
  readonly portRows: ReadonlyMap<string, number>;
  /** Nulls of each column of what was computed, by `node.port` or output step; none: not counted. */
  readonly nulls: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Nulls were not counted: there are too many values. */
  readonly hasManyValues?: boolean;
  readonly warnings: readonly {
    readonly code: string;
    readonly message: string;
    readonly node?: string;
  }[];
  readonly written: readonly {
    readonly node: string;
    readonly path: string;
    readonly rows: number;
    readonly bytes: number;
  }[];
  /** Finished files, where the page has to hand them over. */
  readonly files: readonly OutputAnswer[];
  readonly spilledBytes: number;
  readonly peakMemoryBytes?: number;
  readonly error?: EngineError;
  /** It did not begin: errors were known before. */
  readonly isRefused?: boolean;
}

export interface RunState {
  /** Newest last; the last few are kept. */
  readonly runs: readonly RunRecord[];
}

export type RunStore = StoreApi<RunState>;

const KEPT = 20;

export const createRunStore = (): RunStore => createStore<RunState>(() => ({ runs: [] }));

export const lastRun = (state: RunState): RunRecord | undefined => state.runs.at(-1);

export const isActive = (run: RunRecord | undefined): boolean =>
  run?.status === 'running' || run?.status === 'cancelling';

export const newRun = (id: string, what: RunRecord['what'], startedAt: number): RunRecord => ({
  id,
  what,
  steps: {},
  status: 'running',
  startedAt,
  elapsed: 0,
  workers: 0,
  progress: { bytesRead: 0, bytesTotal: 0, rows: 0, tasksDone: 0, tasksTotal: 0 },
  stages: [],
  schemas: new Map(),
  portRows: new Map(),
  nulls: new Map(),
  warnings: [],
  written: [],
  files: [],
  spilledBytes: 0,
});

export function addRun(store: RunStore, run: RunRecord): void {
  store.setState(({ runs }) => ({ runs: [...runs, run].slice(-KEPT) }));
}

export function changeRun(
  store: RunStore,
  id: string,
  change: (run: RunRecord) => RunRecord,
): void {
  store.setState(({ runs }) => ({ runs: runs.map((run) => (run.id === id ? change(run) : run)) }));
}

/** The record after an event. Pure. */
export function applyEvent(run: RunRecord, event: RunEvent): RunRecord {
  const elapsed = Math.max(run.elapsed, event.time);
  const next = { ...run, elapsed };
  switch (event.type) {
    case 'run-started':
      return { ...next, workers: event.workers };
    case 'stage-started':
      return {
        ...next,
        stages: [
          ...run.stages,
          {
            id: event.stage,
            nodes: event.nodes,
            partitions: event.partitions,
            started: event.time,
            tasks: [],
          },
        ],
      };
    case 'task-finished': {
      const { partition, attempt, worker, rowsOut, bytesOut, bytesRead, milliseconds } = event;
      return withTask(next, event.stage, {
        partition,
        attempt,
        worker,
        started: event.started,
        ended: event.time,
        status: event.cached ? 'cached' : 'done',
        rowsOut,
        bytesOut,
        bytesRead,
        ...(milliseconds === undefined ? {} : { milliseconds }),
      });
    }
    case 'task-failed':
      return withTask(next, event.stage, {
        partition: event.partition,
        attempt: event.attempt,
        worker: event.worker,
        started: event.time,
        ended: event.time,
        status: 'failed',
        rowsOut: 0,
        bytesOut: 0,
        bytesRead: 0,
        error: event.error,
        isRetried: event.retried,
      });
    case 'progress': {
      const { bytesRead, bytesTotal, rows, tasksDone, tasksTotal } = event;
      return { ...next, progress: { bytesRead, bytesTotal, rows, tasksDone, tasksTotal } };
    }
    case 'stage-finished':
      return withStage(next, event.stage, (stage) => ({
        ...stage,
        ended: event.time,
        rows: event.rows,
        bytes: event.bytes,
      }));
    case 'port-rows':
      return {
        ...next,
        portRows: new Map(run.portRows).set(`${event.node}.${event.port}`, event.rows),
      };
    case 'file-written': {
      const { node, path, rows, bytes } = event;
      return { ...next, written: [...run.written, { node, path, rows, bytes }] };
    }
    case 'table-written': {
      const { node, credential, table, rows } = event;
      const path = `${credential}: ${table}`;
      return { ...next, written: [...run.written, { node, path, rows, bytes: 0 }] };
    }
    case 'warning': {
      const { code, message, node } = event;
      const at = node === undefined ? {} : { node };
      return { ...next, warnings: [...run.warnings, { code, message, ...at }] };
    }
    case 'run-finished':
      // How it ended, and with which files, is the answer's to say: a moment later, and all at once.
      return {
        ...next,
        spilledBytes: event.spilledBytes,
        ...(event.peakMemoryBytes === undefined ? {} : { peakMemoryBytes: event.peakMemoryBytes }),
      };
  }
}

const withTask = (run: RunRecord, stage: string, task: TaskRecord): RunRecord =>
  withStage(run, stage, (found) => ({ ...found, tasks: [...found.tasks, task] }));

const withStage = (
  run: RunRecord,
  id: string,
  change: (stage: StageRecord) => StageRecord,
): RunRecord => ({
  ...run,
  stages: run.stages.map((stage) => (stage.id === id ? change(stage) : stage)),
});

/** Rows by `node.port` of the last run, if the steps are still as they were then. */
export function currentCounts(
  state: RunState,
  steps: PipelineDocument['nodes'],
): ReadonlyMap<string, number> | undefined {
  // One that did not begin has nothing to tell, and takes nothing back.
  const run = state.runs.findLast(({ isRefused }) => isRefused !== true);
  return run?.steps === steps ? run.portRows : undefined;
}
