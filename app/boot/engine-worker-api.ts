/** What the page and the engine's worker say to each other over comlink. */
import type { PageFile } from '../../engine/runtime/browser.ts';
import type { EngineClient, StartPhase } from '../session/engine-client.ts';

/** What the page calls, with the options that the page's client holds. */
export interface EngineWorkerApi extends Omit<EngineClient, 'start' | 'onLost' | 'giveFiles'> {
  readonly start: (
    options: StartOptions,
    onPhase: (phase: StartPhase) => void,
  ) => ReturnType<EngineClient['start']>;
  readonly giveFiles: (files: ReadonlyMap<string, File | PageFile>) => Promise<void>;
}

export interface StartOptions {
  /** Absent: one for each core. */
  readonly workers?: number;
}
