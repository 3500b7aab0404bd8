/**
 * Where the fields of plain CSV text lie. Plain is what can be cut without a state: quotes only around
 * whole fields, with none inside, and the same number of fields in each record. Nothing else is
 * understood here, nor refused: for text that is not plain there is DuckDB's reader.
 */
import { BLOCK_BYTES, createByteFinder } from '../../../../sources/csv/find-bytes.ts';

const LF = 0x0a;
const CR = 0x0d;
const NUL = 0x00;

/** More than this for one split is not worth its memory: very short fields. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;

export interface PlainDialect {
  readonly delimiter: number;
  /** -1: no quoting. */
  readonly quote: number;
  /** -1: none. */
  readonly escape: number;
}

/** Good until the next call. */
export interface FieldIndex {
  readonly rows: number;
  /** Of each wanted column, for each row: where the field begins and where it ends, its quotes left out. */
  readonly fields: readonly Int32Array[];
}

const NO_QUOTE = -1;
const OPEN = -2;

/** Memory that is asked for anew each time costs more than what is written to it. */
let room = new Int32Array();

/**
 * @param text ends with a line end
 * @param from where the first record begins
 * @param columns fields of each record
 * @param wanted positions of columns
 * @returns undefined: the text is not plain
 */
export function indexFields(
  text: Uint8Array,
  from: number,
  dialect: PlainDialect,
  columns: number,
  wanted: readonly number[],
): FieldIndex | undefined {
  const { delimiter, quote, escape } = dialect;
  const kinds = [delimiter, quote, escape].filter((byte) => byte !== -1);
  const finder = createByteFinder([LF, CR, NUL, ...kinds]);
  if (finder === undefined) return undefined;
  const { positions } = finder;
  const last = columns - 1;
  /** By column: where its part of `room` begins; -1: not wanted. */
  const parts = new Int32Array(columns).fill(-1);
  let capacity = 0;
  let row = 0;
  let column = 0;
  let start = from;
  /** Of a field in quotes: `OPEN` up to the closing one, then the place of that. */
  let closed = NO_QUOTE;

  for (let base = from; base < text.length; base += BLOCK_BYTES) {
    const block = text.subarray(base, base + BLOCK_BYTES);
    const count = finder.find(block);
    // A record has a line end, so there is room for all that this block may have.
    const rows = row + Math.ceil(count / columns) + 1;
    if (rows > capacity) {
      const grown = Math.max(rows, expectedRows(row, base - from, text.length - from));
      // The row that goes on in this block is begun already.
      const begun = Math.min(row + 1, capacity);
      if (!layOut(parts, wanted, capacity, grown, begun)) return undefined;
      capacity = grown;
    }
    for (let i = 0; i < count; i++) {
      const at = base + (positions[i] as number);
      const byte = text[at] as number;
      if (closed === OPEN) {
        if (byte === quote) closed = at;
        else if (byte === escape) return undefined;
        continue;
      }
      if (byte === quote) {
        if (at !== start) return undefined;
        closed = OPEN;
        start++;
        continue;
      }
      let stop = at;
      if (byte !== delimiter) {
        if (byte === CR && text[at + 1] === LF) continue;
        if (byte === escape && closed === NO_QUOTE) continue;
        if (byte !== LF) return undefined;
        if (stop > start && text[stop - 1] === CR) stop--;
      }
      if (closed !== NO_QUOTE) {
        if (closed !== stop - 1) return undefined;
        stop = closed;
        closed = NO_QUOTE;
      }
      const part = parts[column] as number;
      if (part !== -1) {
        room[part + 2 * row] = start;
        room[part + 2 * row + 1] = stop;
      }
      if (byte === delimiter) {
        if (column++ === last) return undefined;
      } else {
        // A record of one empty field is a blank line, which is no record.
        if (column !== last || (last === 0 && stop === start)) return undefined;
        column = 0;
        row++;
      }
      start = at + 1;
    }
  }
  if (column !== 0 || closed !== NO_QUOTE || start !== text.length) return undefined;
  const fields = wanted.map((each) => {
    const part = parts[each] as number;
    return room.subarray(part, part + 2 * row);
  });
  return { rows: row, fields };
}

/** Makes room for more rows of each wanted column; false where that is too much. */
function layOut(
  parts: Int32Array,
  wanted: readonly number[],
  before: number,
  capacity: number,
  rows: number,
): boolean {
  const size = wanted.length * 2 * capacity;
  if (size * Int32Array.BYTES_PER_ELEMENT > MAX_INDEX_BYTES) return false;
  const old = room;
  if (room.length < size) room = new Int32Array(size);
  // The last first: each part moves up, where none lies any more.
  for (let i = wanted.length - 1; i >= 0; i--) {
    const from = i * 2 * before;
    const to = i * 2 * capacity;
    room.set(old.subarray(from, from + 2 * rows), to);
    parts[wanted[i] as number] = to;
  }
  return true;
}

/** As many as the text has if it goes on as it began, and some more. */
const expectedRows = (rows: number, done: number, bytes: number): number =>
  rows === 0 ? 0 : Math.ceil((rows / done) * bytes * 1.02);
