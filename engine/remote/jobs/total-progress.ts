/** Of a job, as the sum of its operations. */
import type { PushJob, PushProgress } from '../../contract/push-job.ts';

export interface TotalProgress extends PushProgress {
  /** Rows that came here, and their bytes as Arrow. */
  readonly rows: number;
  readonly bytes: number;
}

/** Of an operation that has told nothing. */
export const NO_PROGRESS: PushProgress = {
  stages: 0,
  stagesDone: 0,
  tasks: 0,
  tasksDone: 0,
  tasksRunning: 0,
  bytesRead: 0,
};

const NOTHING: TotalProgress = { ...NO_PROGRESS, rows: 0, bytes: 0 };

export const totalProgress = ({ operations }: Pick<PushJob, 'operations'>): TotalProgress =>
  operations.reduce((total, { progress = NOTHING, fetched = NOTHING, state }) => {
    return {
      stages: total.stages + progress.stages,
      stagesDone: total.stagesDone + progress.stagesDone,
      tasks: total.tasks + progress.tasks,
      tasksDone: total.tasksDone + progress.tasksDone,
      tasksRunning: total.tasksRunning + (state === 'done' ? 0 : progress.tasksRunning),
      bytesRead: total.bytesRead + progress.bytesRead,
      rows: total.rows + fetched.rows,
      bytes: total.bytes + fetched.bytes,
    };
  }, NOTHING);
