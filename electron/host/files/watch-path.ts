/**
 * Watches one file through everything that happens to files: rewritten, replaced by an editor that writes
 * beside it and renames, removed and made again, its folder removed and made again.
 */
import { stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { FSWatcher } from 'chokidar';

/** A file that grows is told once it has not grown for so long: nobody wants half of it. */
const STABLE_MS = 100;
const LOOK_MS = 25;

export interface Watch {
  /** Settles once changes are seen. */
  readonly ready: Promise<void>;
  readonly close: () => Promise<void>;
}

/** @param onChange something happened to it, or may have; never called again after `close` settled */
export function watchPath(path: string, onChange: () => Promise<void>): Watch {
  let watcher: FSWatcher | undefined;
  let watched: string | undefined;
  let closed = false;
  // One look after the other, so that none arms twice.
  let turn: Promise<void> = Promise.resolve();

  const look = (): Promise<void> => {
    const looked = turn.then(async () => {
      if (closed) return;
      const folder = await nearestFolder(path);
      if (folder !== watched) await arm(folder);
      if (!closed) await onChange();
    });
    // One look that fails is told to who asked for it; the next ones come all the same.
    turn = looked.catch(() => undefined);
    return looked;
  };
  const arm = async (folder: string): Promise<void> => {
    await watcher?.close();
    watched = folder;
    // The folder's own entry that leads to the file: of others nothing is asked.
    const next = join(folder, relative(folder, path).split(sep)[0] ?? '');
    const { watch } = await import('chokidar');
    const made = watch(folder, {
      depth: 0,
      ignoreInitial: true,
      ignored: (entry) => entry !== folder && entry !== next,
      atomic: true,
      awaitWriteFinish: { stabilityThreshold: STABLE_MS, pollInterval: LOOK_MS },
    });
    watcher = made;
    await new Promise<void>((resolve) => {
      made.once('ready', resolve);
      made.on('error', () => resolve());
    });
    // On Windows, removing a folder that is watched is an error of the watcher.
    const lookAgain = (): void => void look().catch(() => undefined);
    made.on('error', lookAgain);
    made.on('all', lookAgain);
    // What came or went while it was being armed.
    if ((await nearestFolder(path)) !== folder) lookAgain();
  };

  return {
    ready: look(),
    close: async () => {
      closed = true;
      await turn;
      await watcher?.close();
    },
  };
}

/** The innermost folder above the file that is there. */
async function nearestFolder(path: string): Promise<string> {
  const folder = dirname(path);
  if (folder === path) return folder;
  const found = await stat(folder).catch(() => undefined);
  return found?.isDirectory() === true ? folder : nearestFolder(folder);
}
