/** Texts out of fields: by position in a dictionary while they repeat, else one after the other. */
import type { Allocate, FlatColumn, FlatStrings } from '../../../arrow/flat-column.ts';
import { type Fields, openValidity } from './validity.ts';

/** A column with more texts than this has no dictionary. */
const MAX_ENTRIES = 1000;
/** A power of two, several times the entries: collisions are few. */
const SLOTS = 4096;
/** Longer texts repeat too rarely to look for them. */
const MAX_LENGTH = 64;

/** @param isText whether the whole text is UTF-8: asked when some field is not ASCII */
export function collectTexts(
  fields: Fields,
  allocate: Allocate,
  isText: () => boolean,
): FlatColumn | undefined {
  const column = collectDictionary(fields) ?? collectPlain(fields, allocate);
  const { bytes } = column.kind === 'dictionary' ? column.dictionary : column;
  return isAscii(bytes) || isText() ? column : undefined;
}

type TextColumn = Extract<FlatColumn, { kind: 'utf8' | 'binary' | 'dictionary' }>;

function collectDictionary({ text, positions, rows }: Fields): TextColumn | undefined {
  const indices = new Int32Array(rows);
  const entries = createEntries(text());
  let nullCount = 0;
  for (let i = 0; i < rows; i++) {
    const start = positions[2 * i] as number;
    const end = positions[2 * i + 1] as number;
    if (start === end) {
      indices[i] = -1;
      nullCount++;
    } else {
      const index = entries.indexOf(start, end);
      if (index === -1) return undefined;
      indices[i] = index;
    }
  }
  const dictionary = entries.strings();
  if (nullCount > 0) {
    const none = dictionary.offsets.length - 1;
    for (let i = 0; i < rows; i++) if (indices[i] === -1) indices[i] = none;
  }
  return { kind: 'dictionary', indices, dictionary, nullCount };
}

interface Entries {
  /** Position in the dictionary of the text `bytes[start, end)`; -1: there is no room. */
  readonly indexOf: (start: number, end: number) => number;
  readonly strings: () => FlatStrings;
}

function createEntries(bytes: Uint8Array): Entries {
  /** By hash: the position of an entry, and one more. */
  const slots = new Int16Array(SLOTS);
  /** Of each entry: begin and end. */
  const places = new Int32Array(2 * MAX_ENTRIES);
  let count = 0;

  /** Of texts of one byte: the position, and one more. */
  const single = new Int16Array(256);

  const indexOf = (start: number, end: number): number => {
    const length = end - start;
    if (length > 1) return find(start, end, length);
    const byte = bytes[start] as number;
    const known = (single[byte] as number) - 1;
    if (known !== -1) return known;
    const index = find(start, end, length);
    single[byte] = index + 1;
    return index;
  };

  const find = (start: number, end: number, length: number): number => {
    if (length > MAX_LENGTH) return -1;
    let hash = length;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    for (let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
      const entry = (slots[slot] as number) - 1;
      if (entry === -1) {
        if (count === MAX_ENTRIES) return -1;
        places[2 * count] = start;
        places[2 * count + 1] = end;
        slots[slot] = ++count;
        return count - 1;
      }
      const from = places[2 * entry] as number;
      if ((places[2 * entry + 1] as number) - from !== length) continue;
      let at = 0;
      while (at < length && bytes[from + at] === bytes[start + at]) at++;
      if (at === length) return entry;
    }
  };

  const strings = (): FlatStrings => {
    const offsets = new Int32Array(count + 1);
    for (let i = 0; i < count; i++) {
      const length = (places[2 * i + 1] as number) - (places[2 * i] as number);
      offsets[i + 1] = (offsets[i] as number) + length;
    }
    const all = new Uint8Array(offsets[count] as number);
    for (let i = 0; i < count; i++) {
      all.set(bytes.subarray(places[2 * i], places[2 * i + 1]), offsets[i]);
    }
    return { offsets, bytes: all };
  };

  return { indexOf, strings };
}

function collectPlain({ text, positions, rows }: Fields, allocate: Allocate): TextColumn {
  let size = 0;
  for (let i = 0; i < rows; i++) {
    size += (positions[2 * i + 1] as number) - (positions[2 * i] as number);
  }
  const [ends = new Uint8Array(), bytes = new Uint8Array(), bitmap = new Uint8Array()] = allocate([
    4 * (rows + 1),
    size,
    Math.ceil(rows / 8),
  ]);
  const offsets = new Int32Array(ends.buffer, ends.byteOffset, rows + 1);
  const validity = openValidity(bitmap);
  const source = text();
  const from = new DataView(source.buffer, source.byteOffset, source.byteLength);
  const to = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let length = 0;
  offsets[0] = 0;
  for (let i = 0; i < rows; i++) {
    const end = positions[2 * i + 1] as number;
    let at = positions[2 * i] as number;
    if (at === end) validity.setNull(i);
    // Words first: views read and write them at any place.
    for (; at + 4 <= end; at += 4, length += 4) to.setInt32(length, from.getInt32(at, true), true);
    for (; at < end; at++) bytes[length++] = source[at] as number;
    offsets[i + 1] = length;
  }
  return { kind: 'utf8', offsets, bytes, ...validity.finish() };
}

function isAscii(bytes: Uint8Array): boolean {
  const words = bytes.length >> 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let seen = 0;
  for (let word = 0; word < words; word++) seen |= view.getInt32(4 * word, true);
  for (let at = 4 * words; at < bytes.length; at++) seen |= bytes[at] as number;
  return (seen & 0x80808080) === 0;
}
