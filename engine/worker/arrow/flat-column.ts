/**
 * Columns of plain values in Arrow's layout, with the few liberties that spare a pass between a reader
 * and DuckDB: 64-bit decimals, which apache-arrow 17 has no type for, and dictionaries whose nulls have
 * an index of their own. Plain data: crosses workers.
 */

export type FlatUnit = 'milli' | 'micro' | 'nano';

/** What the values mean. The width in bytes of a `fixed` column follows from it (`fixedWidth`). */
export type FlatType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  /** Unscaled values, signed: 64 bits up to 18 digits, 128 above. */
  | {
      readonly kind: 'decimal';
      readonly precision: number;
      readonly scale: number;
      readonly bits: 64 | 128;
    }
  /** Days since 1970-01-01 in 32 bits. */
  | { readonly kind: 'date' }
  /** Since midnight: `milli` in 32 bits, the others in 64. */
  | { readonly kind: 'time'; readonly unit: FlatUnit }
  /** Since 1970-01-01 in 64 bits; `utc`: an instant (Arrow's zone "UTC"), else a local time. */
  | { readonly kind: 'timestamp'; readonly unit: FlatUnit; readonly utc: boolean }
  | { readonly kind: 'fixed-binary'; readonly width: number }
  | { readonly kind: 'utf8' }
  | { readonly kind: 'binary' };

interface FlatNulls {
  /** Bit i (least significant first) is 1 where row i has a value; absent when no row is null. */
  readonly validity?: Uint8Array;
  readonly nullCount: number;
}

/** Texts or byte strings one after the other: value i is `bytes[offsets[i] .. offsets[i + 1]]`. */
export interface FlatStrings {
  /** One more than there are values; starts at 0. */
  readonly offsets: Int32Array;
  readonly bytes: Uint8Array;
}

/** One column of one batch. All bitmaps and arrays start at row 0 and hold at least `rows` rows. */
export type FlatColumn =
  /** `width` bytes per row, little endian; those of a null are 0. `values` starts at a multiple of 8. */
  | (FlatNulls & { readonly kind: 'fixed'; readonly width: number; readonly values: Uint8Array })
  /** One bit per row, least significant first; that of a null is 0. */
  | (FlatNulls & { readonly kind: 'bits'; readonly values: Uint8Array })
  /** Text is valid UTF-8, bytes that belong to no value included. A null is an empty value. */
  | (FlatNulls & FlatStrings & { readonly kind: 'utf8' | 'binary' })
  /**
   * Texts by their position in `dictionary`, whose entries may repeat and need not all be used. The
   * index of a null is the number of entries, one past the last: DuckDB keeps nulls in the dictionary.
   */
  | (FlatNulls & {
      readonly kind: 'dictionary';
      readonly indices: Int32Array;
      readonly dictionary: FlatStrings;
    });

export interface FlatField {
  readonly name: string;
  readonly type: FlatType;
  readonly nullable: boolean;
}

/**
 * Arrays of these sizes, each at a multiple of 8, what is in them undefined. All of one batch are asked
 * for at once and before anything is written: memory of DuckDB moves when it grows, and the arrays with
 * it.
 */
export type Allocate = (sizes: readonly number[]) => readonly Uint8Array[];

/**
 * A column that is decoded batch by batch; of Parquet, one for each row group, those without rows
 * included. One of type utf8 may be `utf8` in one batch and `dictionary` in the next, and every batch
 * has a dictionary of its own. Nothing is shared between batches.
 */
export interface FlatSource {
  readonly field: FlatField;
  /** Rows of each batch. */
  readonly rows: readonly number[];
  /** What the file says of all whole numbers of the column, in decimal digits. */
  readonly range?: { readonly min: string; readonly max: string } | undefined;
  /** Undefined where the reader does not know how. Dictionaries are not allocated by `allocate`. */
  readonly decode: (batch: number, allocate: Allocate) => FlatColumn | undefined;
}

/** Bytes per value of a `fixed` column; undefined for types that have another layout. */
export function fixedWidth(type: FlatType): number | undefined {
  switch (type.kind) {
    case 'integer':
    case 'float':
    case 'decimal':
      return type.bits / 8;
    case 'date':
      return 4;
    case 'time':
      return type.unit === 'milli' ? 4 : 8;
    case 'timestamp':
      return 8;
    case 'fixed-binary':
      return type.width;
    case 'boolean':
    case 'utf8':
    case 'binary':
      return undefined;
  }
}
