/** Rows as a piece of a file. */
import type { Table } from 'apache-arrow';
import { internalError } from '../../contract/errors.ts';
import type { FileTarget } from '../../contract/relation.ts';
import { encodeStream } from '../arrow/ipc.ts';
import type { Session } from '../duckdb/session.ts';
import { compressText, unsupportedCompression } from './compress-text.ts';
import { encodeCsv } from './csv-encode.ts';
import { encodeJsonRows } from './json-encode.ts';

/**
 * Pieces in order make the file, once `writeFile` has put them together: CSV and NDJSON lines (each
 * piece compressed by itself), the elements of a JSON array without brackets, Arrow IPC streams.
 * Parquet has no pieces: its row groups are written from stored rows.
 */
export async function encodeRows(
  table: Table,
  target: FileTarget,
  first: boolean,
  session: Session,
): Promise<Uint8Array> {
  switch (target.format) {
    case 'csv':
      return compressText(await encodeCsv(table, target, first, session), target);
    case 'ndjson':
      return compressText(await encodeLines(table, session), target);
    case 'json':
      return compressText(await encodeJsonRows(table, ',\n', session), target);
    case 'arrow':
      if (target.compression !== undefined && target.compression !== 'none') {
        throw unsupportedCompression(target.compression, 'arrow');
      }
      return encodeStream(table.schema, table.batches);
    case 'parquet':
      throw internalError('Parquet files are written from stored rows');
  }
}

async function encodeLines(table: Table, session: Session): Promise<Uint8Array> {
  const rows = await encodeJsonRows(table, '\n', session);
  if (rows.length === 0) return rows;
  const out = new Uint8Array(rows.length + 1);
  out.set(rows);
  out[rows.length] = 0x0a;
  return out;
}
