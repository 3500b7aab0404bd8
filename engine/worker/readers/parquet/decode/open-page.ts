/** A data page made ready: levels read, values decompressed. */
import { countBits } from '../../../arrow/bitmap.ts';
import { type Codec, decompressPage } from './decompress.ts';
import { decodeHybridBits } from './hybrid.ts';
import type { DataPage } from './read-pages.ts';

export interface OpenPage {
  /** The values, nulls left out: `bytes[start..]`. */
  readonly bytes: Uint8Array;
  readonly start: number;
  /** How many there are. */
  readonly values: number;
}

/**
 * @param validity bitmap of the column when it may have nulls; the bits of the page, from `row` on, are
 *   set. Throws `Error` for damaged pages.
 */
export function openPage(
  page: DataPage,
  codec: Codec,
  validity: Uint8Array | undefined,
  row: number,
): OpenPage {
  return page.levels === undefined
    ? openV1(page, codec, validity, row)
    : openV2(page, codec, page.levels, validity, row);
}

function openV1(
  page: DataPage,
  codec: Codec,
  validity: Uint8Array | undefined,
  row: number,
): OpenPage {
  const bytes = decompressPage(codec, page.bytes, page.size);
  if (validity === undefined) return { bytes, start: 0, values: page.values };
  if (bytes.length < 4) throw new RangeError('a page without levels');
  const start = 4 + new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const values = readValidity(bytes, 4, start, validity, row, page.values);
  return { bytes, start, values };
}

function openV2(
  page: DataPage,
  codec: Codec,
  levels: NonNullable<DataPage['levels']>,
  validity: Uint8Array | undefined,
  row: number,
): OpenPage {
  const { repetition, definition } = levels;
  const start = repetition + definition;
  const values =
    validity === undefined
      ? page.values
      : readValidity(page.bytes, repetition, start, validity, row, page.values);
  const stored = page.bytes.subarray(start);
  const bytes = page.isCompressed ? decompressPage(codec, stored, page.size - start) : stored;
  return { bytes, start: 0, values };
}

/** The number of rows that have a value. */
function readValidity(
  bytes: Uint8Array,
  start: number,
  end: number,
  validity: Uint8Array,
  row: number,
  rows: number,
): number {
  decodeHybridBits(bytes, start, end, validity, row, rows);
  return countBits(validity, row, row + rows);
}
