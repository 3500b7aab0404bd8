/** Compression of text output. */
import type * as zstdWasm from '@bokuweb/zstd-wasm';
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

/** Bytes of a frame: the library copies them into its own memory, which never shrinks. */
const FRAME_BYTES = 4 << 20;

/** The level that zstd takes by itself. */
const LEVEL = 3;

let loading: Promise<typeof zstdWasm> | undefined;

/** Loaded by who needs it only. */
async function loadZstd(): Promise<typeof zstdWasm> {
  const library = await import('@bokuweb/zstd-wasm');
  await library.init();
  return library;
}

async function zstd(bytes: Uint8Array): Promise<Uint8Array> {
  loading ??= loadZstd();
  const { compress } = await loading;
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
    frames.push(compress(bytes.subarray(at, at + FRAME_BYTES), LEVEL));
  }
  return joinParts(frames);
}

export const unsupportedCompression = (compression: string, format: string): Error =>
  userError('unsupported-compression', `A ${format} file cannot be written with ${compression}.`, {
    param: 'compression',
    hint:
      format === 'arrow'
        ? 'Leave compression out: Arrow files are written without.'
        : 'Use gzip, zstd or none, or write Parquet, which can have snappy, too.',
  });
