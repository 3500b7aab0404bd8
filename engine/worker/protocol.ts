/**
 * What the coordinator says to a task worker. Plain data only; every answer is a `Result`.
 * SQL texts come from `engine/sql`; the worker provides the tables they name and stores the results.
 */
import type { DescribeAnswer } from '../contract/describe.ts';
import type { BlockId, TaskId } from '../contract/ids.ts';
import type { Result } from '../contract/errors.ts';
import type { FileFormat, FileTarget } from '../contract/file-target.ts';
import type { Scan } from '../contract/relation.ts';
import type { SourceSpec } from '../contract/source-spec.ts';
import type { Schema } from '../contract/schema.ts';
import type {
  CsvDialect,
  FileRef,
  SourceDescription,
  SplitReading,
  SourceFile,
  Split,
} from '../contract/source.ts';
import type { DuckDBExtension } from '../runtime/runtime.ts';
import type { ScannerDialect } from '../sources/csv/record-scanner.ts';
import type { ChunkScan } from '../sources/csv/scan-chunk.ts';

/** A stored result: an Arrow IPC stream, or raw bytes of an encoded file piece. */
export interface BlockInfo {
  readonly id: BlockId;
  /** Pool index of the worker that holds it. */
  readonly worker: number;
  readonly rows: number;
  readonly bytes: number;
  /** CRC-32 of the bytes. */
  readonly checksum: number;
}

/** A table that a task's SQL reads. */
export type TaskInput =
  | {
      readonly kind: 'blocks';
      readonly table: string;
      /** In this order; row order follows it. Fetched from their workers when not held here. */
      readonly blocks: readonly BlockInfo[];
      /** Used by many tasks of the stage (a broadcast): keep the table between tasks. */
      readonly shared: boolean;
      /** Columns of the table, for when there is no block at all. */
      readonly schema: Schema;
    }
  | {
      readonly kind: 'split';
      readonly table: string;
      readonly description: SplitReading;
      readonly split: Split;
      /** Columns to read, in order. */
      readonly columns: readonly string[];
      readonly output: Scan['output'];
      /** The bytes of the split, where they are a piece of a compressed file's text. */
      readonly piece?: BlockInfo;
    };

export type TaskOutput =
  /** Store the rows of `sql` as one block. */
  | { readonly kind: 'store'; readonly sql: string; readonly block: BlockId }
  /**
   * The first column of `sql` is the target partition (UTINYINT or USMALLINT, 0 .. blocks.length - 1):
   * store the other columns as one block per partition, row order kept within each.
   */
  | { readonly kind: 'scatter'; readonly sql: string; readonly blocks: readonly BlockId[] }
  /** Encode the rows of `sql` as a piece of a file and store its bytes as one block. */
  | {
      readonly kind: 'encode';
      readonly sql: string;
      /** Columns of `sql`. */
      readonly schema: Schema;
      readonly target: FileTarget;
      readonly block: BlockId;
      /** Writes the header where the format has one. */
      readonly first: boolean;
      /** The piece is the whole file: a worker may write it there at once, before it is asked to. */
      readonly temporary?: string;
    }
  /** Give the rows back in the answer (small results: samples, counts, previews). */
  | {
      readonly kind: 'return';
      readonly sql: string;
      /** Only so many rows from the front, and whether there are more; absent: all. */
      readonly limit?: number;
    }
  /** Give the rows back as text: VARCHAR columns only (samples of keys, lists of values). */
  | { readonly kind: 'values'; readonly sql: string }
  /** Run for its error or effect; no rows are kept. */
  | { readonly kind: 'check'; readonly sql: string };

export interface TaskSpec {
  readonly id: TaskId;
  readonly attempt: number;
  readonly inputs: readonly TaskInput[];
  /**
   * Statements to run before the outputs, e.g. tables shared by several outputs. What
   * `CREATE [TEMP] TABLE | VIEW | MACRO | TYPE name` makes is dropped after the task.
   */
  readonly setup: readonly string[];
  /** For a worker whose statements run on many threads: these must not. */
  readonly oneThread?: boolean;
  readonly outputs: readonly TaskOutput[];
}

export type TaskOutputResult =
  | { readonly kind: 'blocks'; readonly blocks: readonly BlockInfo[] }
  | {
      readonly kind: 'rows';
      /** Arrow IPC stream. */
      readonly ipc: Uint8Array;
      readonly rows: number;
      /** Whether the limit left rows out. */
      readonly more: boolean;
    }
  /** Rows of columns; null is SQL's. */
  | { readonly kind: 'values'; readonly values: readonly (readonly (string | null)[])[] }
  | { readonly kind: 'none' };

export interface TaskResult {
  readonly outputs: readonly TaskOutputResult[];
  readonly bytesRead: number;
  /** Rows that each split input gave. */
  readonly rowsRead: number;
  /** Rows that a split input could not read, when they go to rejects. */
  readonly rowsRejected: number;
  /** Facts of a CSV split that the coordinator checks across splits. */
  readonly heapBytes: number;
  readonly storedBytes: number;
  readonly spilledBytes: number;
  readonly milliseconds: { readonly read: number; readonly query: number; readonly store: number };
}

