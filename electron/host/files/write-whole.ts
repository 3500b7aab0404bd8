/** Writes files whole or not at all: beside the target, to the disk, then into its place. */
import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, link, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  type EngineFailure,
  operationalError,
  userError,
} from '../../../engine/contract/errors.ts';
import { fingerprintOf } from '../../../engine/runtime/node-bytes.ts';
import { ABSENT } from './file-entries.ts';

export interface WriteOptions {
  /** Without it, a file that is there is user `output-exists`. */
  readonly replace: boolean;
  /** Operational `file-changed` when the file has another one by now. */
  readonly fingerprint?: string | undefined;
  /** What to call it in errors. */
  readonly named: string;
  /** Throws when its place is no longer allowed; looked at once more, right before it gets there. */
  readonly checkPlace?: () => Promise<unknown>;
  /** Of a file that is made; one that is replaced keeps its own. */
  readonly mode?: number;
}

/** @param path real; its folder is there */
export async function writeWhole(
  path: string,
  content: string,
  options: WriteOptions,
): Promise<void> {
  const { named } = options;
  const present = await statOf(path);
  checkTarget(present, options);
  if (present !== undefined) await checkWritable(path, named);
  const temporary = join(
    dirname(path),
    `.${basename(path).slice(0, 64)}.sluice-${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    await writeTemporary(temporary, content, present?.mode ?? options.mode);
    await options.checkPlace?.();
    // Once more: whoever wrote meanwhile is not to be undone.
    checkTarget(await statOf(path), options);
    await (options.replace ? rename(temporary, path) : linkNew(temporary, path, named));
    await syncFolder(dirname(path));
  } catch (cause) {
    throw notWritten(named, cause);
  } finally {
    await rm(temporary, { force: true });
  }
}

const statOf = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined);

function checkTarget(present: Stats | undefined, options: WriteOptions): void {
  const { replace, fingerprint, named } = options;
  if (present?.isFile() === false) throw exists(named, 'a folder of that name is there');
  if (fingerprint !== undefined) {
    const now = present === undefined ? ABSENT : fingerprintOf(present);
    if (now !== fingerprint) throw changed(named, present === undefined);
  }
  if (present !== undefined && !replace) throw exists(named, 'a file of that name is there');
}

async function checkWritable(path: string, named: string): Promise<void> {
  await access(path, constants.W_OK).catch((cause: unknown) => {
    throw readOnly(named, cause);
  });
}

async function writeTemporary(
  path: string,
  content: string,
  mode: number | undefined,
): Promise<void> {
  const handle = await open(path, 'wx', mode === undefined ? 0o666 : mode & 0o777);
  try {
    // What is asked for at the opening is lessened by what new files may be at most.
    if (mode !== undefined) await handle.chmod(mode & 0o777);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A second name of a file is given only where there is none: between two looks nobody can come. */
async function linkNew(temporary: string, path: string, named: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw exists(named, 'a file of that name is there');
    // A disk without second names, as cameras and sticks have it.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw cause;
    await rename(temporary, path);
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; the rename is as durable there as it gets.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const exists = (named: string, why: string): EngineFailure =>
  userError('output-exists', `${named} cannot be made: ${why}.`, {
    hint: 'Choose another name, or replace it.',
    location: { file: named },
  });

const changed = (named: string, gone: boolean): EngineFailure =>
  operationalError(
    'file-changed',
    gone
      ? `${named} was removed since it was opened.`
      : `${named} was changed by another program since it was opened.`,
    { hint: 'Nothing was written. Open it again, or write over it.', location: { file: named } },
  );

const readOnly = (named: string, cause: unknown): EngineFailure =>
  userError('output-read-only', `${named} cannot be written: it or its folder is read-only.`, {
    hint: 'Choose another place, or change the permissions.',
    location: { file: named },
    detail: String(cause),
  });

/** A failure to write by what the system calls it; what is ours already stays as it is. */
export function notWritten(named: string, cause: unknown): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  const location = { file: named };
  switch (code) {
    case undefined:
      return cause;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return readOnly(named, cause);
    case 'ENOENT':
    case 'ENOTDIR':
      return userError('output-folder-missing', `${named} cannot be written: its folder is gone.`, {
        hint: 'Make the folder again, or choose another place.',
        location,
      });
    case 'EEXIST':
      return exists(named, 'something of that name is there');
    case 'ENOSPC':
    case 'EDQUOT':
      return operationalError('disk-full', `There is no room for ${named}.`, {
        hint: 'Free some room or choose another place. What was there stays as it was.',
        location,
      });
    default:
      return operationalError('output-unwritable', `${named} cannot be written.`, {
        hint: 'What was there stays as it was. Check the disk and the permissions.',
        location,
        detail: String(cause),
      });
  }
}
