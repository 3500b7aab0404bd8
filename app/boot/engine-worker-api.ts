/** What the page and the engine's worker say to each other over comlink. */
import type { Result } from '../../engine/contract/errors.ts';
import type { RunEvent } from '../../engine/contract/run-events.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type {
  CheckAnswer,
  Parameters,
  PreviewAnswer,
  RunAnswer,
  StartPhase,
} from '../runner/engine-client.ts';

export interface EngineWorkerApi {
  readonly start: (
    options: StartOptions,
    onPhase: (phase: StartPhase) => void,
  ) => Promise<Result<{ readonly workers: number }>>;
  readonly giveFiles: (files: ReadonlyMap<string, File>) => void;
  readonly check: (
    document: PipelineDocument,
    parameters: Parameters,
  ) => Promise<Result<CheckAnswer>>;
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
  readonly cancel: (what: 'run' | 'preview') => void;
}

export interface StartOptions {
  /** Absent: one for each core. */
  readonly workers?: number;
}
