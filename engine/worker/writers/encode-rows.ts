/** Rows of one task as a piece of a file. */
import type { ColumnType, Schema } from '../../contract/schema.ts';
import { encodeStream } from '../arrow/ipc.ts';
import type { PrepareEncoder, RowsEncoder } from '../task-parts.ts';
import { encodePiece } from './arrow/arrow-file.ts';
import { compressPiece, unsupportedCompression } from './compress-piece.ts';
import { csvType, encodeCsv } from './csv/encode-csv.ts';
import { encodeJson } from './json/encode-json.ts';
import { jsonType } from './json/json-writers.ts';
import { encodeOwnGroups } from './parquet/encode-groups.ts';
import { castForText } from './text/text-columns.ts';

/**
 * Pieces in order make the file, once `writeFile` has put them together: CSV and NDJSON lines and the
 * elements of a JSON array without brackets (each piece compressed by itself), Arrow IPC streams; for
 * Parquet files of some row groups, or Arrow IPC streams of few rows.
 * Throws user `unsupported-compression`.
 */
export const prepareEncoder: PrepareEncoder = (sql, schema, target, first): RowsEncoder => {
  switch (target.format) {
    case 'csv':
      return textEncoder(sql, schema, csvType, (table) =>
        compressPiece(encodeCsv(table, schema, target, first), target),
      );
    case 'ndjson':
      return textEncoder(sql, schema, jsonType, (table) =>
        compressPiece(encodeJson(table, schema, '\n', '\n'), target),
      );
    case 'json':
      return textEncoder(sql, schema, jsonType, (table) =>
        compressPiece(encodeJson(table, schema, ',\n', ''), target),
      );
    case 'arrow': {
      const { compression = 'none' } = target;
      if (compression !== 'none') throw unsupportedCompression(compression, 'arrow');
      return { sql, encode: encodePiece };
    }
    case 'parquet': {
      return {
        sql,
        encode: async (table) =>
          (await encodeOwnGroups(table, schema, target)) ??
          encodeStream(table.schema, table.batches),
      };
    }
  }
};

/** @param typeFor the type in which `encode` wants a column */
function textEncoder(
  sql: string,
  schema: Schema,
  typeFor: (type: ColumnType) => ColumnType,
  encode: RowsEncoder['encode'],
): RowsEncoder {
  return { sql: castForText(sql, schema, typeFor), encode };
}
