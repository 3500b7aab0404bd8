/** What the pages of a chunk are decoded into. */
export interface ColumnValues {
  /** The dictionary page, decompressed. */
  readonly setDictionary: (bytes: Uint8Array, entries: number) => void;
  /** `values` PLAIN values from `bytes[start..]`, one after the other from `row` on. */
  readonly plain: (bytes: Uint8Array, start: number, row: number, values: number) => void;
  /** The same by their positions in the dictionary. */
  readonly indexed: (bytes: Uint8Array, start: number, row: number, values: number) => void;
  /** The same in the hybrid of runs and bits, which only booleans have. */
  readonly rle?: (bytes: Uint8Array, start: number, row: number, values: number) => void;
  /** Moves the `values` values just read to the rows of `validity` that have one, of `rows` rows. */
  readonly spread: (validity: Uint8Array, row: number, rows: number, values: number) => void;
}
