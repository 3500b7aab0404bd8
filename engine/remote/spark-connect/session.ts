/** What a client of Spark Connect can do: the types. `openSparkSession` of open.ts makes one. */
import type { Plan } from './generated/spark/connect/base_pb.ts';
import type { Expression_Literal } from './generated/spark/connect/expressions_pb.ts';
import type { Relation } from './generated/spark/connect/relations_pb.ts';
import type { DataType } from './generated/spark/connect/types_pb.ts';

/** Where a Spark Connect server listens and how it is spoken to. */
export interface SparkTarget {
  readonly host: string;
  /** 15002 unless the server was configured otherwise. */
  readonly port: number;
  /** Absent: plaintext. Certificates of this computer are trusted, or those of `ca` alone. */
  readonly tls?: { readonly ca?: string };
  /** Bearer token. Refused without TLS, except to loopback. */
  readonly token?: string;
  /** Half of a session's key on the server; the other half is the session's id. */
  readonly userId?: string;
  /** Sent with every call; names start with `x-`. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SessionOptions {
  /** A UUID: of a session to go on with, or chosen beforehand. A new one otherwise. */
  readonly sessionId?: string;
  /** As `serverSessionId` once said: a server that has lost the session is then found out. */
  readonly serverSessionId?: string;
  readonly retry?: RetryPolicy;
  /** Told before each wait for a further try. */
  readonly onRetry?: (retry: Retry) => void;
}

export interface RetryPolicy {
  readonly maxRetries: number;
  readonly initialBackoffMs: number;
  readonly maxBackoffMs: number;
  readonly backoffMultiplier: number;
  /** Up to so much is added at random to waits of `minJitterThresholdMs` or more. */
  readonly jitterMs: number;
  readonly minJitterThresholdMs: number;
  /** A server may ask for longer waits, up to this. */
  readonly maxServerDelayMs: number;
}

export interface Retry {
  /** `ExecutePlan`, `Config`, ... */
  readonly rpc: string;
  /** 1 for the first retry. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly reason: string;
}

export interface CallOptions {
  /** Aborting ends the wait, with a `cancelled` error; what runs on the server is `interrupt`'s. */
  readonly signal?: AbortSignal | undefined;
}

export interface ExecuteOptions extends CallOptions {
  /** A UUID, kept by the caller before sending, so that the operation is found again after a crash. */
  readonly operationId?: string;
  /** For `interrupt`; no commas. */
  readonly tags?: readonly string[];
  /**
   * Keep all responses on the server until the operation ends, so that another client can reattach
   * from the start. The server itself drops what exceeds its retry buffer (10 MB).
   */
  readonly retain?: boolean;
}

export interface ReattachOptions extends CallOptions {
  /** Go on behind the event that had this `responseId`; from the start otherwise. */
  readonly after?: { readonly responseId: string; readonly rows: number };
  readonly retain?: boolean;
}

export interface StageProgress {
  readonly stageId: number;
  readonly tasks: number;
  readonly completedTasks: number;
  readonly inputBytes: number;
  readonly done: boolean;
}

/** Metrics of one operator of the executed plan. */
export interface OperatorMetrics {
  readonly name: string;
  readonly planId: number;
  readonly parent: number;
  /** `value` as Spark counts it: milliseconds or nanoseconds or bytes or rows, as `type` says. */
  readonly values: readonly {
    readonly name: string;
    readonly value: number;
    readonly type: string;
  }[];
}

