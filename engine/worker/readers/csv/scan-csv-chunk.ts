/** One chunk of a CSV file, scanned for record borders by whichever worker is free. */
import type { FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { createRecordScanner, searchable } from '../../../sources/csv/record-scanner.ts';
import { type ChunkScan, createChunkScanner } from '../../../sources/csv/scan-chunk.ts';
import type { CsvChunk } from '../../protocol.ts';
import { namedEncoding, narrowUtf16, type TextEncoding } from '../text/encoding.ts';

/** Bytes read at once: even, for UTF-16. */
const STEP_BYTES = 16 * 1024 * 1024;

export async function scanCsvChunk(chunk: CsvChunk, source: ByteSource): Promise<ChunkScan> {
  const { file, start, end, dialect, lineEnd } = chunk;
  const encoding = namedEncoding(chunk.encoding);
  const cuts = chunk.cuts.map((cut) => Math.ceil((cut - start) / encoding.unit));
  const scanner = createChunkScanner(createRecordScanner(dialect, lineEnd), cuts);
  const read = stepReader(file, source, Math.min(STEP_BYTES, end - start));
  for (let at = start; at < end; at += STEP_BYTES) {
    const step = await read(at, Math.min(end, at + STEP_BYTES));
    scanner.add(narrow(step, encoding));
  }
  return scanner.finish();
}

/** Keeps the bytes where reading them again is dear; elsewhere one buffer serves all steps. */
function stepReader(
  file: FileRef,
  source: ByteSource,
  size: number,
): (start: number, end: number) => Promise<Uint8Array> {
  const { readAndKeep } = source;
  if (readAndKeep !== undefined) return (start, end) => readAndKeep(file, start, end);
  const buffer = searchable(new Uint8Array(size));
  return async (start, end) => {
    const step = buffer.subarray(0, end - start);
    await source.readInto(file, start, end, () => step);
    return step;
  };
}

/** One byte for each code unit. */
export const narrow = (bytes: Uint8Array, encoding: TextEncoding): Uint8Array =>
  encoding.unit === 1 ? bytes : narrowUtf16(bytes, encoding.name === 'utf-16le');
