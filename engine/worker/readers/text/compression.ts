/** Compressed text files, recognised by their first bytes. They are read from start to end. */
import { Gunzip } from 'fflate';
import { Decompress } from 'fzstd';
import { userError } from '../../../contract/errors.ts';
import type { FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';

export type Compression = 'none' | 'gzip' | 'zstd';

/** Compressed bytes read at once. */
const READ_BYTES = 4 * 1024 * 1024;

export function detectCompression(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return 'none';
}

interface Sink {
  push(chunk: Uint8Array, final?: boolean): void;
}

/** The decompressed bytes in chunks, at most a few megabytes of them held at a time. */
export async function* decompress(
  file: FileRef,
  compression: Exclude<Compression, 'none'>,
  source: ByteSource,
): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const take = (chunk: Uint8Array): void => {
    if (chunk.length > 0) ready.push(chunk);
  };
  const sink: Sink = compression === 'gzip' ? new Gunzip(take) : new Decompress(take);
  for (let at = 0; at < file.size; at += READ_BYTES) {
    const end = Math.min(file.size, at + READ_BYTES);
    const chunk = await source.read(file, at, end);
    try {
      sink.push(chunk, end === file.size);
    } catch (cause) {
      throw corrupt(file, compression, cause);
    }
    yield* ready;
    ready = [];
  }
}

/** Most that a compressed file may hold: it is one split, in memory as a whole. */
export const MAX_DECOMPRESSED_BYTES = 1024 * 1024 * 1024;

export async function decompressAll(
  file: FileRef,
  compression: Exclude<Compression, 'none'>,
  source: ByteSource,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of decompress(file, compression, source)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_DECOMPRESSED_BYTES) throw tooLarge(file);
  }
  return concatBytes(chunks, length);
}

export function concatBytes(chunks: readonly Uint8Array[], length?: number): Uint8Array {
  if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0];
  const out = new Uint8Array(length ?? chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

const corrupt = (file: FileRef, compression: string, cause: unknown): Error =>
  userError('corrupt-file', `${file.name} is not a valid ${compression} file.`, {
    hint: 'Copy or download the file again; it may be cut off.',
    location: { file: file.name },
    detail: String(cause),
  });

const tooLarge = (file: FileRef): Error =>
  userError(
    'compressed-too-large',
    `${file.name} holds more than ${MAX_DECOMPRESSED_BYTES / 2 ** 30} GB when decompressed.`,
    {
      hint: 'Decompress the file first, or store it as Parquet: then it is read in parallel.',
      location: { file: file.name },
    },
  );
