/** Compression of text output. */
import { userError } from '../../contract/errors.ts';
import type { FileTarget } from '../../contract/relation.ts';

/**
 * gzip members one after the other are one gzip file (RFC 1952, 2.2): so each piece is compressed by
 * the task that makes it, in parallel. Nothing stays nothing.
 */
export async function compressText(
  bytes: Uint8Array,
  { compression, format }: FileTarget,
): Promise<Uint8Array> {
  if (compression === undefined || compression === 'none') return bytes;
  if (compression !== 'gzip') throw unsupportedCompression(compression, format);
  if (bytes.length === 0) return bytes;
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export const unsupportedCompression = (compression: string, format: string): Error =>
  userError('unsupported-compression', `A ${format} file cannot be written with ${compression}.`, {
    param: 'compression',
    hint:
      format === 'parquet'
        ? 'Use zstd, snappy, gzip or none.'
        : format === 'arrow'
          ? 'Leave compression out: Arrow files are written without.'
          : 'Use gzip or none, or write Parquet, which takes zstd and snappy.',
  });
