/** Rows of one task as a piece of a file. */
import { internalError } from '../../contract/errors.ts';
import type { EncodeRows } from '../task-parts.ts';
import { compressPiece } from './compress.ts';
import { encodeCsv } from './csv/encode-csv.ts';
import { encodeStream } from '../arrow/ipc.ts';

/**
 * Text formats give compressed bytes, Arrow an IPC stream. JSON pieces carry no brackets: `writeFile`
 * adds them. Throws user `unsupported-compression`.
 */
export const encodeRows: EncodeRows = async (table, target, first, session) => {
  const { format, compression } = target;
  switch (format) {
    case 'csv':
      return compressPiece(await encodeCsv(table, target, first, session), compression);
    case 'json':
    case 'ndjson':
      throw internalError(`${format} is not written yet`);
    case 'arrow':
      return encodeStream(table.schema, table.batches);
    case 'parquet':
      throw internalError('Parquet is written from stored rows');
  }
};
