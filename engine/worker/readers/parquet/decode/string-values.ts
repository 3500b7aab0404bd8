/** Columns of texts or byte strings: written out, or by their positions in the dictionary. */
import type { FlatStrings } from '../../../arrow/flat-column.ts';
import type { ColumnValues } from './column-values.ts';
import { decodeIndices, scratchIndices } from './indices.ts';
import { spreadOffsets, spreadValues } from './spread.ts';
import { STEP, StringBuffer } from './string-buffer.ts';
import { checkUtf8 } from './utf8.ts';

export class StringValues implements ColumnValues {
  readonly #buffer: StringBuffer;
  #dictionary: FlatStrings = NO_STRINGS;

  constructor(buffer: StringBuffer) {
    this.#buffer = buffer;
  }

  /** Throws `RangeError` when `text` is asked for and the values are not UTF-8. */
  finish(text: boolean): FlatStrings {
    return finishStrings(this.#buffer, text);
  }

  setDictionary(bytes: Uint8Array, entries: number): void {
    this.#dictionary = readDictionary(bytes, entries).strings;
  }

  plain(bytes: Uint8Array, start: number, row: number, values: number): void {
    this.#buffer.appendPlain(bytes, start, values, row);
  }

  indexed(bytes: Uint8Array, start: number, row: number, values: number): void {
    const indices = scratchIndices(values);
    const entries = this.#dictionary.offsets.length - 1;
    decodeIndices(bytes, start, indices, 0, values, entries);
    this.#buffer.appendEntries(this.#dictionary, indices, values, row);
  }

  spread(validity: Uint8Array, row: number, rows: number, values: number): void {
    spreadOffsets(this.#buffer.offsets, validity, row, rows, values);
  }
}

export class IndexedStrings implements ColumnValues {
  readonly indices: Int32Array;
  #dictionary: FlatStrings = NO_STRINGS;

  /** @param indices room for all rows */
  constructor(indices: Int32Array) {
    this.indices = indices;
  }

  get dictionary(): FlatStrings {
    return this.#dictionary;
  }

  setDictionary(bytes: Uint8Array, entries: number): void {
    this.#dictionary = finishStrings(readDictionary(bytes, entries), true);
  }

  plain(): void {
    throw new RangeError('a page of texts where all others are indices');
  }

  indexed(bytes: Uint8Array, start: number, row: number, values: number): void {
    decodeIndices(bytes, start, this.indices, row, values, this.#entries);
  }

  spread(validity: Uint8Array, row: number, rows: number, values: number): void {
    spreadValues(this.indices, validity, row, rows, values, this.#entries);
  }

  get #entries(): number {
    return this.#dictionary.offsets.length - 1;
  }
}

const NO_STRINGS: FlatStrings = { offsets: new Int32Array(1), bytes: new Uint8Array() };

function readDictionary(bytes: Uint8Array, entries: number): StringBuffer {
  const size = bytes.length - 4 * entries;
  if (size < 0) throw new RangeError(`${entries} entries in ${bytes.length} bytes`);
  const buffer = new StringBuffer(new Int32Array(entries + 1), new Uint8Array(size + STEP));
  buffer.appendPlain(bytes, 0, entries, 0);
  return buffer;
}

function finishStrings(buffer: StringBuffer, text: boolean): FlatStrings {
  const { strings } = buffer;
  if (text && !buffer.isAscii) checkUtf8(strings);
  return strings;
}
