/** The text of a file as it is stored or, of a compressed one, as it was before. */
import type { FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { decompress } from './compression.ts';

/** Bytes read at once. */
const PASS_BYTES = 8 * 1024 * 1024;

/** Bytes `start` (inclusive) to `end` (exclusive; absent: all) of the text, in chunks of any size. */
export async function* fileText(
  file: FileRef,
  compressed: boolean,
  source: ByteSource,
  start: number,
  end = Infinity,
): AsyncGenerator<Uint8Array> {
  if (!compressed) {
    const last = Math.min(file.size, end);
    for (let at = start; at < last; at += PASS_BYTES) {
      yield source.read(file, at, Math.min(last, at + PASS_BYTES));
    }
    return;
  }
  let at = 0;
  for await (const chunk of decompress(file, source)) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at));
    at += chunk.length;
    if (part.length > 0) yield part;
    if (at >= end) return;
  }
}
