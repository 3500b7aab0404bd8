/** Bytes of JSON files: plain or compressed, always UTF-8. */
import type { FileRef, Split } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { decompressHead, detectCompression } from '../text/compression.ts';
import type { Compression } from '../text/compression.ts';
import { detectEncoding, toUtf8, withoutByteOrderMark } from '../text/encoding.ts';
import type { JsonForm } from './parse-json.ts';

/** Bytes of the head that types are inferred from; smaller files are looked at as a whole. */
export const JSON_HEAD_BYTES = 8 * 1024 * 1024;

export interface JsonHead {
  readonly file: FileRef;
  readonly compression: Compression;
  /** UTF-8, without byte order mark. */
  readonly text: Uint8Array;
  /** Whether `text` is the whole file. */
  readonly complete: boolean;
  /** Whether the text can be cut at the borders of records. */
  readonly cuttable: boolean;
  /** Bytes of the byte order mark. */
  readonly mark: number;
}

export async function readHead(file: FileRef, source: ByteSource): Promise<JsonHead> {
  const start = await source.read(file, 0, Math.min(file.size, JSON_HEAD_BYTES));
  const compression = detectCompression(start);
  const { head: raw, complete } =
    compression === 'none'
      ? { head: start, complete: start.length >= file.size }
      : await decompressHead(file, JSON_HEAD_BYTES, source);
  const encoding = detectEncoding(undefined, raw);
  const whole = encoding.unit === 2 ? raw.subarray(0, raw.length & ~1) : raw;
  const text = withoutByteOrderMark(toUtf8(whole, encoding, file.name));
  return {
    file,
    compression,
    text,
    complete,
    cuttable: encoding.name === 'utf-8',
    mark: encoding.name === 'utf-8' ? raw.length - text.length : 0,
  };
}

/** The text of a split. */
export async function readJsonText(
  { data }: Extract<Split, { kind: 'json' }>,
  source: ByteSource,
  readPiece: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const { file, start, end } = data;
  const bytes = data.kind === 'piece' ? await readPiece() : await source.read(file, start, end);
  if (start > 0) return bytes;
  return withoutByteOrderMark(toUtf8(bytes, detectEncoding(undefined, bytes), file.name));
}

const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Index of the first byte that is not space. */
export function firstByte(text: Uint8Array): number {
  let at = 0;
  while (at < text.length && [0x20, 0x0a, 0x0d, 0x09].includes(text[at] as number)) at++;
  return at;
}

const startsWithBracket = (text: Uint8Array): boolean => text[firstByte(text)] === OPEN_BRACKET;

/** The elements between the brackets of a whole array; the text itself when there are none. */
export function withoutBrackets(text: Uint8Array): Uint8Array {
  const start = firstByte(text);
  if (text[start] !== OPEN_BRACKET) return text;
  let end = text.length;
  while (end > start && text[end - 1] !== CLOSE_BRACKET) end--;
  return text.subarray(start + 1, end === start ? text.length : end - 1);
}

/**
 * The form of the text: one object per line when the first line is a JSON value by itself, an array
 * when it begins with a bracket, else values over several lines.
 */
export function detectForm(text: Uint8Array, layout: 'auto' | 'ndjson' | 'array'): JsonForm {
  if (layout === 'ndjson') return 'lines';
  if (startsWithBracket(text)) return 'array';
  if (layout === 'array') return 'values';
  const start = firstByte(text);
  const end = text.indexOf(0x0a, start);
  const line = new TextDecoder().decode(text.subarray(start, end === -1 ? text.length : end));
  try {
    JSON.parse(line);
    return 'lines';
  } catch {
    // A bad first line is told as such; an object over several lines begins with an unfinished one.
    return /[{[,:]\s*$/.test(line) ? 'values' : 'lines';
  }
}

/** 1-based line of the text at an offset. */
export function lineIn(text: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = text.indexOf(0x0a); at !== -1 && at < offset; at = text.indexOf(0x0a, at + 1)) {
    line++;
  }
  return line;
}
