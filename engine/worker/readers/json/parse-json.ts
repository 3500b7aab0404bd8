/** JSON text of a split as rows, a few megabytes at a time. */
import { userError } from '../../../contract/errors.ts';
import { createElementScanner } from '../../../sources/json/scan-elements.ts';
import { badEncoding, invalidUtf8At } from '../text/encoding.ts';

/** Bytes of text parsed at once: what `JSON.parse` makes of them takes about ten times as much. */
const BATCH_BYTES = 2 * 1024 * 1024;

export type JsonRecord = Readonly<Record<string, unknown>>;

export interface JsonBatch {
  readonly records: readonly JsonRecord[];
  /** Offset in the text of the n-th record; for messages, so it may be slow. */
  readonly offsetOf: (record: number) => number;
}

/** `lines`: one value per line; `array`: elements with commas; `values`: values in a row. */
export type JsonForm = 'lines' | 'array' | 'values';

interface Piece {
  readonly start: number;
  readonly end: number;
}

/**
 * Integers that a double cannot hold are bigint. Throws user `bad-json` and `bad-encoding`.
 * @param lineAt 1-based line of the file at an offset of the text
 */
export function* parseBatches(
  text: Uint8Array,
  form: JsonForm,
  fileName: string,
  lineAt: (offset: number) => number | undefined,
): Generator<JsonBatch> {
  let start = 0;
  while (start < text.length) {
    const end = batchEnd(text, start, form);
    const pieces = (): readonly Piece[] => piecesOf(text, start, end, form);
    const begin = start;
    const values =
      parsePiece(text, start, end, form) ?? parseSlowly(text, pieces(), fileName, lineAt);
    const records: JsonRecord[] = [];
    for (const [i, value] of values.entries()) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        const at = pieces()[i]?.start ?? begin;
        throw badJson(fileName, lineAt(at), at, 'a record must be an object');
      }
      records.push(value as JsonRecord);
    }
    const from = start;
    yield {
      records,
      offsetOf: (record) => piecesOf(text, from, end, form)[record]?.start ?? from,
    };
    start = end;
  }
}

const LF = 0x0a;

/** Where a batch that begins at `start` ends: behind a line or a comma. */
function batchEnd(text: Uint8Array, start: number, form: JsonForm): number {
  const wanted = start + BATCH_BYTES;
  if (wanted >= text.length) return text.length;
  if (form === 'lines') {
    const end = text.indexOf(LF, wanted);
    return end === -1 ? text.length : end + 1;
  }
  const scanner = scannerOf(text.subarray(start), form);
  const border = scanner.next(BATCH_BYTES);
  return border === -1 ? text.length : start + border;
}

function scannerOf(
  text: Uint8Array,
  form: 'array' | 'values',
): ReturnType<typeof createElementScanner> {
  const depth = form === 'array' ? 1 : 0;
  const scanner = createElementScanner(0, depth, depth);
  scanner.feed(text);
  return scanner;
}

function piecesOf(text: Uint8Array, start: number, end: number, form: JsonForm): readonly Piece[] {
  const pieces: Piece[] = [];
  const add = (from: number, to: number): void => {
    let [first, last] = [from, to];
    while (first < last && isSpace(text[first])) first++;
    while (last > first && isSpace(text[last - 1])) last--;
    if (first < last) pieces.push({ start: first, end: last });
  };
  if (form === 'lines') {
    for (let at = start; at < end;) {
      const found = text.indexOf(LF, at);
      const stop = found === -1 || found > end ? end : found;
      add(at, stop);
      at = stop + 1;
    }
    return pieces;
  }
  const scanner = scannerOf(text.subarray(start, end), form);
  let at = 0;
  for (;;) {
    const border = scanner.next(at + 1);
    if (border === -1) break;
    add(start + at, start + (form === 'array' ? border - 1 : border));
    at = border;
  }
  add(start + at, end);
  return pieces;
}

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** The usual case, in one call; undefined when the text has to be looked at piece by piece. */
function parsePiece(
  text: Uint8Array,
  start: number,
  end: number,
  form: JsonForm,
): readonly unknown[] | undefined {
  let source: string;
  try {
    source = decoder.decode(text.subarray(start, end));
  } catch {
    return undefined;
  }
  if (form === 'lines') source = joinLines(source);
  else if (form === 'values') return undefined;
  else source = source.replace(/,\s*$/, '');
  try {
    return parseExact(`[${source}]`) as readonly unknown[];
  } catch {
    return undefined;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Raw line ends cannot occur within a JSON string, so each ends a value; a line may be blank. */
function joinLines(source: string): string {
  const trimmed = source.trim();
  return /\n[ \t\r]*\n/.test(trimmed)
    ? trimmed
        .split('\n')
        .filter((line) => line.trim() !== '')
        .join(',')
    : trimmed.replaceAll('\n', ',');
}

function parseSlowly(
  text: Uint8Array,
  pieces: readonly Piece[],
  fileName: string,
  lineAt: (offset: number) => number | undefined,
): readonly unknown[] {
  return pieces.map(({ start, end }) => {
    const bytes = text.subarray(start, end);
    let source: string;
    try {
      source = decoder.decode(bytes);
    } catch {
      const at = start + Math.max(0, invalidUtf8At(bytes));
      const line = lineAt(at);
      throw badEncoding(fileName, 'utf-8', { byte: at, ...(line === undefined ? {} : { line }) });
    }
    try {
      return parseExact(source);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw badJson(fileName, lineAt(start), start, reason);
    }
  });
}

/** A string token, or an integer of 16 digits or more: what `JSON.parse` would round. */
const LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;
const MARK = '\u0001integer:';

/** `JSON.parse` with every integer exact: numbers up to 2^53, bigint beyond. */
export function parseExact(source: string): unknown {
  if (!/\d{16}/.test(source)) return JSON.parse(source);
  const marked = source.replace(LONG_INTEGER, (token) =>
    token.startsWith('"') ? token : `"\\u0001integer:${token}"`,
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK)
      ? integerOf(value.slice(MARK.length))
      : value,
  );
}

function integerOf(digits: string): number | bigint {
  const value = BigInt(digits);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

export const badJson = (
  file: string,
  line: number | undefined,
  byte: number,
  reason: string,
): ReturnType<typeof userError> =>
  userError('bad-json', `${file}${line === undefined ? '' : `, line ${line}`}: ${reason}.`, {
    param: 'path',
    hint: 'Mend the file, or set layout if it is not what the file has (ndjson: one object per line; array: one JSON array).',
    location: { file, byte, ...(line === undefined ? {} : { line }) },
  });
