/** Reads ranges of files in Node, each open file once per worker. */
import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { type EngineFailure, internalError, operationalError } from '../contract/errors.ts';
import type { FileRef } from '../contract/source.ts';
import type { ByteSource } from './runtime.ts';

/** Open files per worker; the least recently used one is closed for the next. */
const MAX_OPEN = 64;

/** Bytes read in one synchronous call: about a millisecond, after which messages get their turn. */
const STEP_BYTES = 4 * 1024 * 1024;

const GUNZIP_BYTES = 1024 * 1024;

/** Size and modification time: what a file is known by between two looks at it. */
export const fingerprintOf = (stat: { readonly size: number; readonly mtimeMs: number }): string =>
  `${stat.size}-${Math.round(stat.mtimeMs * 1000).toString(36)}`;

export function createNodeBytes(): ByteSource & { readonly close: () => Promise<void> } {
  // Keyed by path and fingerprint, so that a changed file is opened, and checked, again.
  const files = new Map<string, Promise<FileHandle>>();

  const openFile = (file: FileRef, path: string): Promise<FileHandle> => {
    const key = `${file.fingerprint} ${path}`;
    const known = files.get(key);
    const handle = known ?? openChecked(file, path);
    files.delete(key);
    files.set(key, handle);
    handle.catch(() => files.delete(key));
    const oldest = files.keys().next().value;
    if (files.size > MAX_OPEN && oldest !== undefined) {
      const closing = files.get(oldest);
      files.delete(oldest);
      // A failed open was reported to who asked for it; there is nothing to close then.
      closing?.then((old) => old.close()).catch(() => undefined);
    }
    return handle;
  };

  return {
    read: async (file, start, end) => {
      if (file.handle.kind === 'blob') {
        return new Uint8Array(await file.handle.blob.slice(start, end).arrayBuffer());
      }
      const handle = await openFile(file, pathOf(file));
      const bytes = new Uint8Array(end - start);
      let done = 0;
      while (done < bytes.length) {
        const { bytesRead } = await readSome(handle, file, bytes, done, start + done);
        if (bytesRead === 0) throw changed(file, 'it is shorter than it was');
        done += bytesRead;
      }
      return bytes;
    },
    readInto: async (file, start, end, target) => {
      if (file.handle.kind === 'blob') {
        const blob = file.handle.blob.slice(start, end);
        const bytes = new Uint8Array(await blob.arrayBuffer());
        target().set(bytes);
        return;
      }
      const { fd } = await openFile(file, pathOf(file));
      for (let at = start; at < end;) {
        const step = Math.min(STEP_BYTES, end - at);
        const bytesRead = readNow(fd, file, target(), at - start, step, at);
        if (bytesRead === 0) throw changed(file, 'it is shorter than it was');
        at += bytesRead;
        if (at < end) await nextTurn();
      }
    },
    // Larger chunks than DecompressionStream's: half the CPU.
    gunzip: (compressed) => {
      const gunzip = createGunzip({ chunkSize: GUNZIP_BYTES });
      // Whoever reads from it is told of errors; ending either ends both.
      return pipeline(Readable.from(compressed), gunzip, () => undefined);
    },
    close: async () => {
      const open = [...files.values()];
      files.clear();
      await Promise.allSettled(open.map(async (handle) => (await handle).close()));
    },
  };
}

async function readSome(
  handle: FileHandle,
  file: FileRef,
  bytes: Uint8Array,
  offset: number,
  position: number,
): Promise<{ readonly bytesRead: number }> {
  try {
    return await handle.read(bytes, offset, bytes.length - offset, position);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** Synchronous, because the memory it writes to may move at the next turn. */
function readNow(
  descriptor: number,
  file: FileRef,
  target: Uint8Array,
  offset: number,
  length: number,
  position: number,
): number {
  try {
    return readSync(descriptor, target, offset, length, position);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

async function openChecked(file: FileRef, path: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (cause) {
    throw unreadable(file, cause);
  }
  const stat = await handle.stat();
  if (fingerprintOf(stat) === file.fingerprint) return handle;
  await handle.close();
  throw changed(file, stat.size === file.size ? 'it was written again' : 'its size is another');
}

const changed = (file: FileRef, how: string): EngineFailure =>
  operationalError('file-changed', `${file.name} changed while the pipeline ran: ${how}.`, {
    hint: 'Run again once nothing writes to the file.',
    location: { file: file.name },
  });

const unreadable = (file: FileRef, cause: unknown): EngineFailure =>
  operationalError('file-unreadable', `${file.name} cannot be read any more.`, {
    hint: 'Check that the file is still there and that you may read it.',
    location: { file: file.name },
    detail: String(cause),
  });

function pathOf(file: FileRef): string {
  if (file.handle.kind === 'path') return file.handle.path;
  throw internalError(`${file.name} has no path.`);
}
