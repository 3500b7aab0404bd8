/** Who is measured: Sluice, one stock DuckDB-wasm worker, native DuckDB. */
import type { PipelineDocument } from '../../engine/document/schema.ts';

export interface Job {
  readonly name: string;
  /** Writes one file: Parquet, or as `writes` says. */
  readonly pipeline: PipelineDocument;
  readonly parameters: Readonly<Record<string, string>>;
  /** The same question as SQL; the tables it reads are given by `tables`. */
  readonly sql: string;
  /** Tables by name: absolute paths of CSV or Parquet files. */
  readonly tables: Readonly<Record<string, string>>;
  readonly orderBy: readonly string[];
  /** The job is about writing: native DuckDB, too, writes its answer to a file. Absent: it keeps it. */
  readonly writes?: FileFormat;
}

export type FileFormat = 'csv' | 'ndjson' | 'parquet';

/**
 * Asked for the first time; once more, when stored answers may be given; once more, when the answer
 * must be computed again (from tables that are still in memory).
 */
export type State = 'first' | 'again' | 'recomputed';

export interface Contender {
  readonly name: string;
  /** Starts afresh: nothing is kept from before. Not timed. */
  readonly open: (jobs: readonly Job[]) => Promise<void>;
  /** Milliseconds from the question to the whole answer. */
  readonly run: (job: Job, state?: State) => Promise<number>;
  /** Milliseconds of the last run that its tasks took, one after the other: without planning and files. */
  readonly inTasks?: () => number;
  /** The answer to the last job as a query for native DuckDB. Absent: it is the reference itself. */
  readonly answer?: (job: Job) => Promise<string>;
  readonly close: () => Promise<void>;
}
