/** One command line in this process, for commands and errors that start no engine. */
import { PassThrough } from 'node:stream';
import type { CliHost, Output } from '../host.ts';
import { runCli } from '../program.ts';
import { createStyle } from '../terminal/style.ts';

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runInProcess(
  args: readonly string[],
  settings: { readonly cwd?: string; readonly stdin?: string } = {},
): Promise<CliResult> {
  const texts = { stdout: '', stderr: '' };
  const output = (name: keyof typeof texts): Output => ({
    write: (text) => void (texts[name] += text),
    isTerminal: false,
    width: Infinity,
    style: createStyle(false),
  });
  const host: CliHost = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    progressStream: new PassThrough(),
    readStdin: () => Promise.resolve(settings.stdin ?? ''),
    cwd: settings.cwd ?? process.cwd(),
    openEngine: () => Promise.reject(new Error('no engine in this test')),
    signal: new AbortController().signal,
    debug: false,
  };
  const code = await runCli(args, host, '1.2.3');
  return { code, ...texts };
}
