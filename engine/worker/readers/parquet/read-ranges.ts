/** Several ranges of a file in few reads. */
import type { FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import type { ByteRange } from '../../../sources/parquet/project-file.ts';

/** Chunks closer than this are read at once. */
const MAX_GAP = 64 * 1024;
/** One read is never longer, so that neighbouring chunks of many columns do not pile up twice. */
const MAX_READ = 64 * 1024 * 1024;

export interface RangeBytes {
  readonly get: (range: ByteRange) => Uint8Array;
  /**
   * False once other ranges were read: their bytes took the place of these. A worker does one thing
   * after the other, so what is used at once is safe.
   */
  readonly isCurrent: () => boolean;
}

/**
 * Where all readings of this thread put their bytes: memory that is fresh for each of them costs more
 * than the reading, by page faults and by the garbage collections that large buffers call for.
 */
let buffer = new Uint8Array();
let reading = 0;

/** Larger readings get memory of their own. */
const MAX_KEPT = 32 * 1024 * 1024;

/**
 * The bytes of some ranges of a file, near ones in one read. Throws `RangeError` for a range beyond the
 * end of the file.
 */
export async function readRanges(
  file: FileRef,
  ranges: readonly ByteRange[],
  source: ByteSource,
): Promise<RangeBytes> {
  const spans = joinRanges(ranges);
  const size = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  for (const { start, end } of spans) {
    if (start < 0 || end > file.size) throw new RangeError('a column lies beyond the file');
  }
  const own = (reading += 1);
  const target = bufferOf(size);
  const chunks = new Map<ByteRange, Uint8Array>();
  let at = 0;
  for (const { start, end, members } of spans) {
    const span = target.subarray(at, at + end - start);
    at += end - start;
    await source.readInto(file, start, end, () => span);
    for (const range of members) {
      const from = range.start - start;
      chunks.set(range, span.subarray(from, from + range.length));
    }
  }
  return {
    get: (range) => chunks.get(range) ?? new Uint8Array(),
    isCurrent: () => reading === own || target !== buffer,
  };
}

function bufferOf(size: number): Uint8Array {
  if (size > MAX_KEPT) return new Uint8Array(size);
  if (size > buffer.length) buffer = new Uint8Array(Math.min(MAX_KEPT, 2 * size));
  return buffer;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly members: readonly ByteRange[];
}

function joinRanges(ranges: readonly ByteRange[]): Span[] {
  const spans: Span[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = spans.at(-1);
    const end = range.start + range.length;
    const grown = Math.max(last?.end ?? 0, end);
    if (last !== undefined && range.start <= last.end + MAX_GAP && grown - last.start <= MAX_READ) {
      spans[spans.length - 1] = { ...last, end: grown, members: [...last.members, range] };
    } else spans.push({ start: range.start, end, members: [range] });
  }
  return spans;
}
