/** Nulls of a column that is parsed: empty fields. */
import type { FlatColumn } from '../../../arrow/flat-column.ts';

/** The fields of one column. */
export interface Fields {
  /** The whole text. It moves when memory is allocated: ask again afterwards. */
  readonly text: () => Uint8Array;
  /** For each row the begin and the end of its field. */
  readonly positions: Int32Array;
  readonly rows: number;
}

export interface Validity {
  readonly setNull: (row: number) => void;
  readonly finish: () => Pick<FlatColumn, 'validity' | 'nullCount'>;
}

/** @param bitmap a bit for each row, what is in it undefined */
export function openValidity(bitmap: Uint8Array): Validity {
  let nullCount = 0;
  bitmap.fill(0xff);
  return {
    setNull: (row) => {
      nullCount++;
      bitmap[row >> 3] = (bitmap[row >> 3] as number) & ~(1 << (row & 7));
    },
    finish: () => (nullCount === 0 ? { nullCount } : { nullCount, validity: bitmap }),
  };
}
