/** What the commands need of the process they run in; tests give their own. */
import type { Engine } from '../run/engine-api.ts';
import type { ClusterHost } from '../../electron/host/clusters/cluster-host.ts';
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
  /** Which DuckDB computes: the wasm build in worker threads (the default), or the native one. */
  readonly engine?: EngineKind;
  /** One more worker for previews, which then never stand behind a run. */
  readonly reserve?: boolean;
  /** Told where the engine is another one than was asked for. */
  readonly onNote?: (note: string) => void;
}

export const ENGINES = ['wasm', 'native'] as const;

export type EngineKind = (typeof ENGINES)[number];

export type OpenEngine = (options: OpenEngineOptions) => Promise<Engine>;

export interface OpenServerOptions {
  /** Absolute. */
  readonly workspace: string;
  /** Of Sluice. */
  readonly release: string;
  /** 0: any free one; absent: the first free one from 4173 on. */
  readonly port?: number;
  readonly workers?: number;
  /** Bytes for all workers together. */
  readonly memory?: number;
}

export interface OpenedServer {
  /** Address of the studio, with the token. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

export type OpenServer = (options: OpenServerOptions) => Promise<OpenedServer>;

export type OpenCluster = () => Promise<ClusterHost>;

export interface CliHost {
  readonly stdout: Output;
  /** Messages, warnings and progress: stdout carries results only. */
  readonly stderr: Output;
  /** The stream behind `stderr`, for a progress bar. */
  readonly progressStream: NodeJS.WritableStream;
  readonly readStdin: () => Promise<string>;
  /** From standard input: piped, or asked for with `prompt` and typed without being shown. */
  readonly readSecret: (prompt: string) => Promise<string>;
  /** Folder that FILE arguments start from. */
  readonly cwd: string;
  readonly openEngine: OpenEngine;
  readonly openServer: OpenServer;
  readonly openCluster: OpenCluster;
  readonly openBrowser: (url: string) => Promise<void>;
  /** Starts another `sluice` that lives on when this one ends; what it says goes to the end of a file. */
  readonly startDetached: (args: readonly string[], log: string) => void;
  /** Aborts at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Show stacks and other details of errors. */
  readonly debug: boolean;
}

export const EXIT = { ok: 0, failed: 1, usage: 2, cancelled: 130 } as const;
