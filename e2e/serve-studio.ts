/** `sluice serve` as somebody starts it, on a folder of its own. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServedApp } from './browser.ts';

const PROGRAM = fileURLToPath(new URL('../dist/node/sluice.js', import.meta.url));

export interface ServedStudio extends ServedApp {
  /** Of the workspace. */
  readonly folder: string;
  /** Ends the host, and waits until it has ended; its files stay until `close`. */
  readonly stop: () => Promise<void>;
}

/** @param files of the workspace, by path */
export async function serveStudio(
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<ServedStudio> {
  const home = mkdtempSync(join(tmpdir(), 'sluice-serve-'));
  const folder = join(home, 'workspace');
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const server = spawn(
    process.execPath,
    [PROGRAM, 'serve', '--port', '0', '--workspace', folder, '--no-open'],
    // What it keeps for a person is kept here.
    { env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home, ...env } },
  );
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const [address] = /http:\/\/\S+#host=[\w-]+/.exec(said) ?? [];
      if (address !== undefined) resolve(address);
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    void ended.then(() => reject(new Error(`sluice serve ended: ${said}`)));
  });
  const stop = async (): Promise<void> => {
    server.kill('SIGINT');
    await ended;
  };
  return {
    url,
    folder,
    stop,
    close: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}
