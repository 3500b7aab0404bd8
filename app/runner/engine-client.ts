/** The engine as the page sees it. It computes in a worker of its own; `app/boot` provides it. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { Result } from '../../engine/contract/errors.ts';
import type { RunEvent } from '../../engine/contract/run-events.ts';
import type { Schema } from '../../engine/contract/schema.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';

/** A file that the user opened. `path` is relative to what was picked, `/` between its parts. */
export interface GivenFile {
  readonly path: string;
  readonly file: File;
}

/** What the engine does before it is ready: fetch and compile DuckDB, then start its workers. */
export type StartPhase = 'compiling' | 'starting-workers';

export interface CheckAnswer {
  readonly diagnostics: readonly Diagnostic[];
  /** By `node.port`. */
  readonly schemas: ReadonlyMap<string, Schema>;
}

export interface PreviewAnswer {
  /** `node.port`. */
  readonly target: string;
  readonly schema: Schema;
  readonly rows: number;
  /** Arrow IPC stream. */
  readonly ipc: Uint8Array;
  /** False when there are more rows than were asked for. */
  readonly complete: boolean;
}

export interface OutputAnswer {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly blob?: Blob;
}

export interface RunAnswer {
  readonly files: readonly OutputAnswer[];
  readonly warnings: readonly Diagnostic[];
  readonly milliseconds: number;
}

export type Parameters = Readonly<Record<string, string>>;

export interface EngineClient {
  /** Loads DuckDB and starts the pool. */
  readonly start: (
    onPhase: (phase: StartPhase) => void,
  ) => Promise<Result<{ readonly workers: number }>>;
  /** Replaces the files, by the path under which the pipeline knows each. */
  readonly giveFiles: (files: ReadonlyMap<string, File>) => Promise<void>;
  readonly check: (
    document: PipelineDocument,
    parameters: Parameters,
  ) => Promise<Result<CheckAnswer>>;
  /** Ends the preview before, which then fails as cancelled. */
  readonly preview: (
    document: PipelineDocument,
    parameters: Parameters,
    target: string,
    rows: number,
  ) => Promise<Result<PreviewAnswer>>;
  readonly run: (
    document: PipelineDocument,
    parameters: Parameters,
    onEvent: (event: RunEvent) => void,
  ) => Promise<Result<RunAnswer>>;
  /** Stops what is under way; nothing happens when there is nothing to stop. */
  readonly cancel: (what: 'run' | 'preview') => Promise<void>;
}
