/** The built command in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '../../../dist/node/sluice.js');

export interface Spawned {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SpawnSettings {
  readonly cwd: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with all of stdout so far whenever there is more. */
  readonly onOutput?: (stdout: string, child: ChildProcess) => void;
  readonly onStart?: (child: ChildProcess) => void;
}

export function spawnCli(args: readonly string[], settings: SpawnSettings): Promise<Spawned> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: settings.cwd,
      env: { ...process.env, SLUICE_DEBUG: '', ...settings.env },
    });
    const texts = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      texts.stdout += chunk;
      settings.onOutput?.(texts.stdout, child);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (texts.stderr += chunk));
    child.stdin.end(settings.stdin ?? '');
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...texts }));
    settings.onStart?.(child);
  });
}
