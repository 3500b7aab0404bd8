/** One command line in this process. */
import { PassThrough } from 'node:stream';
import type { CliHost, OpenCluster, OpenEngine, OpenServer, Output } from '../host.ts';
import { runCli } from '../program.ts';
import { createStyle } from '../terminal/style.ts';

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface InProcessSettings {
  readonly cwd?: string;
  readonly stdin?: string;
  readonly openEngine?: OpenEngine;
  readonly openServer?: OpenServer;
  readonly openCluster?: OpenCluster;
  readonly openBrowser?: CliHost['openBrowser'];
  /** Absent: nobody stops it. */
  readonly signal?: AbortSignal;
  /** Of a terminal; absent: none. */
  readonly width?: number;
}

export async function runInProcess(
  args: readonly string[],
  settings: InProcessSettings = {},
): Promise<CliResult> {
  const texts = { stdout: '', stderr: '' };
  const output = (name: keyof typeof texts): Output => ({
    write: (text) => void (texts[name] += text),
    isTerminal: settings.width !== undefined,
    width: settings.width ?? Infinity,
    style: createStyle(false),
  });
  const host: CliHost = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    progressStream: new PassThrough(),
    readStdin: () => Promise.resolve(settings.stdin ?? ''),
    readSecret: () => Promise.resolve((settings.stdin ?? '').trim()),
    cwd: settings.cwd ?? process.cwd(),
    openEngine: settings.openEngine ?? (() => Promise.reject(new Error('no engine in this test'))),
    openServer: settings.openServer ?? (() => Promise.reject(new Error('no server in this test'))),
    openCluster:
      settings.openCluster ?? (() => Promise.reject(new Error('no cluster in this test'))),
    startDetached: () => {
      throw new Error('no other process in this test');
    },
    openBrowser: settings.openBrowser ?? (() => Promise.resolve()),
    signal: settings.signal ?? new AbortController().signal,
    debug: false,
  };
  const code = await runCli(args, host, '1.2.3');
  return { code, ...texts };
}
