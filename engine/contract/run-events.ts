/** What a run tells while it goes on: one ordered stream, plain JSON. Times are milliseconds since the run's start. */
import type { EngineError } from './errors.ts';
import type { NodeId } from './ids.ts';

export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly run: string;
      readonly pipeline: string;
      readonly workers: number;
      readonly time: number;
    }
  | {
      readonly type: 'stage-started';
      readonly stage: string;
      /** Steps whose work this stage does. */
      readonly nodes: readonly NodeId[];
      readonly partitions: number;
      readonly time: number;
    }
  | {
      readonly type: 'task-finished';
      readonly stage: string;
      readonly partition: number;
      readonly attempt: number;
      readonly worker: number;
      readonly rowsOut: number;
      readonly bytesOut: number;
      /** Bytes of source files read. */
      readonly bytesRead: number;
      readonly cached: boolean;
      /** Where the task's time went: reading and inserting, computing, storing. Absent when cached. */
      readonly milliseconds?: {
        readonly read: number;
        readonly query: number;
        readonly store: number;
      };
      readonly started: number;
      readonly time: number;
    }
  | {
      readonly type: 'task-failed';
      readonly stage: string;
      readonly partition: number;
      readonly attempt: number;
      readonly worker: number;
      readonly error: EngineError;
      readonly retried: boolean;
      readonly time: number;
    }
  | {
      readonly type: 'progress';
      /** Source bytes read of those known so far. */
      readonly bytesRead: number;
      readonly bytesTotal: number;
      readonly rows: number;
      readonly tasksDone: number;
      readonly tasksTotal: number;
      readonly time: number;
    }
  | {
      readonly type: 'stage-finished';
      readonly stage: string;
      readonly rows: number;
      readonly bytes: number;
      readonly time: number;
    }
  | {
      /** Rows that a step gave out on a port, where the plan stores or counts them. */
      readonly type: 'port-rows';
      readonly node: NodeId;
      readonly port: string;
      readonly rows: number;
      readonly time: number;
    }
  | {
      readonly type: 'file-written';
      readonly node: NodeId;
      readonly path: string;
      readonly rows: number;
      readonly bytes: number;
      readonly time: number;
    }
  | {
      /** Its transaction is committed. */
      readonly type: 'table-written';
      readonly node: NodeId;
      /** Name of the credential. */
      readonly credential: string;
      readonly table: string;
      readonly rows: number;
      /** The table was not there before. */
      readonly created: boolean;
      readonly time: number;
    }
  | {
      readonly type: 'warning';
      readonly code: string;
      readonly message: string;
      readonly node?: NodeId;
      readonly time: number;
    }
  | {
      readonly type: 'run-finished';
      readonly status: 'succeeded' | 'failed' | 'cancelled';
      readonly error?: EngineError;
      readonly peakMemoryBytes?: number;
      readonly spilledBytes: number;
      readonly time: number;
    };
