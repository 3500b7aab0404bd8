/** The parts of a task worker that live in folders of their own; `createTaskWorker` gets them injected. */
import type { Table } from 'apache-arrow';
import type { EngineFailure } from '../contract/errors.ts';
import type { FileTarget } from '../contract/file-target.ts';
import type { Schema } from '../contract/schema.ts';
import type { SplitReading, Split } from '../contract/source.ts';
import type { ByteSource, DatabaseReader, FileOutput } from '../runtime/runtime.ts';
import type { ChunkScan } from '../sources/csv/scan-chunk.ts';
import type { ColumnCache } from './column-cache.ts';
import type { Session } from './duckdb/session.ts';

import type {
  BlockInfo,
  CsvChunk,
  DescribeOutcome,
  DescribeRequest,
  TaskInput,
  WriteFileRequest,
  WrittenFile,
} from './protocol.ts';

/** Bytes of a block, wherever it lies: here, spilled, or at another worker. */
export type ReadBlock = (block: BlockInfo) => Promise<Uint8Array>;

export type SplitInput = Extract<TaskInput, { kind: 'split' }>;

/** What became of a split once the task's queries have run over it. */
export interface SplitFacts {
  /** Rows that the split gave; undefined where only the queries know. */
  readonly rowsRead: number | undefined;
  readonly bytesRead: number;
  /** Rows that could not be read and went to rejects. */
  readonly rowsRejected: number;
}

/** A split whose rows `input.table` now gives: a table, or a view over a file scan. */
export interface OpenedSplit extends SplitFacts {
  /** Facts as they stand after the task's queries; throws `EngineFailure` for bad rows under `fail`. */
  readonly finish: () => SplitFacts;
  /**
   * An error of a query over the split, told in terms of its file: line, column, value. Gives the
   * same failure back when the file is not to blame. Called before `close`.
   */
  readonly explain?: (failure: EngineFailure) => Promise<EngineFailure>;
  /** Drops table, view and files, or unpins what the cache keeps. Safe to call twice. */
  readonly close: () => void;
}

export interface SplitServices {
  readonly session: Session;
  readonly bytes: ByteSource;
  /** For splits whose bytes lie in a block. */
  readonly readBlock: ReadBlock;
  readonly columnCache: ColumnCache;
  readonly databases?: DatabaseReader | undefined;
}

export type OpenSplit = (input: SplitInput, services: SplitServices) => Promise<OpenedSplit>;

/** How a task's rows become a piece of a file. */
export interface RowsEncoder {
  /** The statement to run in place of the task's: the same rows, as text where only DuckDB prints them. */
  readonly sql: string;
  readonly encode: (table: Table) => Uint8Array | Promise<Uint8Array>;
}

/**
 * @param schema columns of the statement
 * @param first the piece begins the file: it has the header where the format has one
 */
export type PrepareEncoder = (
  sql: string,
  schema: Schema,
  target: FileTarget,
  first: boolean,
) => RowsEncoder;

export interface WriteServices {
  readonly readBlock: ReadBlock;
  readonly openOutput: (temporary: string, append: boolean) => Promise<FileOutput>;
}

export type WriteFile = (
  request: WriteFileRequest,
  services: WriteServices,
) => Promise<WrittenFile>;

export type DescribeSource = (
  request: DescribeRequest,
  services: Pick<SplitServices, 'session' | 'bytes' | 'databases'>,
) => Promise<DescribeOutcome>;

export type ScanChunk = (chunk: CsvChunk, bytes: ByteSource) => Promise<ChunkScan>;

export type CutSplit = (
  split: Split,
  description: SplitReading,
  bytes: ByteSource,
) => Promise<readonly [Split, Split] | undefined>;

export interface TaskParts {
  readonly cutSplit: CutSplit;
  readonly openSplit: OpenSplit;
  readonly prepareEncoder: PrepareEncoder;
  readonly writeFile: WriteFile;
  readonly describeSource: DescribeSource;
  readonly scanChunk: ScanChunk;
}
