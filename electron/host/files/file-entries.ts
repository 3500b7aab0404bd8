/** How a file is told to the studio. */
import { constants, type Stats } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import { fingerprintOf } from '../../../engine/runtime/node-bytes.ts';
import type { FileEntry } from '../api/file-methods.ts';
import type { FileTokens } from './file-tokens.ts';
import { folderGone, type Roots } from './roots.ts';
import { isInside } from './lexical-path.ts';
import { fileGone } from './open-inside.ts';

/** Of a file that is still to be made. */
export const ABSENT = 'absent';

export interface FileEntries {
  /** @param path real, and there; throws operational `file-gone` when it is no longer */
  readonly of: (path: string) => Promise<FileEntry>;
  /** The same, of a file that was looked at already. */
  readonly from: (path: string, found: Stats) => Promise<FileEntry>;
  /** Also of a file that is not there. */
  readonly ofTarget: (path: string) => Promise<FileEntry>;
  readonly locationOf: (path: string) => string;
}

/** @param workspace real; its files are told by their place in it */
export function createFileEntries(
  tokens: FileTokens,
  roots: Roots,
  workspace: string | undefined,
): FileEntries {
  const locationOf = (path: string): string => {
    const below = workspace !== undefined && path !== workspace && isInside(workspace, path);
    return (below ? relative(workspace, path) : path).replaceAll('\\', '/');
  };
  const from = async (path: string, found: Stats): Promise<FileEntry> => ({
    token: tokens.tokenOf(path),
    kind: found.isDirectory() ? 'folder' : 'file',
    name: nameOf(path),
    location: locationOf(path),
    size: found.isDirectory() ? 0 : found.size,
    modified: found.mtimeMs,
    fingerprint: fingerprintOf(found),
    writable: await isWritable(roots, path),
  });
  const of = async (path: string): Promise<FileEntry> => {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) return from(path, found);
    throw path === workspace ? folderGone(path) : fileGone(locationOf(path));
  };
  return {
    of,
    from,
    ofTarget: async (path) => {
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined) return from(path, found);
      return {
        token: tokens.tokenOf(path),
        kind: 'file',
        name: nameOf(path),
        location: locationOf(path),
        size: 0,
        modified: 0,
        fingerprint: ABSENT,
        writable: true,
      };
    },
    locationOf,
  };
}

/** A drive's or the system's root has no last part. */
const nameOf = (path: string): string => basename(path) || path;

async function isWritable(roots: Roots, path: string): Promise<boolean> {
  if (!roots.allows(path, 'write')) return false;
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
