/** What differs between Node and the browser. Everything else in the engine is the same code. */
import type { FileRef } from '../contract/source.ts';

/** A started worker thread; `port` speaks comlink. */
export interface WorkerHandle {
  readonly port: MessagePort | Worker;
  /** Ends the thread at once, whatever it is doing. */
  readonly terminate: () => Promise<void>;
  /** Called once if the thread dies by itself. */
  readonly onExit: (listener: (reason: string) => void) => void;
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
  /** DuckDB's module, compiled once. */
  readonly compileModule: () => Promise<WebAssembly.Module>;
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
  readonly prepareOutput: (path: string, mode: 'overwrite' | 'append' | 'error', directory: boolean) => Promise<OutputLocation>;
  /** Moves finished temporary files into place. */
  readonly commitOutput: (location: OutputLocation) => Promise<void>;
  /** Removes temporary files after a failure or a cancel. */
  readonly discardOutput: (location: OutputLocation) => Promise<void>;
}

export interface OutputLocation {
  /** The target as the pipeline names it. */
  readonly path: string;
  /** Where the workers write; for a partitioned output, a folder. */
  readonly temporary: string;
  readonly final: string;
}

/** For a worker: reads bytes of files. */
export interface ByteSource {
  readonly read: (file: FileRef, start: number, end: number) => Promise<Uint8Array>;
}
