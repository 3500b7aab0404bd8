/** One DuckDB instance of one worker. The only door to DuckDB inside a worker. */
import type { Table } from 'apache-arrow';
import type { DescribeAnswer } from '../protocol.ts';
import type { MemoryTables } from './memory/memory-tables.ts';

export interface Session {
  /** Runs one statement to its end for its effect. Throws `EngineFailure`. Not cancellable: keep it short. */
  readonly execute: (sql: string) => void;
  /** Runs a small query and gives its rows as an Arrow table. Not cancellable. */
  readonly query: (sql: string) => Table;
  /**
   * Runs a query of any size in slices of about 100 ms that let messages in between, so that it can
   * be cancelled. The batches are as DuckDB makes them (2,048 rows). ENUM columns come as VARCHAR,
   * nested ones too.
   */
  readonly stream: (sql: string) => Promise<Table>;
  /**
   * Like `stream`, but gives the rows as one Arrow IPC stream in a buffer of its own. The batches are
   * passed on as bytes. Measured for 4M rows of (BIGINT, DOUBLE, VARCHAR): decoding, joining to one
   * batch and encoding cost 650 ms more, and the large batch is inserted no faster than the small
   * ones (577 to 645 ms against 607 to 695 ms).
   */
  readonly exportStream: (
    sql: string,
  ) => Promise<{ readonly stream: Uint8Array; readonly rows: number }>;
  /** Like `stream`, for statements whose rows nobody needs, e.g. `CREATE TABLE ... AS`. */
  readonly run: (sql: string) => Promise<void>;
  /** Asks the running `stream` or `run` to stop; it throws the `cancelled` failure at its next slice. */
  readonly cancel: () => void;
  /** Forgets an earlier `cancel`: a new task begins. */
  readonly resetCancel: () => void;
  /** Throws the `cancelled` failure once a cancel was asked for. */
  readonly checkCancelled: () => void;
  /**
   * Makes a table from one whole Arrow IPC stream, end marker included; row order is kept
   * (`rowid` is the position). An empty stream (schema only) makes an empty table. The stream may
   * come in parts, which are joined in DuckDB's memory without another copy.
   */
  readonly insertArrow: (table: string, stream: Uint8Array | readonly Uint8Array[]) => void;
  /** Rows that SQL reads where they lie, without being inserted. */
  readonly memory: MemoryTables;
  /** Whether SQL has `read_parquet`, over registered files. */
  readonly readsParquet: boolean;
  /**
   * Makes bytes readable as a file of that name (copied into the wasm heap) until `dropFile`.
   * Names start with `FILE_PREFIX`: no other file can be read, whatever a pipeline's SQL asks for.
   */
  readonly registerFile: (name: string, bytes: Uint8Array) => void;
  /**
   * Room for a file in the wasm heap, to be filled in place: what is large should not be copied once
   * more. Throws operational `out-of-memory`.
   */
  readonly reserveFile: (length: number) => ReservedFile;
  readonly dropFile: (name: string) => void;
  /** Content of a file that a statement such as COPY wrote; register it (empty) first. */
  readonly readFile: (name: string) => Uint8Array;
  /** Types or binder error of a query, nothing is run. Works between the slices of a `stream`. */
  readonly describe: (sql: string) => DescribeAnswer;
  /** Bytes of the wasm heap; it never shrinks. */
  readonly heapBytes: () => number;
  readonly close: () => void;
}

/** Memory of the wasm heap that becomes a file, or is given back. */
export interface ReservedFile {
  /**
   * The bytes as they are now: ask again after every call into DuckDB and every `await`, because the
   * heap moves when it grows. Good until `release`, and until `dropFile` once it is registered.
   */
  readonly bytes: () => Uint8Array;
  /** Makes the first `length` bytes readable as a file of that name, until `dropFile`. */
  readonly register: (name: string, length: number) => void;
  /** Gives the memory back unless it was registered. Safe to call twice. */
  readonly release: () => void;
}

/** Files that SQL may read: only what the session itself registered. */
export const FILE_PREFIX = 'sluice/';
