/** What a task worker needs of a browser. */
import { type EngineFailure, internalError, operationalError } from '../contract/errors.ts';
import type { FileRef } from '../contract/source.ts';
import { crc32 } from '../worker/crc32.ts';
import { createRangeReader } from './range-channel.ts';
import type { ByteSource, FileOutput, WorkerRuntime } from './runtime.ts';

export const createBrowserWorkerRuntime = (): WorkerRuntime => ({
  bytes: fileBytes(createRangeReader()),
  keepsBytes: true,
  openOutput: async () => createBlobOutput(),
  createSpillFile: () => undefined,
  crc32,
});

function fileBytes(readRange: ReturnType<typeof createRangeReader>): ByteSource {
  const read = (file: FileRef, start: number, end: number): Promise<Uint8Array> => {
    const { handle, fingerprint } = file;
    if (handle.kind !== 'page') return readBlob(file, start, end);
    return readRange(handle.channel, { file: handle.token, fingerprint, start, end });
  };
  return {
    read,
    readInto: async (file, start, end, target) => {
      const bytes = await read(file, start, end);
      target().set(bytes);
    },
  };
}

async function readBlob(file: FileRef, start: number, end: number): Promise<Uint8Array> {
  if (file.handle.kind !== 'blob') throw internalError(`${file.name} has no content in a browser`);
  let bytes: Uint8Array;
  try {
    const slice = file.handle.blob.slice(start, end) as Blob;
    // Synchronous: workers may, and large ranges come in about two thirds of the time.
    bytes = new Uint8Array(new FileReaderSync().readAsArrayBuffer(slice));
  } catch (cause) {
    // A File stops being readable when the file on disk is written.
    throw changed(file, String(cause));
  }
  if (bytes.length === end - start) return bytes;
  throw changed(file, `${bytes.length} bytes instead of ${end - start}`);
}

const changed = (file: FileRef, detail: string): EngineFailure =>
  operationalError('file-changed', `${file.name} changed since it was added, or is gone.`, {
    hint: 'Add the file again, then run again.',
    location: { file: file.name },
    detail,
  });

/** Browsers keep Blob parts outside the JS heap, on disk when they are large. */
function createBlobOutput(): FileOutput {
  let parts: Blob[] = [];
  let bytes = 0;
  return {
    write: async (chunk) => {
      parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>]));
      bytes += chunk.length;
    },
    close: async () => ({ bytes, blob: new Blob(parts) }),
    abort: async () => {
      parts = [];
    },
  };
}
