/** Well-formed UTF-8 (table 3-7 of the Unicode standard): what DuckDB and Arrow take text to be. */
import type { FlatStrings } from '../../../arrow/flat-column.ts';

/** Throws `RangeError` unless every value is well-formed. */
export function checkUtf8({ offsets, bytes }: FlatStrings): void {
  if (!isUtf8(bytes)) throw new RangeError('text that is not UTF-8');
  for (let i = 0; i < offsets.length; i++) {
    const byte = bytes[offsets[i] as number];
    if (byte !== undefined && (byte & 0xc0) === 0x80) {
      throw new RangeError('text that ends within a character');
    }
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  const { length } = bytes;
  let i = 0;
  while (i < length) {
    const first = bytes[i++] as number;
    if (first < 0x80) continue;
    if (first < 0xc2 || first > 0xf4) return false;
    const more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    if (i + more > length) return false;
    const second = bytes[i] as number;
    // Overlong forms, surrogates and what is beyond the last code point show in the second byte.
    const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) return false;
    for (let j = 1; j < more; j++) if (((bytes[i + j] as number) & 0xc0) !== 0x80) return false;
    i += more;
  }
  return true;
}
