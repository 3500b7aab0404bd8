/** A disk that is soon full: what a test that needs none left is given. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const mount = (folder: string, megabytes: number): boolean =>
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=1777`, 'sluice-test', folder])
    .status === 0;

const unmount = (folder: string): void => {
  // What is still open in it keeps it until it is closed.
  spawnSync('umount', ['--lazy', folder]);
};

export interface SmallDisk {
  readonly folder: string;
  /** A second time does nothing. */
  readonly remove: () => void;
}

/** @param at a folder that is there and becomes the disk; a new one otherwise */
export function smallDisk(megabytes: number, at?: string): SmallDisk {
  const folder = at ?? mkdtempSync(join(tmpdir(), 'sluice-small-'));
  if (!mount(folder, megabytes)) throw new Error(`No disk could be mounted at ${folder}.`);
  return {
    folder,
    remove: () => {
      unmount(folder);
      if (at === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether this process may mount disks, which mostly only root may. */
export function mayMountDisks(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-small-'));
  const may = mount(folder, 1);
  if (may) unmount(folder);
  rmSync(folder, { recursive: true });
  return may;
}
