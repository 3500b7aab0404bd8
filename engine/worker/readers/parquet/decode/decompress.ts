/**
 * Decompression of single pages. GZIP is not here: the decompressors there are in JavaScript take longer
 * than parquet-wasm does for the whole column (docs/adr/0009).
 */
import type { CompressionCodec } from 'hyparquet';
import { snappyUncompressor } from 'hysnappy';
import { ZSTDDecoder } from 'zstddec';

export interface Codec {
  /** May give fewer bytes than `size` or throw for damaged ones. */
  readonly decompress: (bytes: Uint8Array, size: number) => Uint8Array;
  /** No compressed byte gives more bytes than this, so a size beyond it is damage. */
  readonly maxRatio: number;
}

/** Undefined for codecs that are left to parquet-wasm. */
export async function openCodec(codec: CompressionCodec): Promise<Codec | undefined> {
  switch (codec) {
    case 'UNCOMPRESSED':
      return { decompress: (bytes) => bytes, maxRatio: 1 };
    case 'SNAPPY':
      // A copy of 64 bytes takes three.
      return { decompress: decompressSnappy, maxRatio: 22 };
    case 'ZSTD':
      return (zstd ??= startZstd());
    default:
      return undefined;
  }
}

/** Throws `Error` for damaged bytes; nothing is allocated for a `size` that they cannot have. */
export function decompressPage(codec: Codec, bytes: Uint8Array, size: number): Uint8Array {
  // Pages of nulls alone have no values, and some writers then compress nothing at all.
  if (size === 0) return NOTHING;
  if (size > bytes.length * codec.maxRatio + 64) {
    throw new RangeError(`${bytes.length} bytes cannot hold a page of ${size} bytes`);
  }
  const page = codec.decompress(bytes, size);
  if (page.length !== size) {
    throw new RangeError(`a page has ${page.length} bytes instead of ${size}`);
  }
  return page;
}

const NOTHING = new Uint8Array();

/** Its memory is used again from page to page. */
let snappy: Codec['decompress'] | undefined;

function decompressSnappy(bytes: Uint8Array, size: number): Uint8Array {
  // The library believes the length that the bytes begin with and would write beyond `size`.
  if (snappyLength(bytes) !== size) throw new RangeError(`a Snappy page is not ${size} bytes long`);
  snappy ??= snappyUncompressor();
  return snappy(bytes, size);
}

function snappyLength(bytes: Uint8Array): number {
  let length = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[i] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) break;
  }
  return length;
}

let zstd: Promise<Codec | undefined> | undefined;

/** Undefined where the wasm in the library cannot start: it is fetched from a data URL in browsers. */
async function startZstd(): Promise<Codec | undefined> {
  const decoder = new ZSTDDecoder();
  try {
    await decoder.init();
  } catch {
    return undefined;
  }
  // A block of 128 KB of one byte takes four.
  return { decompress: (bytes, size) => decoder.decode(bytes, size), maxRatio: 32 * 1024 };
}
