/** Everything the page shows, as plain data. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { EngineError } from '../../engine/contract/errors.ts';
import type { Schema } from '../../engine/contract/schema.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type {
  GivenFile,
  OutputAnswer,
  Parameters,
  PreviewAnswer,
  StartPhase,
} from './engine-client.ts';
import type { NeededSource } from '../session/needed-sources.ts';
import type { RunProgress } from './run-progress.ts';

export type EngineState =
  | { readonly status: 'starting'; readonly phase?: StartPhase }
  | { readonly status: 'ready'; readonly workers: number }
  | { readonly status: 'failed'; readonly error: EngineError };

export interface OpenPipeline {
  /** Name of the file it came from. */
  readonly fileName: string;
  readonly document: PipelineDocument;
}

/** A source of the pipeline and the given files that it stands for. */
export interface SourceState extends NeededSource {
  /** Paths as they were given. */
  readonly files: readonly string[];
  /** Why there are none. */
  readonly problem?: string;
}

export type CheckState =
  | { readonly status: 'idle' | 'checking' }
  | {
      readonly status: 'done';
      readonly diagnostics: readonly Diagnostic[];
      readonly schemas: ReadonlyMap<string, Schema>;
    }
  | { readonly status: 'failed'; readonly error: EngineError };

export type PreviewState =
  | { readonly status: 'idle' }
  | { readonly status: 'loading'; readonly target: string }
  | {
      readonly status: 'done';
      readonly target: string;
      readonly answer: PreviewAnswer;
      readonly milliseconds: number;
    }
  | { readonly status: 'failed'; readonly target: string; readonly error: EngineError };

export interface RunnerState {
  readonly engine: EngineState;
  readonly pipeline?: OpenPipeline | undefined;
  /** Why the last pipeline file could not be opened. */
  readonly unreadable?:
    { readonly fileName: string; readonly diagnostics: readonly Diagnostic[] } | undefined;
  readonly files: readonly GivenFile[];
  readonly sources: readonly SourceState[];
  readonly parameters: Parameters;
  readonly check: CheckState;
  /** The step whose rows are shown: `node` or `node.port`. */
  readonly selected?: string | undefined;
  readonly preview: PreviewState;
  readonly run?: RunProgress | undefined;
  readonly outputs: readonly OutputAnswer[];
  readonly dropping: boolean;
}

export const initialState: RunnerState = {
  engine: { status: 'starting' },
  files: [],
  sources: [],
  parameters: {},
  check: { status: 'idle' },
  preview: { status: 'idle' },
  outputs: [],
  dropping: false,
};

export const isRunning = (state: RunnerState): boolean =>
  state.run?.status === 'running' || state.run?.status === 'cancelling';

/** Why Run cannot be pressed, or undefined when it can. */
export function whyNotRunnable(state: RunnerState): string | undefined {
  if (state.pipeline === undefined) return 'Open a pipeline first.';
  if (state.engine.status === 'starting') return 'The engine is starting.';
  if (state.engine.status === 'failed') return 'The engine could not be started.';
  const missing = state.sources.filter((source) => source.problem !== undefined);
  if (missing.length > 0) return `Add the missing data files first (${missing.length}).`;
  if (state.check.status === 'checking' || state.check.status === 'idle') {
    return 'The pipeline is being checked.';
  }
  if (
    state.check.status === 'done' &&
    state.check.diagnostics.some((d) => d.severity === 'error')
  ) {
    return 'Mend the problems of the pipeline first.';
  }
  return undefined;
}
