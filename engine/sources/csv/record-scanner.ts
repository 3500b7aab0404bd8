/**
 * Finds record borders in CSV bytes: a line end inside quotes is not one.
 *
 * The automaton is the subset of DuckDB's CSV state machine (csv_state_machine_cache.cpp, strict
 * mode) that decides whether a byte is inside quotes: a quote opens a quoted field only at the start
 * of a field, after optional spaces. Long stretches in which nothing can change are skipped with
 * `indexOf`, which is fastest on what `searchable` gives.
 */
import type { CsvDialect } from '../../contract/source.ts';
import { findByte } from './find-bytes.ts';

export type ScannerDialect = Pick<CsvDialect, 'delimiter' | 'quote' | 'escape'>;

/** At the start of a record. The state of the first byte of a file. */
export const RECORD_START = 0;
const FIELD_START = 1;
const TEXT = 2;
const QUOTED = 3;
const CLOSED = 4;
const ESCAPED = 5;
/** First of the states that have seen a part of a delimiter of several bytes. */
const DELIMITER_PART = 6;

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/** Bytes walked through one by one before a skip is tried again. */
const BLOCK_BYTES = 16 * 1024;

/** A skip over less than this costs more than walking. */
const MIN_SKIP = 64;

export interface RecordScanner {
  /** States are numbers from 0 (`RECORD_START`) to below this. */
  readonly states: number;
  /** State after `bytes[from, to)` when it was `state` before. */
  readonly advance: (bytes: Uint8Array, from: number, to: number, state: number) => number;
  /** Whether a search finds no quote and no escape: the same for all states. */
  readonly isPlain: (bytes: Uint8Array) => boolean;
  /** Like `advance` over all of the bytes, which are plain. */
  readonly advancePlain: (bytes: Uint8Array, state: number) => number;
  /**
   * The first record border after `from`: the index behind its line end, or -1 when no record ends
   * within the bytes; `state` is the state there, or at the end of the bytes.
   */
  readonly nextRecord: (
    bytes: Uint8Array,
    from: number,
    state: number,
  ) => { readonly index: number; readonly state: number };
  /** Number of fields of the record in `bytes[from, to)`; -1 when its quotes are not as they should be. */
  readonly countFields: (bytes: Uint8Array, from: number, to: number) => number;
  /** State after one more byte. */
  readonly step: (byte: number, state: number) => number;
  /** Whether the bytes before a state of this kind end inside an open quoted field. */
  readonly isQuoted: (state: number) => boolean;
}

/** `lineEnd` is the byte that ends a record: LF (also for CRLF files), or CR in files without LF. */
export function createRecordScanner(
  dialect: ScannerDialect,
  lineEnd: typeof LF | typeof CR = LF,
): RecordScanner {
  const next = transitions(dialect);
  const quote = dialect.quote === '' ? -1 : dialect.quote.charCodeAt(0);
  const escape = dialect.escape === '' ? -1 : dialect.escape.charCodeAt(0);
  const spaceSplits = dialect.delimiter === ' ';
  const reach = dialect.delimiter.length + 1;

  const walk = (bytes: Uint8Array, from: number, to: number, start: number): number => {
    let state = start;
    for (let i = from; i < to; i++) state = next[(state << 8) | (bytes[i] as number)] as number;
    return state;
  };

  /** State after a stretch without a quote that begins outside quotes: only its tail matters. */
  const afterPlain = (bytes: Uint8Array, from: number, to: number, start: number): number => {
    let tail = to;
    if (!spaceSplits) while (tail > from && bytes[tail - 1] === SPACE) tail--;
    tail -= reach;
    return tail <= from ? walk(bytes, from, to, start) : walk(bytes, tail, to, TEXT);
  };

  /** End of a stretch that begins and stays inside quotes. */
  const quotedEnd = (bytes: Uint8Array, from: number, to: number): number => {
    const end = find(bytes, quote, from, to);
    return escape === -1 || escape === quote ? end : find(bytes, escape, from, end);
  };

  const advance = (bytes: Uint8Array, from: number, to: number, start: number): number => {
    if (quote === -1) return afterPlain(bytes, from, to, start);
    let state = start;
    let at = from;
    while (at < to) {
      if (state !== ESCAPED) {
        const end = state === QUOTED ? quotedEnd(bytes, at, to) : find(bytes, quote, at, to);
        if (end - at > MIN_SKIP) {
          if (state !== QUOTED) state = afterPlain(bytes, at, end, state);
          at = end;
          continue;
        }
      }
      const blockEnd = Math.min(to, at + BLOCK_BYTES);
      state = walk(bytes, at, blockEnd, state);
      at = blockEnd;
    }
    return state;
  };

  const isPlain = (bytes: Uint8Array): boolean =>
    quote === -1 || quotedEnd(bytes, 0, bytes.length) === bytes.length;

  const advancePlain = (bytes: Uint8Array, state: number): number => {
    if (state === QUOTED) return QUOTED;
    return state === ESCAPED
      ? walk(bytes, 0, bytes.length, state)
      : afterPlain(bytes, 0, bytes.length, state);
  };

  const nextRecord = (
    bytes: Uint8Array,
    from: number,
    start: number,
  ): { index: number; state: number } => {
    let state = start;
    let quoted = 0;
    for (let i = from; i < bytes.length; i++) {
      if (state !== QUOTED) quoted = 0;
      else if (++quoted > MIN_SKIP) {
        i = quotedEnd(bytes, i, bytes.length);
        if (i === bytes.length) break;
        quoted = 0;
      }
      const byte = bytes[i] as number;
      state = next[(state << 8) | byte] as number;
      if (state === RECORD_START && byte === lineEnd) return { index: i + 1, state };
    }
    return { index: -1, state };
  };

  const lastOfDelimiter = new TextEncoder().encode(dialect.delimiter).at(-1);
  const countFields = (bytes: Uint8Array, from: number, to: number): number => {
    let state = RECORD_START;
    let fields = 1;
    for (let i = from; i < to; i++) {
      const byte = bytes[i] as number;
      const before = state;
      state = next[(state << 8) | byte] as number;
      if (state === FIELD_START && byte === lastOfDelimiter) fields++;
      else if (state === TEXT && (before === CLOSED || before === ESCAPED)) return -1;
    }
    return state === QUOTED || state === ESCAPED ? -1 : fields;
  };

  return {
    states: next.length >> 8,
    advance,
    isPlain,
    advancePlain,
    nextRecord,
    countFields,
    step: (byte, state) => next[(state << 8) | byte] as number,
    isQuoted: (state) => state === QUOTED || state === ESCAPED,
  };
}

