/** Peak memory of a process and its children: resident bytes, read from /proc twenty times a second. */
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

export interface MemoryUse {
  readonly peakBytes: number;
  readonly milliseconds: number;
}

const EVERY = 50;

/** Runs Node with these arguments to its end. Linux only. */
export function peakMemory(args: readonly string[]): Promise<MemoryUse> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, [...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    let peakBytes = 0;
    const timer = setInterval(() => {
      peakBytes = Math.max(peakBytes, residentBytes(child.pid ?? 0));
    }, EVERY);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      if (code === 0) resolve({ peakBytes, milliseconds: performance.now() - started });
      else reject(new Error(`node ${args.join(' ')} ended with ${code}`));
    });
  });
}

/** Of the whole tree: Chromium, for one, is many processes. */
function residentBytes(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parent = /^PPid:\s+(\d+)/m.exec(statusOf(pid))?.[1];
    if (parent !== undefined) parents.set(pid, Number(parent));
  }
  const isInTree = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || isInTree(parents.get(pid)));
  return [...parents.keys()]
    .filter((pid) => isInTree(pid))
    .reduce((sum, pid) => {
      const kilobytes = /^VmRSS:\s+(\d+)/m.exec(statusOf(pid))?.[1];
      return sum + Number(kilobytes ?? 0) * 1024;
    }, 0);
}

/** Empty for a process that has ended in between. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
