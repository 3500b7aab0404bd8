/** Several ranges of a file in few reads. */
import type { FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import type { ByteRange } from '../../../sources/parquet/project-file.ts';

/** Chunks closer than this are read at once. */
const MAX_GAP = 64 * 1024;
/** One read is never longer, so that neighbouring chunks of many columns do not pile up twice. */
const MAX_READ = 64 * 1024 * 1024;

/**
 * The bytes of some ranges of a file, near ones in one read. Throws `RangeError` for a range beyond the
 * end of the file.
 */
export async function readRanges(
  file: FileRef,
  ranges: readonly ByteRange[],
  source: ByteSource,
): Promise<ReadonlyMap<ByteRange, Uint8Array>> {
  const sorted = [...ranges].sort((a, b) => a.start - b.start);
  const chunks = new Map<ByteRange, Uint8Array>();
  let next = 0;
  while (next < sorted.length) {
    const first = sorted[next] as ByteRange;
    let end = first.start + first.length;
    let last = next + 1;
    for (; last < sorted.length; last++) {
      const range = sorted[last] as ByteRange;
      const grown = Math.max(end, range.start + range.length);
      if (range.start > end + MAX_GAP || grown - first.start > MAX_READ) break;
      end = grown;
    }
    if (first.start < 0 || end > file.size) throw new RangeError('a column lies beyond the file');
    const bytes = await source.read(file, first.start, end);
    for (; next < last; next++) {
      const range = sorted[next] as ByteRange;
      const from = range.start - first.start;
      chunks.set(range, bytes.subarray(from, from + range.length));
    }
  }
  return chunks;
}
