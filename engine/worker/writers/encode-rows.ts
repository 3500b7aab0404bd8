/** Rows of one task as a piece of a file. */
import { internalError } from '../../contract/errors.ts';
import { joinParts } from '../arrow/ipc.ts';
import type { EncodeRows } from '../task-parts.ts';
import { encodePiece } from './arrow/arrow-file.ts';
import { compressPiece, unsupportedCompression } from './compress-piece.ts';
import { encodeCsv } from './csv/encode-csv.ts';
import { encodeJson } from './json/encode-json.ts';

/**
 * Pieces in order make the file, once `writeFile` has put them together: CSV and NDJSON lines and the
 * elements of a JSON array without brackets (each piece compressed by itself), Arrow IPC streams.
 * Throws user `unsupported-compression`.
 */
export const encodeRows: EncodeRows = async (table, target, first, session) => {
  switch (target.format) {
    case 'csv':
      return compressPiece(await encodeCsv(table, target, first, session), target);
    case 'ndjson':
      return compressPiece(endLine(await encodeJson(table, '\n', session)), target);
    case 'json':
      return compressPiece(await encodeJson(table, ',\n', session), target);
    case 'arrow': {
      const { compression = 'none' } = target;
      if (compression !== 'none') throw unsupportedCompression(compression, 'arrow');
      return encodePiece(table);
    }
    case 'parquet':
      throw internalError('Parquet is written from stored rows');
  }
};

const endLine = (lines: Uint8Array): Uint8Array =>
  lines.length === 0 ? lines : joinParts([lines, Uint8Array.of(0x0a)]);
