/** A run as the page shows it: a fold over the engine's event stream. */
import type { EngineError } from '../../engine/contract/errors.ts';
import type { NodeId } from '../../engine/contract/ids.ts';
import type { RunEvent } from '../../engine/contract/run-events.ts';

/** Times are milliseconds since the run's start. */
export interface StageProgress {
  readonly id: string;
  readonly nodes: readonly NodeId[];
  readonly partitions: number;
  readonly done: number;
  readonly cached: number;
  /** Attempts that failed and were repeated. */
  readonly retries: number;
  readonly rows: number;
  readonly bytes: number;
  readonly started: number;
  readonly finished?: number;
}

export interface RunProgress {
  readonly status: 'running' | 'cancelling' | 'succeeded' | 'failed' | 'cancelled';
  readonly workers: number;
  /** Source bytes. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly tasksDone: number;
  readonly tasksTotal: number;
  readonly stages: readonly StageProgress[];
  /** Rows by `node.port`. */
  readonly portRows: ReadonlyMap<string, number>;
  readonly warnings: readonly { readonly message: string; readonly node?: NodeId }[];
  readonly error?: EngineError;
  readonly peakMemoryBytes?: number;
  readonly spilledBytes: number;
  /** Time of the last event. */
  readonly time: number;
}

export const newRun: RunProgress = {
  status: 'running',
  workers: 0,
  bytesRead: 0,
  bytesTotal: 0,
  tasksDone: 0,
  tasksTotal: 0,
  stages: [],
  portRows: new Map(),
  warnings: [],
  spilledBytes: 0,
  time: 0,
};

export const isOver = (run: RunProgress): boolean =>
  run.status !== 'running' && run.status !== 'cancelling';

export function applyEvent(before: RunProgress, event: RunEvent): RunProgress {
  const run = { ...before, time: event.time };
  switch (event.type) {
    case 'run-started':
      return { ...run, workers: event.workers };
    case 'stage-started': {
      const stage: StageProgress = {
        id: event.stage,
        nodes: event.nodes,
        partitions: event.partitions,
        done: 0,
        cached: 0,
        retries: 0,
        rows: 0,
        bytes: 0,
        started: event.time,
      };
      return { ...run, stages: [...run.stages, stage] };
    }
    case 'task-finished':
      return changeStage(run, event.stage, (stage) => ({
        done: stage.done + 1,
        cached: stage.cached + (event.cached ? 1 : 0),
        rows: stage.rows + event.rowsOut,
        bytes: stage.bytes + event.bytesOut,
      }));
    case 'task-failed':
      return event.retried
        ? changeStage(run, event.stage, (stage) => ({ retries: stage.retries + 1 }))
        : run;
    case 'progress': {
      const { bytesRead, bytesTotal, tasksDone, tasksTotal } = event;
      return { ...run, bytesRead, bytesTotal, tasksDone, tasksTotal };
    }
    case 'stage-finished':
      return changeStage(run, event.stage, () => ({
        rows: event.rows,
        bytes: event.bytes,
        finished: event.time,
      }));
    case 'port-rows': {
      const portRows = new Map(run.portRows).set(`${event.node}.${event.port}`, event.rows);
      return { ...run, portRows };
    }
    case 'file-written':
      // The run's answer lists the files, with their content.
      return run;
    case 'warning': {
      const { message, node } = event;
      const warning = node === undefined ? { message } : { message, node };
      return { ...run, warnings: [...run.warnings, warning] };
    }
    case 'run-finished': {
      const { status, error, peakMemoryBytes, spilledBytes } = event;
      return {
        ...run,
        status,
        spilledBytes,
        ...(error === undefined ? {} : { error }),
        ...(peakMemoryBytes === undefined ? {} : { peakMemoryBytes }),
      };
    }
  }
}

const changeStage = (
  run: RunProgress,
  id: string,
  change: (stage: StageProgress) => Partial<StageProgress>,
): RunProgress => ({
  ...run,
  stages: run.stages.map((stage) => (stage.id === id ? { ...stage, ...change(stage) } : stage)),
});

/** 0 to 1: by source bytes while they are read, by tasks for what comes after. */
export function fractionDone(run: RunProgress): number {
  if (run.status === 'succeeded') return 1;
  const read = run.bytesTotal > 0 ? run.bytesRead / run.bytesTotal : 0;
  const tasks = run.tasksTotal > 0 ? run.tasksDone / run.tasksTotal : 0;
  return Math.min(1, Math.max(read * 0.9, tasks));
}
