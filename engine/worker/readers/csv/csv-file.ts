/** Reading CSV bytes: ranges of plain files, whole compressed files, always as UTF-8. */
import type { CsvDialect, FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { createRecordScanner, type RecordScanner } from '../../../sources/csv/record-scanner.ts';
import {
  type Compression,
  decompress,
  decompressAll,
  detectCompression,
} from '../text/compression.ts';
import {
  detectEncoding,
  namedEncoding,
  narrowUtf16,
  type TextEncoding,
  toUtf8,
} from '../text/encoding.ts';

/** Bytes of the head of a file that are looked at first. */
export const HEAD_BYTES = 1024 * 1024;

/** Bytes read at once in a pass over a whole file. */
const PASS_BYTES = 8 * 1024 * 1024;

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
  const pieces: Uint8Array[] = [];
  let length = 0;
  let complete = true;
  for await (const chunk of decompress(file, compression, source)) {
    pieces.push(chunk);
    length += chunk.length;
    if (length > HEAD_BYTES) {
      complete = false;
      break;
    }
  }
  const head = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    head.set(piece, at);
    at += piece.length;
  }
  return { file, compression, encoding: detectEncoding(encodingLabel, head), head, complete };
}

/** The text from byte `start` on, in chunks of whole code units. */
export async function* textChunks(
  text: TextFile,
  start: number,
  source: ByteSource,
): AsyncGenerator<{ readonly raw: Uint8Array; readonly units: Uint8Array }> {
  const { encoding } = text;
  const chunks =
    text.compression === 'none'
      ? plainChunks(text.file, start, source)
      : withoutFirst(decompress(text.file, text.compression, source), start);
  let rest = new Uint8Array();
  for await (const chunk of chunks) {
    if (encoding.unit === 1) {
      yield { raw: chunk, units: chunk };
      continue;
    }
    const raw = new Uint8Array(rest.length + chunk.length);
    raw.set(rest);
    raw.set(chunk, rest.length);
    const even = raw.length & ~1;
    rest = raw.slice(even);
    const whole = raw.subarray(0, even);
    yield { raw: whole, units: narrowUtf16(whole, encoding.name === 'utf-16le') };
  }
}

async function* plainChunks(
  file: FileRef,
  start: number,
  source: ByteSource,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < file.size; at += PASS_BYTES) {
    yield source.read(file, at, Math.min(file.size, at + PASS_BYTES));
  }
}

async function* withoutFirst(
  chunks: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array> {
  let skip = count;
  for await (const chunk of chunks) {
    if (skip < chunk.length) yield chunk.subarray(skip);
    skip = Math.max(0, skip - chunk.length);
  }
}

/** UTF-8 bytes of a split's range; a compressed file is read whole. */
export async function readCsvRange(
  file: FileRef,
  range: { readonly start: number; readonly end: number },
  encodingName: string,
  source: ByteSource,
): Promise<{ readonly bytes: Uint8Array; readonly whole: boolean }> {
  const encoding = namedEncoding(encodingName);
  const raw = await source.read(file, range.start, range.end);
  const compression = range.start === 0 ? detectCompression(raw) : 'none';
  if (compression === 'none') {
    return { bytes: toUtf8(raw, encoding, file.name), whole: range.end >= file.size };
  }
  const text = await decompressAll(file, compression, source);
  return { bytes: toUtf8(text, encoding, file.name), whole: true };
}

/** The scanner for a dialect; `sample` tells whether lines end with CR alone. */
export function scannerFor(dialect: CsvDialect, sample: Uint8Array): RecordScanner {
  return createRecordScanner(dialect, lineEndOf(sample));
}

const LF = 0x0a;
const CR = 0x0d;

export const lineEndOf = (sample: Uint8Array): typeof LF | typeof CR =>
  sample.indexOf(LF) === -1 && sample.indexOf(CR) !== -1 ? CR : LF;
