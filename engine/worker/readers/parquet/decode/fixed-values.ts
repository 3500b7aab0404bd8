/** Columns of a fixed width: dictionaries are expanded, which costs less than to carry them on. */
import type { ColumnValues } from './column-values.ts';
import { decodeIndices, scratchIndices } from './indices.ts';
import { checkBytes, type PlainReader } from './plain-fixed.ts';
import { spreadRuns, spreadValues } from './spread.ts';

export class FixedValues implements ColumnValues {
  readonly #values: Uint8Array;
  readonly #width: number;
  readonly #read: PlainReader;
  #dictionary: Uint8Array = new Uint8Array();
  #entries = 0;

  /**
   * @param values room for all rows
   * @param read brings values to `width` bytes
   */
  constructor(values: Uint8Array, width: number, read: PlainReader) {
    this.#values = values;
    this.#width = width;
    this.#read = read;
  }

  setDictionary(bytes: Uint8Array, entries: number): void {
    // Every entry takes a byte at least: nothing is allocated for a damaged number.
    if (entries > bytes.length) throw new RangeError(`${entries} entries in ${bytes.length} bytes`);
    this.#entries = entries;
    if (this.#read.isCopy && bytes.byteOffset % 8 === 0) {
      checkBytes(bytes, 0, entries * this.#width);
      this.#dictionary = bytes;
      return;
    }
    this.#dictionary = new Uint8Array(entries * this.#width);
    this.#read.read(bytes, 0, entries, this.#dictionary, 0);
  }

  plain(bytes: Uint8Array, start: number, row: number, values: number): void {
    this.#read.read(bytes, start, values, this.#values, row);
  }

  indexed(bytes: Uint8Array, start: number, row: number, values: number): void {
    const indices = scratchIndices(values);
    decodeIndices(bytes, start, indices, 0, values, this.#entries);
    gather(this.#dictionary, this.#width, indices, values, this.#values, row);
  }

  spread(validity: Uint8Array, row: number, rows: number, values: number): void {
    const width = this.#width;
    if (width === 4) spreadValues(view32(this.#values), validity, row, rows, values, 0);
    else if (width % 4 === 0) {
      spreadRuns(view32(this.#values), width / 4, validity, row, rows, values);
    } else spreadRuns(this.#values, width, validity, row, rows, values);
  }
}

const view32 = (bytes: Uint8Array): Int32Array =>
  new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);

const view64 = (bytes: Uint8Array): BigInt64Array =>
  new BigInt64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 3);

function gather(
  dictionary: Uint8Array,
  width: number,
  indices: Int32Array,
  count: number,
  target: Uint8Array,
  row: number,
): void {
  if (width === 8) gather64(view64(dictionary), indices, count, view64(target), row);
  else if (width === 4) gather32(view32(dictionary), indices, count, view32(target), row);
  else if (width % 4 === 0) {
    gatherRuns(view32(dictionary), width / 4, indices, count, view32(target), row);
  } else gatherRuns(dictionary, width, indices, count, target, row);
}

function gather32(
  dictionary: Int32Array,
  indices: Int32Array,
  count: number,
  target: Int32Array,
  row: number,
): void {
  for (let i = 0; i < count; i++) {
    target[row + i] = dictionary[indices[i] as number] as number;
  }
}

/** As bigints, which compiled code never makes; a float might lose the bits of a NaN. */
function gather64(
  dictionary: BigInt64Array,
  indices: Int32Array,
  count: number,
  target: BigInt64Array,
  row: number,
): void {
  for (let i = 0; i < count; i++) {
    target[row + i] = dictionary[indices[i] as number] as bigint;
  }
}

function gatherRuns(
  dictionary: Int32Array | Uint8Array,
  per: number,
  indices: Int32Array,
  count: number,
  target: Int32Array | Uint8Array,
  row: number,
): void {
  let to = per * row;
  for (let i = 0; i < count; i++) {
    const from = per * (indices[i] as number);
    for (let j = 0; j < per; j++) target[to++] = dictionary[from + j] as number;
  }
}
