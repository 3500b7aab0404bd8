/** `duckdb_string_t` in a 32-bit heap. */

/** Bytes of the struct. */
export const STRING_BYTES = 16;

/** Texts of up to so many bytes stand in the struct itself. */
const INLINED = 12;

/** Writes the struct of `length` bytes at `text`, which longer ones then point to. */
export function writeString(
  heap: Uint8Array,
  view: DataView,
  at: number,
  text: number,
  length: number,
): void {
  heap.fill(0, at, at + STRING_BYTES);
  view.setUint32(at, length, true);
  heap.copyWithin(at + 4, text, text + (length <= INLINED ? length : 4));
  if (length > INLINED) view.setUint32(at + 8, text, true);
}
