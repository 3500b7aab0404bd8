/** What the commands need of the process they run in; tests give their own. */
import type { Engine } from '../run/engine-api.ts';
import type { Style } from './terminal/style.ts';

export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Characters per line; of something that is no terminal, unlimited. */
  readonly width: number;
  readonly style: Style;
}

export interface OpenEngineOptions {
  /** Folder that relative paths of the pipeline start from. */
  readonly baseDirectory: string;
  readonly workers?: number;
  /** Bytes for all workers together. */
  readonly memory?: number;
}

export type OpenEngine = (options: OpenEngineOptions) => Promise<Engine>;

export interface CliHost {
  readonly stdout: Output;
  /** Messages, warnings and progress: stdout carries results only. */
  readonly stderr: Output;
  /** The stream behind `stderr`, for a progress bar. */
  readonly progressStream: NodeJS.WritableStream;
  readonly readStdin: () => Promise<string>;
  /** Folder that FILE arguments start from. */
  readonly cwd: string;
  readonly openEngine: OpenEngine;
  /** Aborts at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Show stacks and other details of errors. */
  readonly debug: boolean;
}

export const EXIT = { ok: 0, failed: 1, usage: 2, cancelled: 130 } as const;
