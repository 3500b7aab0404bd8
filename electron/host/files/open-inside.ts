/** Opens files so that what is read is what was allowed. */
import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import {
  type EngineFailure,
  operationalError,
  userError,
} from '../../../engine/contract/errors.ts';
import { outside, type Roots, unreadable } from './roots.ts';

// Zero where a system does not have them. A pipe or a device must not hold up whoever opens it.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file for reading and looks again, once it is open, where its path leads: a folder on
 * the way that was made a link between the look and the opening is found out, because the path then
 * leads out or to another file. What remains: a hard link cannot be told from the file; and somebody
 * who may write in the workspace can swap a folder there and back between the two looks, to no more
 * than opening, for reading, a file that the same person may read anyway.
 *
 * @param path real, from `Roots.resolve`
 */
export async function openInside(roots: Roots, path: string, named: string): Promise<FileHandle> {
  const handle = await open(path, FLAGS).catch((cause: unknown) => {
    throw notOpened(named, cause);
  });
  try {
    const opened = await handle.stat({ bigint: true });
    if (opened.isDirectory()) throw isFolder(named);
    if (!opened.isFile()) throw noFile(named);
    const real = await roots.resolve(await realpath(path), 'read', named);
    const again = await stat(real, { bigint: true });
    if (again.ino !== opened.ino || again.dev !== opened.dev) throw outside(named);
    return handle;
  } catch (thrown) {
    await handle.close();
    throw thrown instanceof Error && 'code' in thrown ? notOpened(named, thrown) : thrown;
  }
}

function notOpened(named: string, cause: unknown): EngineFailure {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return fileGone(named);
  // The last name became a link after its path was resolved.
  if (code === 'ELOOP') return outside(named);
  return unreadable(named, cause);
}

export const fileGone = (named: string): EngineFailure =>
  operationalError('file-gone', `${named} is no longer there.`, {
    hint: 'Put it back, or choose another one.',
    location: { file: named },
  });

const isFolder = (named: string): EngineFailure =>
  userError('is-a-folder', `${named} is a folder.`, { location: { file: named } });

const noFile = (named: string): EngineFailure =>
  userError('file-unreadable', `${named} is no file with content: a device, a pipe or a socket.`, {
    hint: 'Choose another one.',
    location: { file: named },
  });
