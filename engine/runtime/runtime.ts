/** What differs between Node and the browser. Everything else in the engine is the same code. */
import type { Column, Schema } from '../contract/schema.ts';
import type { DatabaseFileSource, DatabaseSource } from '../contract/source-spec.ts';
import type { DatabaseTarget } from '../contract/database.ts';
import type { FileRef, SourceDescription, SourceFile, Split } from '../contract/source.ts';

/** A started worker thread; `port` speaks comlink. */
export interface WorkerHandle {
  readonly port: MessagePort | Worker;
  /** Ends the thread at once, whatever it is doing. */
  readonly terminate: () => Promise<void>;
  /** Called once if the thread dies by itself. */
  readonly onExit: (listener: (reason: string) => void) => void;
}

/** An extension of DuckDB for its wasm build, read once. */
export interface DuckDBExtension {
  /** The file, with its signature. */
  readonly bytes: Uint8Array;
  /** The file compiled: it tells what the extension needs, and the engine keeps its code for all workers. */
  readonly module: WebAssembly.Module;
}

export interface OutputFile {
  /** Path for people. */
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
  /** The content, where there is no file system to write to. */
  readonly blob?: Blob;
}

/** For the coordinator: starts workers and finds files. */
export interface Runtime {
  readonly kind: 'node' | 'browser';
  readonly spawnWorker: (index: number) => Promise<WorkerHandle>;
  /**
   * The workers' statements run on many threads by themselves, as native DuckDB's do: one worker, and
   * plans of one partition.
   */
  readonly wholeStatements?: true;
  /** DuckDB's wasm module, compiled once; undefined where the workers have another DuckDB. */
  readonly compileModule: () => Promise<WebAssembly.Module | undefined>;
  /** DuckDB's parquet extension; undefined where none lies beside the app. Never throws. */
  readonly parquetExtension: () => Promise<DuckDBExtension | undefined>;
  readonly createChannel: () => MessageChannel;
  /**
   * Files for a path or glob, sorted by name. Throws a user error when nothing is found or a
   * file cannot be read. Relative to the document's folder.
   */
  readonly findFiles: (pattern: string) => Promise<readonly FileRef[]>;
  /** Cores to use by default. */
  readonly defaultWorkers: () => number;
  /** Memory budget in bytes by default: a quarter of the device's memory. */
  readonly defaultMemory: () => number;
  /** A fresh folder for spilled blocks; absent where there is none. */
  readonly createSpillDirectory: () => Promise<string | undefined>;
  readonly removeSpillDirectory: (directory: string) => Promise<void>;
  /** Checks that a target can be written before anything runs; throws a user error. */
  readonly prepareOutput: (
    path: string,
    mode: 'overwrite' | 'append' | 'error',
    directory: boolean,
  ) => Promise<OutputLocation>;
  /** Moves finished temporary files into place. */
  readonly commitOutput: (location: OutputLocation) => Promise<void>;
  /** Removes temporary files after a failure or a cancel. */
  readonly discardOutput: (location: OutputLocation) => Promise<void>;
  /** Absent in a browser, which cannot reach databases. */
  readonly databases?: Databases;
}

/** For the coordinator: looks at databases and writes to them. Everything throws `EngineFailure`. */
export interface Databases {
  /**
   * @param keep the splits are read soon: all of them see the data as they are now, where the server can
   *   do that, until `release`
   */
  readonly describe: (spec: DatabaseSource, keep: boolean) => Promise<SourceDescription>;
  /** Ends what `describe` kept. Safe to call twice. */
  readonly release: (snapshot: string) => Promise<void>;
  /** Connects and looks at the table; nothing is changed yet. */
  readonly openTable: (target: DatabaseTarget, schema: Schema) => Promise<TableOutput>;
}

/** One table that is about to be written. Nothing of it is seen by others before `write` has ended. */
export interface TableOutput {
  /** SQL of DuckDB for a column's values, as `write` wants them: as text. */
  readonly textOf: (column: Column) => string;
  /**
   * Writes all rows in one transaction. On failure the table is as it was; a failure that a row causes
   * says which one.
   * @param streams Arrow IPC streams of VARCHAR columns, in the order of the schema
   */
  readonly write: (
    streams: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ) => Promise<{ readonly rows: number; readonly created: boolean }>;
  /** Ends the connection. Safe to call twice. */
  readonly close: () => Promise<void>;
}