/** One thing a running operation tells. `responseId` is what `reattach` goes on behind. */
export type ExecuteEvent = { readonly responseId: string } & (
  | { readonly kind: 'schema'; readonly schema: DataType }
  | {
      readonly kind: 'batch';
      /** A whole Arrow IPC stream: schema, one or more record batches, end. */
      readonly ipc: Uint8Array;
      readonly rows: number;
      /** Of its first row, in the result. */
      readonly startOffset: number;
    }
  | {
      readonly kind: 'progress';
      readonly stages: readonly StageProgress[];
      readonly runningTasks: number;
    }
  | { readonly kind: 'metrics'; readonly operators: readonly OperatorMetrics[] }
  | {
      readonly kind: 'observed';
      readonly name: string;
      readonly values: Readonly<Record<string, Expression_Literal>>;
    }
  /** What a `sql` command gives: the relation to go on with. */
  | { readonly kind: 'sql-result'; readonly relation: Relation }
  /** Always last: the operation succeeded and was read to the end. */
  | { readonly kind: 'complete'; readonly rows: number }
);

export type OperationState =
  'unknown' | 'running' | 'terminating' | 'succeeded' | 'failed' | 'cancelled';

export type ExplainMode = 'simple' | 'extended' | 'codegen' | 'cost' | 'formatted';

/** A file for the session: `files/lookup.csv`, `jars/udf.jar`, `pyfiles/helper.py`, `archives/data.zip`. */
export interface Artifact {
  readonly name: string;
  readonly data: Uint8Array;
}

/**
 * A session on a Spark Connect server. Every method throws `EngineFailure`; what Spark itself refused
 * is a `SparkFailure`, which has Spark's error class and where in the query it lies.
 */
export interface SparkSession {
  /** Made by the client: known before anything is sent. */
  readonly id: string;
  readonly userId: string;
  /** Which life of the server holds the session; known after the first answer. */
  readonly serverSessionId: string | undefined;
  /** `4.2.0`. Refuses (`spark-version`) a server that is not of Spark 4. */
  version(options?: CallOptions): Promise<string>;
  readonly config: {
    /** @returns the server's warnings */
    set(pairs: Readonly<Record<string, string>>, options?: CallOptions): Promise<readonly string[]>;
    /** A key without a value is absent from the answer. */
    get(keys: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, string>>;
  };
  /** The analysed plan's columns, as a struct. */
  schema(plan: Plan, options?: CallOptions): Promise<DataType>;
  explain(plan: Plan, mode: ExplainMode, options?: CallOptions): Promise<string>;
  /** The files that a plan reads, as URIs. */
  inputFiles(plan: Plan, options?: CallOptions): Promise<readonly string[]>;
  /**
   * Runs a plan: sends on the first `next()`, reattaches by itself, and reads only as fast as the caller
   * asks. Leaving the loop early releases the operation, which ends it.
   */
  execute(plan: Plan, options?: ExecuteOptions): AsyncIterable<ExecuteEvent>;
  /** Goes on with an operation of this session that another client, or an earlier call, began. */
  reattach(operationId: string, options?: ReattachOptions): AsyncIterable<ExecuteEvent>;
  /** States of operations of this session; needs Spark 4.2. */
  status(
    operationIds: readonly string[],
    options?: CallOptions,
  ): Promise<ReadonlyMap<string, OperationState>>;
  addArtifacts(artifacts: readonly Artifact[], options?: CallOptions): Promise<void>;
  /** Uploads what the server does not have yet. @returns the sha256 of each, in order */
  cacheLocal(blobs: readonly Uint8Array[], options?: CallOptions): Promise<readonly string[]>;
  /**
   * Local data as a relation: Arrow IPC streams, each sent once and named by its hash.
   * @param schema Spark's DDL or JSON form; of the Arrow data otherwise
   */
  localRelation(
    chunks: readonly Uint8Array[],
    schema?: string,
    options?: CallOptions,
  ): Promise<Relation>;
  /** @returns the ids of the operations that were told to stop */
  interrupt(
    what: { readonly operationId: string } | { readonly tag: string } | 'all',
    options?: CallOptions,
  ): Promise<readonly string[]>;
  /** Ends the session on the server: its operations stop, what it cached is dropped. */
  release(options?: CallOptions): Promise<void>;
  /** Closes the connection; the session stays on the server until it idles out. */
  close(): void;
}
