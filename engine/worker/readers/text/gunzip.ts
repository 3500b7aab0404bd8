/**
 * gzip as a stream. The platform's own decompression is four times as fast as any in JavaScript, but
 * says little of what is wrong, and in browsers stops at the end of the first member. So what it
 * refuses is read again by fflate, which tells where; checksums are compared here, as fflate does not.
 */
import { Gunzip } from 'fflate';
import type { FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { crc32 } from '../../crc32.ts';
import { DamagedText } from './damaged-text.ts';

/** Compressed bytes read at once. */
const READ_BYTES = 4 * 1024 * 1024;

/** Compressed bytes given to fflate at once: how exactly damage can be placed. */
const STEP_BYTES = 16 * 1024;

/** Throws `DamagedText`, and what reading throws. */
export async function* gunzip(file: FileRef, source: ByteSource): AsyncGenerator<Uint8Array> {
  let unreadable: { readonly cause: unknown } | undefined;
  let given = 0;
  const compressed = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < file.size; at += READ_BYTES) {
      try {
        yield await source.read(file, at, Math.min(file.size, at + READ_BYTES));
      } catch (cause) {
        unreadable = { cause };
        throw cause;
      }
    }
  };
  try {
    for await (const chunk of (source.gunzip ?? decompressionStream)(compressed())) {
      given += chunk.length;
      yield chunk;
    }
    return;
  } catch {
    if (unreadable !== undefined) throw unreadable.cause;
  }
  yield* gunzipExactly(file, source, given);
}

async function* decompressionStream(
  chunks: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const from = new ReadableStream<BufferSource>({
    pull: async (controller) => {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
  });
  const reader = from.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Nobody waits for what is left of a stream that nobody reads to its end.
    reader.cancel().catch(() => undefined);
  }
}

/** @param skip bytes of the text that were given before */
async function* gunzipExactly(
  file: FileRef,
  source: ByteSource,
  skip: number,
): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  /** Of the member that is being read. */
  let crc = 0;
  let length = 0;
  const ended: { readonly end: number; readonly crc: number; readonly length: number }[] = [];
  const gzip = new Gunzip((chunk) => {
    if (chunk.length === 0) return;
    crc = crc32(chunk, crc);
    length += chunk.length;
    ready.push(chunk);
  });
  gzip.onmember = (start) => {
    ended.push({ end: start, crc, length });
    crc = 0;
    length = 0;
  };
  let toSkip = skip;
  for (let at = 0; at < file.size; at += READ_BYTES) {
    const bytes = await source.read(file, at, Math.min(file.size, at + READ_BYTES));
    for (let step = 0; step < bytes.length; step += STEP_BYTES) {
      const end = at + Math.min(bytes.length, step + STEP_BYTES);
      try {
        gzip.push(bytes.subarray(step, step + STEP_BYTES), end === file.size);
      } catch (cause) {
        throw asDamage(cause, at + step, end, file);
      }
      for (const member of ended.splice(0)) await checkMember(member, file, source);
      for (const chunk of ready) {
        if (toSkip < chunk.length) yield toSkip === 0 ? chunk : chunk.subarray(toSkip);
        toSkip = Math.max(0, toSkip - chunk.length);
      }
      ready = [];
    }
  }
  await checkMember({ end: file.size, crc, length }, file, source);
}

/** A member ends with the CRC-32 of its text and the text's length modulo 2^32. */
async function checkMember(
  member: { readonly end: number; readonly crc: number; readonly length: number },
  file: FileRef,
  source: ByteSource,
): Promise<void> {
  const { end, crc, length } = member;
  const start = Math.max(0, end - 8);
  const trailer = await source.read(file, start, end);
  const view = new DataView(trailer.buffer, trailer.byteOffset, trailer.byteLength);
  if (trailer.length < 8 || view.getUint32(4, true) !== length >>> 0) {
    throw new DamagedText(end, end === file.size ? 'cut-off' : 'damaged', 'the length is another');
  }
  if (view.getUint32(0, true) !== crc) {
    throw new DamagedText(start, 'damaged', 'the checksum of the text is another');
  }
}

function asDamage(cause: unknown, from: number, end: number, file: FileRef): DamagedText {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return end === file.size && /unexpected EOF/i.test(reason)
    ? new DamagedText(file.size, 'cut-off', reason)
    : new DamagedText(from, 'damaged', reason);
}
