/** `sluice serve` on a folder of its own, for the studio in a browser. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ServedApp } from './browser.ts';
import { startServe } from './serve-process.ts';

export interface ServedStudio extends ServedApp {
  /** Of the workspace. */
  readonly folder: string;
  /** Ends the host, and waits until it has ended; its files stay until `close`. */
  readonly stop: () => Promise<void>;
  /** Ends the host as the system does when memory is short: it can put nothing in order. */
  readonly kill: () => Promise<void>;
  /** Starts it again at the same port, once it has ended; gives its new address. */
  readonly restart: () => Promise<string>;
}

/** @param files of the workspace, by path */
export async function serveStudio(
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<ServedStudio> {
  const home = mkdtempSync(join(tmpdir(), 'sluice-serve-'));
  const folder = join(home, 'workspace');
  mkdirSync(folder);
  writeFiles(folder, files);
  const start = (...args: readonly string[]) =>
    startServe({ workspace: folder, home, env, args: ['--no-open', ...args] });
  let served = await start();
  const stop = async (): Promise<void> => void (await served.stop());
  return {
    url: served.url,
    folder,
    stop,
    kill: async () => {
      process.kill(served.pid, 'SIGKILL');
      await stop();
    },
    restart: async () => {
      served = await start('--port', String(served.port));
      return served.url;
    },
    close: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

/** @param files text, by path below the folder */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
