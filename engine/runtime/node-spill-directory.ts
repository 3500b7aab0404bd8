/** Folders for spilled blocks in Node: one per runtime, gone when the process ends. */
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'sluice-';
const OWNER = /^sluice-(\d+)-/;
const live = new Set<string>();
let hooked = false;

export async function createSpillDirectory(parent = tmpdir()): Promise<string> {
  await removeStale(parent);
  const directory = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  live.add(directory);
  if (!hooked) {
    hooked = true;
    process.on('exit', () =>
      live.forEach((each) => rmSync(each, { recursive: true, force: true })),
    );
  }
  return directory;
}

export async function removeSpillDirectory(directory: string): Promise<void> {
  live.delete(directory);
  await rm(directory, { recursive: true, force: true });
}

/** Folders of processes that were killed before they could clean up. */
async function removeStale(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = OWNER.exec(name)?.[1];
    if (owner === undefined || isRunning(Number(owner))) continue;
    // Another process may be cleaning up as well, or the folder is someone else's: leave it then.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // EPERM: it runs, under another user.
    return (cause as { code?: string }).code === 'EPERM';
  }
}
