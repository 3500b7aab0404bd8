/** `sluice serve` as a person starts it: the built command in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Tests and benchmarks are run from the repository's folder. */
const CLI = resolve('dist/node/sluice.js');

export interface ServeProcess {
  /** With the token in its fragment. */
  readonly url: string;
  readonly token: string;
  readonly port: number;
  readonly pid: number;
  /** Where it keeps settings, jobs, its log and, in tmp/, temporary files. */
  readonly home: string;
  /** All that it has written so far. */
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** As Ctrl-C does; gives its exit code. Once more does nothing. */
  readonly stop: () => Promise<number>;
}

export interface ServeOptions {
  readonly workspace: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Absent: one that is removed at the end. */
  readonly home?: string;
}

/** Rejects with what it wrote when it ends before it serves. */
export async function startServe({
  workspace,
  args,
  env,
  home: given,
}: ServeOptions): Promise<ServeProcess> {
  const home = given ?? mkdtempSync(join(tmpdir(), 'sluice-home-'));
  const temporary = join(home, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const port = args?.includes('--port') === true ? [] : ['--port', '0'];
  const child = spawn(
    process.execPath,
    [CLI, 'serve', '--workspace', workspace, ...port, ...(args ?? [])],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: home,
        TMPDIR: temporary,
        XDG_CONFIG_HOME: join(home, 'config'),
        XDG_STATE_HOME: join(home, 'state'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const texts = { stdout: '', stderr: '' };
  const ended = once(child, 'exit').then(([code]) => code as number);
  child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      texts.stdout += chunk.toString();
      const [found] = /http:\S+(?=\n)/.exec(texts.stdout) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then((code) => {
      if (given === undefined) rmSync(home, { recursive: true, force: true });
      reject(new Error(`sluice serve ended with ${code}: ${texts.stdout}${texts.stderr}`));
    });
  });
  const address = new URL(url);
  let stopped: Promise<number> | undefined;
  return {
    url,
    token: address.hash.slice('#host='.length),
    port: Number(address.port),
    pid: child.pid ?? 0,
    home,
    output: () => ({ ...texts }),
    stop: () => {
      stopped ??= (child.kill('SIGINT'), ended);
      return stopped;
    },
  };
}
