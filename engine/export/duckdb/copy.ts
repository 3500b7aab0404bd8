/** Statements that write files. */
import { internalError } from '../../contract/errors.ts';
import type { FileTarget } from '../../contract/file-target.ts';
import { quoteIdentifier, quoteText } from '../../expression/quote.ts';
import { indent } from '../../sql/format-query.ts';

/**
 * `COPY (…) TO …`.
 * @param rows the query of the rows that are written
 * @param path SQL of the path
 */
export const copyStatement = (rows: string, path: string, target: FileTarget): string =>
  `COPY (\n${indent(rows)}\n) TO ${path} (${copyOptions(target).join(', ')})`;

function copyOptions({ format, partitionBy, mode, compression, csv }: FileTarget): string[] {
  const parts =
    partitionBy.length === 0
      ? []
      : [
          `PARTITION_BY (${partitionBy.map(quoteIdentifier).join(', ')})`,
          mode === 'append' ? 'APPEND' : 'OVERWRITE',
        ];
  const packed =
    compression === undefined || compression === 'none' ? [] : [`COMPRESSION ${compression}`];
  switch (format) {
    case 'parquet':
      return [
        'FORMAT parquet',
        ...(compression === 'none' ? ['COMPRESSION uncompressed'] : packed),
        ...parts,
      ];
    case 'csv':
      return [
        'FORMAT csv',
        `HEADER ${csv.header}`,
        `DELIMITER ${quoteText(csv.delimiter)}`,
        `QUOTE ${quoteText(csv.quote)}`,
        `ESCAPE ${quoteText(csv.quote)}`,
        `NULLSTR ${quoteText(csv.nullValue)}`,
        ...packed,
        ...parts,
      ];
    case 'json':
      return ['FORMAT json', 'ARRAY true', ...packed, ...parts];
    case 'ndjson':
      return ['FORMAT json', ...packed, ...parts];
    case 'arrow':
      throw internalError('DuckDB writes no Arrow files.');
  }
}
