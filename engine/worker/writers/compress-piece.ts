/** Compression of text output. */
import { userError } from '../../contract/errors.ts';
import type { FileTarget } from '../../contract/file-target.ts';
import { joinParts } from '../arrow/ipc.ts';

/**
 * gzip members one after the other are one gzip file (RFC 1952, 2.2), and so are zstd frames (RFC 8878,
 * 3): each piece is compressed by the task that makes it, in parallel. Nothing stays nothing. Throws
 * user `unsupported-compression`.
 */
export async function compressPiece(
  bytes: Uint8Array,
  { compression = 'none', format }: FileTarget,
): Promise<Uint8Array> {
  if (bytes.length === 0) return bytes;
  switch (compression) {
    case 'none':
      return bytes;
    case 'gzip':
      return gzip(bytes);
    case 'zstd':
      return zstd(bytes);
    case 'snappy':
      throw unsupportedCompression(compression, format);
  }
}

async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Bytes given to the library at once: it copies them into its own memory, which never shrinks. */
const CHUNK_BYTES = 4 << 20;

/** One frame at the library's usual level (3). Loaded by whom needs it only. */
async function zstd(bytes: Uint8Array): Promise<Uint8Array> {
  const { Zstd } = await import('@hpcc-js/wasm-zstd');
  const library = await Zstd.load();
  library.reset();
  library.setCompressionLevel(library.defaultCLevel());
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    parts.push(library.compressChunk(bytes.subarray(at, at + CHUNK_BYTES)));
  }
  parts.push(library.compressEnd());
  return joinParts(parts);
}

export const unsupportedCompression = (compression: string, format: string): Error =>
  userError('unsupported-compression', `A ${format} file cannot be written with ${compression}.`, {
    param: 'compression',
    hint:
      format === 'arrow'
        ? 'Leave compression out: Arrow files are written without.'
        : 'Use gzip, zstd or none, or write Parquet, which can have snappy, too.',
  });
