/** Another `sluice` in a session of its own: closing the terminal does not end it. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export function startDetached(args: readonly string[], log: string): void {
  const file = openSync(log, 'a', 0o600);
  try {
    const program = process.argv[1] ?? '';
    const child = spawn(process.execPath, [program, ...args], {
      detached: true,
      stdio: ['ignore', file, file],
    });
    child.unref();
  } finally {
    closeSync(file);
  }
}