/** For a worker: rows of databases, in servers and in files. Everything throws `EngineFailure`. */
export interface DatabaseReader {
  readonly describeFile: (
    spec: DatabaseFileSource,
    files: readonly SourceFile[],
  ) => Promise<Pick<SourceDescription, 'schema' | 'database'>>;
  /**
   * Arrow IPC streams of some thousand rows each, none when there are no rows. They come as fast as
   * they are taken.
   * @param columns at least one
   * @param checkStop throws when the reading is to end; asked several times a second
   */
  readonly read: (
    source: Pick<SourceDescription, 'spec' | 'database'>,
    split: Extract<Split, { kind: 'database' }>,
    columns: readonly string[],
    checkStop: () => void,
  ) => AsyncIterable<Uint8Array>;
}

export interface OutputLocation {
  /** The target as the pipeline names it. */
  readonly path: string;
  /** Where the workers write; for a partitioned output, a folder. */
  readonly temporary: string;
  readonly final: string;
  /** The temporary holds what the target held before: new rows go after it. */
  readonly continues: boolean;
}

/** For a worker: reads bytes of files. */
export interface ByteSource {
  /**
   * Bytes `start` (inclusive) to `end` (exclusive) in a buffer of their own. Throws operational
   * `file-changed` when the file is not the one that was described, `file-unreadable` otherwise.
   */
  readonly read: (file: FileRef, start: number, end: number) => Promise<Uint8Array>;
  /**
   * The same bytes in memory that the caller has: a fresh buffer for every 32 MB costs more than the
   * reading, by page faults and by the garbage collections that it calls for. `target` is asked for
   * when bytes are at hand, perhaps several times, and written to at once: memory of DuckDB may move
   * in between. It has `end - start` bytes.
   */
  readonly readInto: (
    file: FileRef,
    start: number,
    end: number,
    target: () => Uint8Array,
  ) => Promise<void>;
  /**
   * The same bytes, kept so that reading them once more costs nothing, as far as there is room. Only
   * where reading is dear. They must not be written to.
   */
  readonly readAndKeep?: (file: FileRef, start: number, end: number) => Promise<Uint8Array>;
  /** Decompresses gzip, several members too, where the platform is faster than `DecompressionStream`. */
  readonly gunzip?: (compressed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
}

/** For a worker: one output file being written from its start to its end. */
export interface FileOutput {
  /** Appends; the bytes are not kept after the promise settles. Throws operational `disk-full`. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Ends the file. `blob` is the file itself where there is no file system. */
  readonly close: () => Promise<{ readonly bytes: number; readonly blob?: Blob }>;
  /** Closes and removes what was written; for failures. */
  readonly abort: () => Promise<void>;
}

/** Where one worker puts blocks that do not fit into memory: one growing file, read by offset. */
export interface SpillFile {
  /** Folder for people. */
  readonly directory: string;
  /** Appends the bytes and gives the offset of their first one. Throws operational `disk-full`. */
  readonly append: (bytes: Uint8Array) => number;
  /** Throws operational `spill-unreadable`. */
  readonly read: (offset: number, length: number) => Uint8Array;
  /** Marks a range as free; the space of a file whose every range is free is given back. */
  readonly release: (offset: number, length: number) => void;
  /** Closes and removes the file. */
  readonly close: () => void;
}

/** What a task worker needs of its surroundings. */
export interface WorkerRuntime {
  readonly bytes: ByteSource;
  /** Reading costs much more than memory does, so that bytes that are needed twice are kept. */
  readonly keepsBytes: boolean;
  /** Opens an output by the name that `Runtime.prepareOutput` gave (`OutputLocation.temporary`). */
  readonly openOutput: (temporary: string, append: boolean) => Promise<FileOutput>;
  /** Undefined where blocks can only be kept in memory. */
  readonly createSpillFile: (directory: string, name: string) => SpillFile | undefined;
  /** CRC-32 (ISO 3309) of the bytes. */
  readonly crc32: (bytes: Uint8Array) => number;
  /** Absent in a browser. */
  readonly databases?: DatabaseReader;
}
