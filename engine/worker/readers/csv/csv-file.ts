/** Files of CSV text: how they are stored, and their heads. */
import type { CsvDialect, FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { createRecordScanner, type RecordScanner } from '../../../sources/csv/record-scanner.ts';
import { type Compression, decompressHead, detectCompression } from '../text/compression.ts';
import { detectEncoding, type TextEncoding } from '../text/encoding.ts';

/** Bytes of the head of a file that are looked at first. */
export const HEAD_BYTES = 1024 * 1024;

export interface TextFile {
  readonly file: FileRef;
  readonly compression: Compression;
  readonly encoding: TextEncoding;
  /** First bytes of the text as they are in the (decompressed) file. */
  readonly head: Uint8Array;
  /** Whether `head` is the whole text. */
  readonly complete: boolean;
}

export async function openTextFile(
  file: FileRef,
  encodingLabel: string | undefined,
  source: ByteSource,
): Promise<TextFile> {
  const start = await source.read(file, 0, Math.min(file.size, HEAD_BYTES));
  const compression = detectCompression(start);
  if (compression === 'none') {
    const encoding = detectEncoding(encodingLabel, start);
    return { file, compression, encoding, head: start, complete: start.length >= file.size };
  }
  const { head, complete } = await decompressHead(file, HEAD_BYTES, source);
  return { file, compression, encoding: detectEncoding(encodingLabel, head), head, complete };
}

/** The scanner for a dialect; `sample` tells whether lines end with CR alone. */
export function scannerFor(dialect: CsvDialect, sample: Uint8Array): RecordScanner {
  return createRecordScanner(dialect, lineEndOf(sample));
}

const LF = 0x0a;
const CR = 0x0d;

export const lineEndOf = (sample: Uint8Array): typeof LF | typeof CR =>
  sample.indexOf(LF) === -1 && sample.indexOf(CR) !== -1 ? CR : LF;
