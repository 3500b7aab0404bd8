/** Compression of text output. */
import { userError } from '../../contract/errors.ts';
import type { FileTarget } from '../../contract/relation.ts';

/**
 * gzip members one after the other are one gzip file (RFC 1952, 2.2): so each piece is compressed by
 * the task that makes it, in parallel. Nothing stays nothing. Throws user `unsupported-compression`:
 * the zstd library that readers use only decompresses.
 */
export async function compressPiece(
  bytes: Uint8Array,
  { compression, format }: FileTarget,
): Promise<Uint8Array> {
  if (compression === undefined || compression === 'none' || bytes.length === 0) return bytes;
  if (compression !== 'gzip') throw unsupportedCompression(compression, format);
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export const unsupportedCompression = (compression: string, format: string): Error =>
  userError('unsupported-compression', `A ${format} file cannot be written with ${compression}.`, {
    param: 'compression',
    hint:
      format === 'arrow'
        ? 'Leave compression out: Arrow files are written without.'
        : 'Use gzip or none, or write Parquet, which can have zstd and snappy.',
  });
