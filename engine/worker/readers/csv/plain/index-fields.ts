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
  const { quote, delimiter, escape } = dialect;
  const kinds = [delimiter, quote, escape].filter((byte) => byte !== -1);
  const finder = createByteFinder([LF, CR, NUL, ...kinds]);
  if (finder === undefined) return undefined;
  const placer = new FieldPlacer(text, from, dialect, columns, wanted);
  for (let base = from; base < text.length; base += BLOCK_BYTES) {
    const count = finder.find(text.subarray(base, base + BLOCK_BYTES));
    const isPlain = placer.reserve(count, base) && placer.place(base, finder.positions, count);
    if (!isPlain) return undefined;
  }
  return placer.finish();
}

const NO_QUOTE = -1;
const OPEN = -2;

/** Called block by block: a loop over a whole split is compiled anew and anew while it runs. */
class FieldPlacer {
  readonly #text: Uint8Array;
  readonly #from: number;
  readonly #dialect: PlainDialect;
  readonly #last: number;
  readonly #wanted: Int32Array;
  /** By column: where its part of the room begins; -1: not wanted. */
  readonly #parts: Int32Array;
  #room = room;
  #capacity = 0;
  #row = 0;
  /** Column of the next field, and where that begins. */
  #column = 0;
  #start: number;
  /** Of a field in quotes: `OPEN` up to the closing one, then the place of that. */
  #closed = NO_QUOTE;

  constructor(
    text: Uint8Array,
    from: number,
    dialect: PlainDialect,
    columns: number,
    wanted: readonly number[],
  ) {
    this.#text = text;
    this.#from = from;
    this.#dialect = dialect;
    this.#last = columns - 1;
    this.#wanted = Int32Array.from(wanted);
    this.#parts = new Int32Array(columns).fill(-1);
    this.#start = from;
  }

  /** Room for the records of a block with so many finds; false where that is too much. */
  reserve(finds: number, base: number): boolean {
    // A record has at least one find for each column.
    const rows = this.#row + Math.ceil(finds / (this.#last + 1)) + 1;
    if (rows <= this.#capacity) return true;
    // As many as the text has if it goes on as it began, and some more.
    const { length } = this.#text;
    const share = base === this.#from ? 0 : (length - this.#from) / (base - this.#from);
    return this.#layOut(Math.max(rows, Math.ceil(this.#row * share * 1.02)));
  }

  #layOut(capacity: number): boolean {
    const size = this.#wanted.length * 2 * capacity;
    if (size * Int32Array.BYTES_PER_ELEMENT > MAX_INDEX_BYTES) return false;
    if (room.length < size) room = new Int32Array(size);
    // The row that goes on in the next block is begun already.
    const begun = 2 * Math.min(this.#row + 1, this.#capacity);
    // The last first: each part moves up, where none lies any more.
    for (let i = this.#wanted.length - 1; i >= 0; i--) {
      const from = i * 2 * this.#capacity;
      const to = i * 2 * capacity;
      room.set(this.#room.subarray(from, from + begun), to);
      this.#parts[this.#wanted[i] as number] = to;
    }
    this.#room = room;
    this.#capacity = capacity;
    return true;
  }

  /** False where the text is not plain. `base` is where the block begins. */
  place(base: number, positions: Int32Array, count: number): boolean {
    let i = 0;
    while (i < count) {
      if (this.#column === 0 && this.#closed === NO_QUOTE) {
        const next = this.#placeBare(base, positions, i, count);
        if (next > i) {
          i = next;
          continue;
        }
      }
      if (!this.#placeNext(base + (positions[i] as number))) return false;
      i++;
    }
    return true;
  }

  /** Records without quotes that begin and end in this block. Gives the first find behind them. */
  #placeBare(base: number, positions: Int32Array, first: number, count: number): number {
    const last = this.#last;
    const { delimiter } = this.#dialect;
    const text = this.#text;
    const wanted = this.#wanted;
    const parts = this.#parts;
    const target = this.#room;
    let row = this.#row;
    let start = this.#start;
    let i = first;
    for (; i + last < count; i += last + 1) {
      let odd = 0;
      for (let k = i; k < i + last; k++) {
        odd |= (text[base + (positions[k] as number)] as number) ^ delimiter;
      }
      const end = base + (positions[i + last] as number);
      // Lines that may be blank, or end with CR too, are looked at more closely.
      if (odd !== 0 || last === 0 || text[end] !== LF) break;
      for (let w = 0; w < wanted.length; w++) {
        const column = wanted[w] as number;
        const at = (parts[column] as number) + 2 * row;
        target[at] = column === 0 ? start : base + (positions[i + column - 1] as number) + 1;
        target[at + 1] = base + (positions[i + column] as number);
      }
      start = end + 1;
      row++;
    }
    this.#row = row;
    this.#start = start;
    return i;
  }

  /** One find. */
  #placeNext(at: number): boolean {
    const text = this.#text;
    const { delimiter, quote, escape } = this.#dialect;
    const byte = text[at];
    if (this.#closed === OPEN) {
      if (byte === quote) this.#closed = at;
      return byte === quote || byte !== escape;
    }
    if (byte === quote) {
      if (at !== this.#start) return false;
      this.#closed = OPEN;
      this.#start++;
      return true;
    }
    if (byte === delimiter) return this.#column < this.#last && this.#placeField(at, at);
    if (byte === CR) return text[at + 1] === LF;
    if (byte === escape) return this.#closed === NO_QUOTE;
    if (byte !== LF || this.#column < this.#last) return false;
    return this.#placeField(at > this.#start && text[at - 1] === CR ? at - 1 : at, at);
  }

  #placeField(end: number, at: number): boolean {
    const closed = this.#closed;
    if (closed !== NO_QUOTE && closed !== end - 1) return false;
    const stop = closed === NO_QUOTE ? end : closed;
    const start = this.#start;
    // A record of one empty field is a blank line, which is no record.
    if (this.#last === 0 && stop === start) return false;
    const part = this.#parts[this.#column] as number;
    if (part !== -1) {
      this.#room[part + 2 * this.#row] = start;
      this.#room[part + 2 * this.#row + 1] = stop;
    }
    this.#closed = NO_QUOTE;
    this.#start = at + 1;
    if (this.#column < this.#last) this.#column++;
    else {
      this.#column = 0;
      this.#row++;
    }
    return true;
  }

  /** Undefined where the text ends within a record. */
  finish(): FieldIndex | undefined {
    if (this.#start !== this.#text.length || this.#column !== 0) return undefined;
    const rows = this.#row;
    const fields = Array.from(this.#wanted, (column) => {
      const part = this.#parts[column] as number;
      return this.#room.subarray(part, part + 2 * rows);
    });
    return { rows, fields };
  }
}
