/** Compressed text files, recognised by their first bytes. They are read from start to end. */
import { Decompress } from 'fzstd';
import { userError } from '../../../contract/errors.ts';
import type { FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { DamagedText } from './damaged-text.ts';
import { gunzip } from './gunzip.ts';

export type Compression = 'none' | 'gzip' | 'zstd';

/** Compressed bytes read at once, and given to the decompressor at once. */
const READ_BYTES = 4 * 1024 * 1024;
const STEP_BYTES = 64 * 1024;

/** Bytes of a file that tell how it is compressed. */
const MAGIC_BYTES = 4;

export function detectCompression(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return 'none';
}

/**
 * The text in chunks of any size, at most a few megabytes of it held at a time. Throws user
 * `corrupt-file` with the byte of the compressed file.
 */
export async function* decompress(
  file: FileRef,
  source: ByteSource,
): AsyncGenerator<Uint8Array, void> {
  const head = await source.read(file, 0, Math.min(file.size, MAGIC_BYTES));
  const compression = detectCompression(head);
  try {
    yield* compression === 'zstd' ? unzstd(file, source) : gunzip(file, source);
  } catch (thrown) {
    throw thrown instanceof DamagedText ? corrupt(file, compression, thrown) : thrown;
  }
}

/** The first bytes of the text, a little more than `size` unless that is all of it. */
export async function decompressHead(
  file: FileRef,
  size: number,
  source: ByteSource,
): Promise<{ readonly head: Uint8Array; readonly complete: boolean }> {
  for await (const head of evenChunks(decompress(file, source), size + 1)) {
    // A copy: many small files would each hold a buffer of this size.
    return { head: head.slice(), complete: head.length <= size };
  }
  return { head: new Uint8Array(), complete: true };
}

/**
 * The same text in chunks of `size` bytes (the last one may be shorter), whatever the platform gives.
 * Each is good until the next is asked for: one buffer serves all, because every large buffer that is
 * left behind calls for a garbage collection.
 */
export async function* evenChunks(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(size);
  let length = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + size - length);
      buffer.set(part, length);
      length += part.length;
      at += part.length;
      if (length < size) continue;
      yield buffer;
      length = 0;
    }
  }
  if (length > 0) yield buffer.subarray(0, length);
}

async function* unzstd(file: FileRef, source: ByteSource): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zstd = new Decompress((chunk) => {
    if (chunk.length > 0) ready.push(chunk);
  });
  for (let at = 0; at < file.size; at += READ_BYTES) {
    const bytes = await source.read(file, at, Math.min(file.size, at + READ_BYTES));
    for (let step = 0; step < bytes.length; step += STEP_BYTES) {
      const last = at + Math.min(bytes.length, step + STEP_BYTES) === file.size;
      try {
        zstd.push(bytes.subarray(step, step + STEP_BYTES), last);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw last && /unexpected EOF/i.test(reason)
          ? new DamagedText(file.size, 'cut-off', reason)
          : new DamagedText(at + step, 'damaged', reason);
      }
      yield* ready;
      ready = [];
    }
  }
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

function corrupt(file: FileRef, compression: Compression, damage: DamagedText): Error {
  const { byte, what } = damage;
  const how =
    what === 'cut-off'
      ? `is cut off or damaged: its ${compression} data go on behind its last byte, ${byte}`
      : `is not a valid ${compression} file: it is damaged near byte ${byte}`;
  return userError('corrupt-file', `${file.name} ${how}.`, {
    param: 'path',
    hint: 'Copy or download the file again.',
    location: { file: file.name, byte },
    detail: damage.message,
  });
}
