/**
 * A push: one run of a pipeline on a cluster. The job is what is kept of it, so that a client that ends
 * loses nothing: it is written before anything is sent, and read again by whoever asks later.
 */
import { z } from 'zod';
import type { Diagnostic } from './diagnostic.ts';

/**
 * `translated`: nothing is sent. `uploading`: local data goes to the server, nothing runs.
 * `submitted`: an operation was sent. `running`: the cluster told of its tasks. `fetching`: rows come
 * back. `lost`: the server no longer knows what was sent; what it did may have been done or not.
 */
export const PUSH_STATES = [
  'translated',
  'uploading',
  'submitted',
  'running',
  'fetching',
  'succeeded',
  'failed',
  'cancelled',
  'lost',
] as const;
/** After these nothing changes any more. */
export const PUSH_ENDS: readonly PushState[] = ['succeeded', 'failed', 'cancelled', 'lost'];
export const pushState = z.enum(PUSH_STATES);
export type PushState = z.infer<typeof pushState>;

/** Of one operation, as the cluster tells it about once a second. */
const pushProgress = z.strictObject({
  stages: z.number(),
  stagesDone: z.number(),
  tasks: z.number(),
  tasksDone: z.number(),
  tasksRunning: z.number(),
  bytesRead: z.number(),
});
export type PushProgress = z.infer<typeof pushProgress>;

/** What a cluster had for the push when it was asked, as far as its settings say so. */
export const clusterSize = z.strictObject({
  cores: z.number().optional(),
  executors: z.number().optional(),
});
export type ClusterSize = z.infer<typeof clusterSize>;

/** One operation of the server, with an id that the client made. */
const pushOperation = z.strictObject({
  id: z.string(),
  /** Output step, or the step that is looked at. */
  step: z.string(),
  /**
   * `write`: rows go to a storage of the cluster, or to a place beside their target. `commit`: puts what
   * was written in place. `fetch`: rows come here, and nothing of the cluster changes.
   */
  does: z.enum(['write', 'commit', 'fetch']),
  /** `sent`: it may have reached the server. `done`: the server said that it ended well. */
  state: z.enum(['sent', 'done']),
  progress: pushProgress.optional(),
  /** Rows that came here so far. */
  fetched: z.strictObject({ rows: z.number(), bytes: z.number() }).optional(),
});
export type PushOperation = z.infer<typeof pushOperation>;

const pushOutput = z.strictObject({
  step: z.string(),
  /** URI, table or path, for people; of rows that are only looked at the step's port. */
  target: z.string(),
  /** Who writes it: the cluster, or this computer out of rows that are fetched. */
  place: z.enum(['cluster', 'here', 'preview']),
  /** Absent: it is not there yet. */
  written: z.strictObject({ rows: z.number().optional(), bytes: z.number().optional() }).optional(),
});
export type PushOutput = z.infer<typeof pushOutput>;

const pushError = z.strictObject({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  node: z.string().optional(),
});

export const pushJob = z.strictObject({
  id: z.string(),
  kind: z.literal('push'),
  /** Of the pipeline. */
  name: z.string(),
  /** The document's file, for people; absent: it had none. */
  location: z.string().optional(),
  /** Name of the connection, or its address where it has no name. */
  connection: z.string(),
  /** `connect`: over Spark Connect, while the client lives. `batch`: a program that spark-submit runs. */
  via: z.enum(['connect', 'batch']),
  state: pushState,
  /** When each state began, in order; the first is that of the job. */
  timeline: z.array(z.strictObject({ state: pushState, at: z.number() })),
  /** Session of Spark Connect, made by the client. Of a batch: the id that its application is named by. */
  session: z.string(),
  /** Which life of the server had the session; absent until it has answered. */
  serverSession: z.string().optional(),
  size: clusterSize.optional(),
  operations: z.array(pushOperation),
  /** Same plan, same hash: what was pushed can be told from what the file says by now. */
  planHash: z.string(),
  /** Of the values of the parameters; the values themselves may be secret. */
  parametersHash: z.string(),
  outputs: z.array(pushOutput),
  error: pushError.optional(),
  /** Process of the client that attends to it. */
  process: z.number(),
});
export type PushJob = z.infer<typeof pushJob>;

/**
 * What a push tells while it goes on. Whoever makes these events asks for nothing twice: `operation` is
 * told BEFORE the operation is sent, and sent only when the next event is asked for, which is after the
 * job was kept.
 */
export type PushEvent =
  | {
      /** First of all. Nothing that changes anything was sent. */
      readonly type: 'translated';
      readonly planHash: string;
      readonly outputs: readonly Omit<PushOutput, 'written'>[];
    }
  /** The server's first answer: before any operation, so that a server that was started again is found out. */
  | { readonly type: 'connected'; readonly serverSession: string }
  /** Asked while it goes on already. */
  | { readonly type: 'sized'; readonly size: ClusterSize }
  | { readonly type: 'warning'; readonly diagnostic: Diagnostic }
  | { readonly type: 'uploading'; readonly bytesSent: number; readonly bytesTotal: number }
  | { readonly type: 'operation'; readonly operation: Pick<PushOperation, 'id' | 'step' | 'does'> }
  | {
      readonly type: 'progress';
      /** Of the operation. */
      readonly id: string;
      readonly progress: PushProgress;
    }
  | { readonly type: 'operation-done'; readonly id: string }
  /** Rows of an output that arrived since the last one. */
  | {
      readonly type: 'fetched';
      readonly id: string;
      readonly rows: number;
      readonly bytes: number;
    }
  | {
      readonly type: 'output-written';
      readonly step: string;
      readonly rows?: number;
      readonly bytes?: number;
    };
