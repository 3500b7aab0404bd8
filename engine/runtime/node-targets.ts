/**
 * Targets of a run in Node: checked before anything runs, written under a name beside the target,
 * moved into place at the end. Whoever looks sees the old file or the whole new one.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, cp, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type EngineFailure, operationalError, userError } from '../contract/errors.ts';
import type { OutputLocation } from './runtime.ts';
import { addressFailure } from './web-address.ts';

export type OutputMode = 'overwrite' | 'append' | 'error';

/**
 * @param path as the pipeline names it
 * @param directory the output is a folder with one file per partition value
 * @param final where it is, absolute
 */
export async function prepareNodeOutput(
  path: string,
  mode: OutputMode,
  directory: boolean,
  final: string,
): Promise<OutputLocation> {
  const address = addressFailure(path);
  if (address !== undefined) throw address;
  const folder = dirname(final);
  await checkFolder(path, folder);
  const present = await statOrUndefined(final);
  if (present !== undefined) {
    if (mode === 'error') {
      throw userError('output-exists', `${path} exists already.`, {
        hint: 'Choose another path, or the mode "overwrite".',
        location: { file: path },
      });
    }
    if (present.isDirectory() !== directory) {
      throw userError(
        'output-exists',
        directory
          ? `${path} is a file, and a partitioned output is a folder.`
          : `${path} is a folder, and the output is one file.`,
        { hint: 'Choose another path.', location: { file: path } },
      );
    }
    if (!directory) await checkWritable(path, final);
  }
  const temporary = join(
    folder,
    `.${basename(final)}.sluice-${randomBytes(6).toString('hex')}.tmp`,
  );
  const continues = mode === 'append' && present !== undefined;
  if (continues) await continueWith(final, temporary, path);
  else if (directory) await mkdir(temporary);
  return { path, temporary, final, continues };
}

/** A failed run must leave what was there as it was, so rows are added to a copy. */
async function continueWith(final: string, temporary: string, path: string): Promise<void> {
  try {
    await cp(final, temporary, { recursive: true, mode: constants.COPYFILE_FICLONE });
    if ((await stat(temporary)).isFile()) await endLastLine(temporary);
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true });
    throw operationalError('output-unwritable', `${path} cannot be added to.`, {
      hint: 'The file stays as it was. Adding rows needs room for a copy of it.',
      location: { file: path },
      detail: String(cause),
    });
  }
}

/** Bytes that gzip files start with; their lines end inside. */
const GZIP = [0x1f, 0x8b];

async function endLastLine(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    if (size === 0) return;
    const { buffer: head } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    if (GZIP.every((byte, i) => head[i] === byte)) return;
    const { buffer: last } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    if (last[0] !== 0x0a) await handle.write('\n', size);
  } finally {
    await handle.close();
  }
}

async function checkFolder(path: string, folder: string): Promise<void> {
  const found = await statOrUndefined(folder);
  if (found === undefined || !found.isDirectory()) {
    throw userError(
      'output-folder-missing',
      `${path} cannot be written: there is no folder ${folder}.`,
      {
        hint: 'Create the folder, or choose another path.',
        location: { file: path },
      },
    );
  }
  await checkWritable(path, folder);
}

async function checkWritable(path: string, target: string): Promise<void> {
  try {
    await access(target, constants.W_OK);
  } catch (cause) {
    throw userError('output-read-only', `${path} cannot be written: ${target} is read-only.`, {
      hint: 'Choose another path, or change the permissions.',
      location: { file: path },
      detail: String(cause),
    });
  }
}

/** The temporary file or folder becomes the target; an older target disappears only then. */
export async function commitNodeOutput({ path, temporary, final }: OutputLocation): Promise<void> {
  try {
    const made = await stat(temporary);
    if (!made.isDirectory()) {
      await rename(temporary, final);
    } else {
      // A folder cannot replace a folder that holds something: the old one steps aside first.
      const aside = `${temporary}.old`;
      const replaced = (await statOrUndefined(final)) !== undefined;
      if (replaced) await rename(final, aside);
      await rename(temporary, final);
      if (replaced) await rm(aside, { recursive: true, force: true });
    }
    await syncFolder(dirname(final));
  } catch (cause) {
    throw notMoved(path, temporary, cause);
  }
}

export const discardNodeOutput = ({ temporary }: OutputLocation): Promise<void> =>
  rm(temporary, { recursive: true, force: true });

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

const statOrUndefined = (path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> =>
  stat(path).catch(() => undefined);

const notMoved = (path: string, temporary: string, cause: unknown): EngineFailure =>
  operationalError('output-unwritable', `${path} could not be put in place.`, {
    hint: `The finished data are in ${temporary}.`,
    location: { file: path },
    detail: String(cause),
  });
