/** The engine as the studio sees it. It computes in a worker of its own; `app/boot` provides it. */
import type { EngineError, Result } from '../../engine/contract/errors.ts';
import type { EngineQuestions } from '../../engine/run/engine-questions.ts';
import type { HostFile } from '../platform/host-file.ts';

export type {
  Question,
  TargetQuestion,
  CheckAnswer,
  PreviewQuestion,
  PreviewAnswer,
  OutputAnswer,
  RunAnswer,
  CountQuestion,
  OpenedRows,
  FailureQuestion,
  FailureAnswer,
  ProfileQuestion,
  ProfileAnswer,
  ExportQuestion,
} from '../../engine/run/engine-questions.ts';

/** A file of the tab, or one of the host that is read where it lies. */
export type DataFile = File | HostFile;

/** Where a pipeline is checked, looked at and run. */
export type Place = 'tab' | 'computer';

/** What the engine does before it is ready: DuckDB comes, and is compiled meanwhile; then it starts. */
export type StartPhase =
  | { readonly kind: 'loading'; readonly bytes: number; readonly total: number }
  | { readonly kind: 'starting' };

export interface EngineClient extends EngineQuestions {
  /** Loads DuckDB and starts the pool. May be called again after it failed. */
  readonly start: (
    onPhase: (phase: StartPhase) => void,
  ) => Promise<Result<{ readonly workers: number }>>;
  /** The engine has ended by itself after it was ready; `start` makes another one. */
  readonly onLost: (listener: (error: EngineError) => void) => void;
  /** Replaces the files, by the path under which the pipeline knows each. */
  readonly giveFiles: (files: ReadonlyMap<string, DataFile>) => Promise<void>;
}
