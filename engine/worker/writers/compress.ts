/** Compression of text pieces. Pieces are compressed one by one, in the tasks that make them. */
import { gzipSync } from 'fflate';
import { userError } from '../../contract/errors.ts';
import type { FileTarget } from '../../contract/relation.ts';

/** As DuckDB's COPY: small gains beyond it cost much time. */
const GZIP_LEVEL = 6;

/**
 * A gzip file may consist of several members (RFC 1952, 2.2), so compressed pieces are joined by
 * putting one after the other. Throws user `unsupported-compression`.
 */
export function compressPiece(
  bytes: Uint8Array,
  compression: FileTarget['compression'],
): Uint8Array {
  switch (compression) {
    case undefined:
    case 'none':
      return bytes;
    case 'gzip':
      return gzipSync(bytes, { level: GZIP_LEVEL });
    case 'zstd':
    case 'snappy':
      throw userError(
        'unsupported-compression',
        `Text files cannot be written with ${compression}.`,
        {
          hint: 'Use gzip or none, or write Parquet, which can have all of them.',
          param: 'compression',
        },
      );
  }
}
