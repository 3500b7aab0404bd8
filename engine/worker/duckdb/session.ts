/** One DuckDB instance of one worker. The only door to DuckDB inside a worker. */
import type { Table } from 'apache-arrow';
import type { DescribeAnswer } from '../protocol.ts';

export interface QueryProgress {
  /** Throws the `cancelled` failure once a cancel was asked for; called between polls. */
  readonly checkCancelled: () => void;
}

export interface Session {
  /** Runs one statement to its end for its effect. Throws `EngineFailure`. Not cancellable: keep it short. */
  readonly execute: (sql: string) => void;
  /** Runs a small query and gives its rows as an Arrow table. */
  readonly query: (sql: string) => Table;
  /**
   * Runs a query of any size in slices that let messages in between, so that it can be cancelled.
   * Gives the result as an Arrow IPC stream's parts: the schema message, then batches.
   */
  readonly stream: (sql: string) => Promise<Table>;
  /**
   * Makes a table from one whole Arrow IPC stream, end marker included; row order is kept
   * (`rowid` is the position). An empty stream (schema only) makes an empty table.
   */
  readonly insertArrow: (table: string, stream: Uint8Array) => void;
  /** Makes bytes readable as a file of that name (copied into the wasm heap) until `dropFile`. */
  readonly registerFile: (name: string, bytes: Uint8Array) => void;
  readonly dropFile: (name: string) => void;
  /** Content of a file that a statement such as COPY wrote. */
  readonly readFile: (name: string) => Uint8Array;
  /** Types or binder error of a query, nothing is run. */
  readonly describe: (sql: string) => DescribeAnswer;
  /** Bytes of the wasm heap; it never shrinks. */
  readonly heapBytes: () => number;
  readonly close: () => void;
}