/** Opens a worker's DuckDB and its links to the other workers. */
export interface WorkerSetup {
  readonly index: number;
  /** DuckDB's wasm module, compiled once and shared; workers of another DuckDB need none. */
  readonly module?: WebAssembly.Module | undefined;
  /** DuckDB's parquet extension, where it is served beside the app. */
  readonly parquet?: DuckDBExtension | undefined;
  /** Bytes for this worker: DuckDB's memory_limit and the block store's share. */
  readonly memoryLimit: number;
  readonly blockBudget: number;
  /** Folder (Node) or OPFS directory (browser) for spilled blocks; absent: no spilling. */
  readonly spillDirectory?: string;
}

/** A chunk of a CSV file, to be scanned for record borders. */
export interface CsvChunk {
  readonly file: FileRef;
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
  /** Ascending, the chunk's start first: a border is wanted behind each. */
  readonly cuts: readonly number[];
  readonly dialect: ScannerDialect;
  /** The byte that ends a record: LF, or CR in files without LF. */
  readonly lineEnd: 10 | 13;
  readonly encoding: string;
}

export interface DescribeRequest {
  readonly spec: SourceSpec;
  readonly files: readonly SourceFile[];
  /** What came of the chunks of a first request. */
  readonly scanned?: { readonly dialect: CsvDialect; readonly scans: readonly ChunkScan[] };
}

/** A piece of the text of a compressed file, to be stored as a block. */
export interface PieceRequest {
  /** Pieces of a stream are asked for one after the other: what was decompressed is not done again. */
  readonly stream: string;
  readonly file: FileRef;
  /** Bytes of the text. */
  readonly start: number;
  readonly end: number;
  readonly block: BlockId;
}

/** The next rows of a database's split, to be stored as a block. */
export interface StoreRowsRequest {
  /** One reading of the split, from its first row to its last. */
  readonly stream: string;
  /** How many pieces of it there are already: 0 begins, and a worker that knows nothing of others fails. */
  readonly piece: number;
  readonly description: SplitReading;
  readonly split: Split;
  /** At least one. */
  readonly columns: readonly string[];
  readonly block: BlockId;
}

/** Large files are scanned in parallel: these chunks first, then the request again with the scans. */
export type DescribeOutcome =
  | { readonly kind: 'described'; readonly description: SourceDescription }
  | {
      readonly kind: 'scan-first';
      readonly dialect: CsvDialect;
      readonly chunks: readonly CsvChunk[];
    };

export interface CutSplitRequest {
  readonly split: Split;
  readonly description: SplitReading;
}

export interface WriteFileRequest {
  readonly target: FileTarget;
  readonly format: FileFormat;
  /** Encoded pieces, in order. */
  readonly blocks: readonly BlockInfo[];
  readonly schema: Schema;
  /** Absolute temporary path in Node; a name in the browser's output folder. */
  readonly temporary: string;
  /** The file holds rows already: go on after them. */
  readonly append: boolean;
}

export interface WrittenFile {
  readonly bytes: number;
  readonly rows: number;
  /** Set where there is no file system: the file itself. */
  readonly blob?: Blob;
}

/** Rows of a block, by their position in it; `to` is exclusive. */
export interface BlockRows {
  readonly block: BlockInfo;
  readonly from: number;
  readonly to: number;
}

/** The comlink surface of a task worker. */
export interface TaskWorkerApi {
  readonly setup: (setup: WorkerSetup) => Promise<Result<{ duckdbVersion: string }>>;
  /** A direct link to another worker, for block transfer. */
  readonly connect: (peer: number, port: MessagePort) => Promise<void>;
  readonly runTask: (task: TaskSpec) => Promise<Result<TaskResult>>;
  /** Asks the running task to stop; it answers with a `cancelled` error at its next chance. */
  readonly cancel: () => Promise<void>;
  readonly describeSource: (request: DescribeRequest) => Promise<Result<DescribeOutcome>>;
  readonly scanChunk: (chunk: CsvChunk) => Promise<Result<ChunkScan>>;
  /** Two splits that give the rows of one, in order; none where it is not to be cut. */
  readonly cutSplit: (
    request: CutSplitRequest,
  ) => Promise<Result<readonly [Split, Split] | undefined>>;
  readonly storePiece: (request: PieceRequest) => Promise<Result<BlockInfo>>;
  /** Undefined behind the last rows. The server waits until the next ones are asked for. */
  readonly storeRows: (request: StoreRowsRequest) => Promise<Result<BlockInfo | undefined>>;
  /** Ends a reading before its last row, also in the middle of a piece. */
  readonly endRows: (stream: string) => Promise<void>;
  readonly describe: (sql: string) => Promise<DescribeAnswer>;
  readonly readBlock: (id: BlockId) => Promise<Result<Uint8Array>>;
  /** Rows of blocks of one schema as one Arrow IPC stream, in this order; at least one block. */
  readonly cutRows: (rows: readonly BlockRows[]) => Promise<Result<Uint8Array>>;
  readonly dropBlocks: (ids: readonly BlockId[]) => Promise<void>;
  readonly writeFile: (request: WriteFileRequest) => Promise<Result<WrittenFile>>;
  /** Drops cached tables and blocks that no run holds. */
  readonly trim: () => Promise<void>;
}

export type { DescribeAnswer };