/**
 * The same bytes as the array type whose `indexOf` is fastest: that of Node's Buffer is memchr, 15
 * times as fast as that of Uint8Array. Mind that `slice` of a Buffer does not copy.
 */
export const searchable = (bytes: Uint8Array): Uint8Array =>
  typeof Buffer === 'undefined'
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Index of a byte in `bytes[from, to)`, or `to`. */
function find(bytes: Uint8Array, byte: number, from: number, to: number): number {
  if (typeof Buffer === 'undefined') return findByte(bytes, byte, from, to);
  const found = bytes.subarray(from, to).indexOf(byte);
  return found === -1 ? to : from + found;
}

/** The automaton as a table: `table[(state << 8) | byte]` is the next state. */
function transitions(dialect: ScannerDialect): Uint8Array {
  const delimiter = new TextEncoder().encode(dialect.delimiter);
  const quote = dialect.quote === '' ? -1 : dialect.quote.charCodeAt(0);
  const escape = dialect.escape === '' ? -1 : dialect.escape.charCodeAt(0);
  const parts = Math.max(0, delimiter.length - 1);
  const table = new Uint8Array((DELIMITER_PART + parts) << 8).fill(TEXT);
  const on = (state: number, byte: number, to: number): void => {
    if (byte >= 0) table[(state << 8) | byte] = to;
  };
  const outside = [RECORD_START, FIELD_START, TEXT, CLOSED];
  for (let part = 0; part < parts; part++) outside.push(DELIMITER_PART + part);
  for (const state of outside) {
    on(state, LF, RECORD_START);
    on(state, CR, RECORD_START);
    on(state, delimiter[0] ?? -1, parts === 0 ? FIELD_START : DELIMITER_PART);
  }
  for (let part = 0; part < parts; part++) {
    const last = part === parts - 1;
    on(
      DELIMITER_PART + part,
      delimiter[part + 1] ?? -1,
      last ? FIELD_START : DELIMITER_PART + part + 1,
    );
  }
  for (const state of [RECORD_START, FIELD_START]) {
    if (dialect.delimiter !== ' ') on(state, SPACE, FIELD_START);
    on(state, quote, QUOTED);
  }
  table.fill(QUOTED, QUOTED << 8, (QUOTED + 1) << 8);
  on(QUOTED, quote, CLOSED);
  if (dialect.delimiter !== ' ') on(CLOSED, SPACE, CLOSED);
  if (escape === quote) on(CLOSED, quote, QUOTED);
  else {
    on(QUOTED, escape, ESCAPED);
    // What else follows an escape is invalid in DuckDB: outside quotes until the line ends.
    table.copyWithin(ESCAPED << 8, TEXT << 8, (TEXT + 1) << 8);
    on(ESCAPED, quote, QUOTED);
    on(ESCAPED, escape, QUOTED);
  }
  return table;
}
