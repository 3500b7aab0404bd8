/** Reads what a token stands for: a text whole, a range of bytes of the file that was listed. */
import type { FileHandle } from 'node:fs/promises';
import {
  type EngineFailure,
  operationalError,
  userError,
} from '../../../engine/contract/errors.ts';
import { fingerprintOf } from '../../../engine/runtime/node-bytes.ts';
import type { FileEntry } from '../api/file-methods.ts';
import type { FileService } from './file-service.ts';
import { openInside } from './open-inside.ts';
import { unreadable } from './roots.ts';

const LARGEST_TEXT = 64 * 2 ** 20;

/** @param path real */
export async function readText(
  { roots, entries }: FileService,
  path: string,
): Promise<{ readonly entry: FileEntry; readonly text: string }> {
  const named = entries.locationOf(path);
  const handle = await openInside(roots, path, named);
  try {
    const stats = await handle.stat();
    if (stats.size > LARGEST_TEXT) throw tooLarge(named, stats.size);
    const bytes = await readExactly(handle, 0, stats.size, named);
    const entry = await entries.from(path, stats);
    await checkSame(handle, entry.fingerprint, named);
    return { entry, text: decode(bytes, named) };
  } finally {
    await handle.close();
  }
}

/** @param path real */
export async function readRange(
  { roots, entries }: FileService,
  path: string,
  range: { readonly fingerprint: string; readonly start: number; readonly end: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const named = entries.locationOf(path);
  const handle = await openInside(roots, path, named);
  try {
    await checkSame(handle, range.fingerprint, named);
    const bytes = await readExactly(handle, range.start, range.end, named);
    await checkSame(handle, range.fingerprint, named);
    return bytes;
  } finally {
    await handle.close();
  }
}

async function readExactly(
  handle: FileHandle,
  start: number,
  end: number,
  named: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(end - start);
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle
      .read(bytes, done, bytes.length - done, start + done)
      .catch((cause: unknown) => {
        throw unreadable(named, cause);
      });
    if (bytesRead === 0) throw changed(named);
    done += bytesRead;
  }
  return bytes;
}

async function checkSame(handle: FileHandle, fingerprint: string, named: string): Promise<void> {
  if (fingerprintOf(await handle.stat()) !== fingerprint) throw changed(named);
}

function decode(bytes: Uint8Array, named: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw userError('bad-encoding', `${named} is no text in UTF-8.`, {
      hint: 'Save it as UTF-8 in the program that made it.',
      location: { file: named },
    });
  }
}

const changed = (named: string): EngineFailure =>
  operationalError('file-changed', `${named} was changed since it was looked at.`, {
    hint: 'Look at it again.',
    location: { file: named },
  });

const tooLarge = (named: string, size: number): EngineFailure =>
  userError(
    'file-too-large',
    `${named} has ${Math.ceil(size / 2 ** 20)} MB, and a text at most 64.`,
    {
      hint: 'It is hardly a pipeline. Data are read by input steps.',
      location: { file: named },
    },
  );
