/** One chunk of a CSV file, scanned for record borders by whichever worker is free. */
import type { ByteSource } from '../../../runtime/runtime.ts';
import { createRecordScanner, searchable } from '../../../sources/csv/record-scanner.ts';
import { type ChunkScan, createChunkScanner } from '../../../sources/csv/scan-chunk.ts';
import type { CsvChunk } from '../../protocol.ts';
import { namedEncoding, narrowUtf16, type TextEncoding } from '../text/encoding.ts';

/** Bytes read at once: even, for UTF-16. One buffer serves a whole chunk. */
const STEP_BYTES = 16 * 1024 * 1024;

export async function scanCsvChunk(chunk: CsvChunk, source: ByteSource): Promise<ChunkScan> {
  const { file, start, end, dialect, lineEnd } = chunk;
  const encoding = namedEncoding(chunk.encoding);
  const cuts = chunk.cuts.map((cut) => Math.ceil((cut - start) / encoding.unit));
  const scanner = createChunkScanner(createRecordScanner(dialect, lineEnd), cuts);
  const buffer = searchable(new Uint8Array(Math.min(STEP_BYTES, end - start)));
  for (let at = start; at < end; at += STEP_BYTES) {
    const step = buffer.subarray(0, Math.min(STEP_BYTES, end - at));
    await source.readInto(file, at, at + step.length, () => step);
    scanner.add(narrow(step, encoding));
  }
  return scanner.finish();
}

/** One byte for each code unit. */
export const narrow = (bytes: Uint8Array, encoding: TextEncoding): Uint8Array =>
  encoding.unit === 1 ? bytes : narrowUtf16(bytes, encoding.name === 'utf-16le');
