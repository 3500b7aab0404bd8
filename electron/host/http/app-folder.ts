/** The folder that the build has made of the studio, read from the disk. */
import { open, readFile, realpath, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';

export interface AppFile {
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
  readonly open: () => Promise<FileHandle>;
}

export interface AppFolder {
  /**
   * @param path plain names with `/` between them
   * @returns undefined when there is no such file, or a link leads out of the folder
   */
  readonly find: (path: string) => Promise<AppFile | undefined>;
}

export function openAppFolder(folder: string): AppFolder {
  return {
    find: async (path) => {
      try {
        const root = await realpath(folder);
        const file = await realpath(join(root, path));
        if (!file.startsWith(root + sep)) return undefined;
        const found = await stat(file);
        if (!found.isFile()) return undefined;
        return {
          size: found.size,
          modified: found.mtimeMs,
          read: () => readFile(file),
          open: () => open(file),
        };
      } catch {
        return undefined;
      }
    },
  };
}
