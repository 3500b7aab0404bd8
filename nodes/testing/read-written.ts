/** What an `output.file` step wrote, read back by native DuckDB. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tableFromIPC, tableToIPC } from 'apache-arrow';
import type { Schema } from '../../engine/contract/schema.ts';
import { formatType } from '../../engine/contract/schema.ts';
import { quoteIdentifier, quoteText } from '../../engine/expression/quote.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import type { Session } from '../../engine/worker/duckdb/session.ts';
import type { TypedRows } from './typed-rows.ts';
import { engineRows, nativeRows } from './typed-rows.ts';

export interface WrittenTarget {
  readonly path: string;
  readonly format: string;
  readonly partition_by?: readonly string[];
  readonly delimiter?: string;
  readonly null_value?: string;
}

/** @param schema of the rows that were written */
export async function readWritten(
  folder: string,
  target: WrittenTarget,
  schema: Schema,
  native: NativeDuckDB,
  session: Session,
): Promise<TypedRows> {
  const path = join(folder, target.path);
  switch (target.format) {
    case 'parquet': {
      if (target.partition_by === undefined) {
        return nativeRows(native, `FROM read_parquet(${quoteText(path)})`);
      }
      const folders = await stat(path).then(
        () => readdir(path),
        () => [],
      );
      if (folders.length === 0) {
        return { columns: schema.map(columnText), cells: [] };
      }
      const keys = target.partition_by
        .map((key) => `${quoteText(hiveName(key))}: VARCHAR`)
        .join(', ');
      const files = quoteText(`${path}/**/*.parquet`);
      return cast(
        native,
        schema,
        `read_parquet(${files}, hive_types = {${keys}})`,
        target.partition_by,
      );
    }
    case 'csv': {
      const options = [
        quoteText(path),
        'header = true',
        'auto_detect = false',
        `columns = {${schema.map(({ name }) => `${quoteText(name)}: 'VARCHAR'`).join(', ')}}`,
        `delim = ${quoteText(target.delimiter ?? ',')}`,
        `quote = '"'`,
        `escape = '"'`,
        `nullstr = ${quoteText(target.null_value ?? '')}`,
      ];
      return cast(native, schema, `read_csv(${options.join(', ')})`);
    }
    case 'json':
    case 'ndjson': {
      const columns = schema.map(
        ({ name, type }) => `${quoteText(name)}: ${quoteText(formatType(type))}`,
      );
      const format = target.format === 'json' ? 'array' : 'newline_delimited';
      return nativeRows(
        native,
        `FROM read_json(${quoteText(path)}, format = '${format}', columns = {${columns.join(', ')}})`,
      );
    }
    case 'arrow': {
      const ipc = tableToIPC(tableFromIPC(await readFile(path)), 'stream');
      return engineRows(session, { target: path, schema, rows: 0, ipc });
    }
    default:
      throw new Error(`no reader for ${target.format}`);
  }
}

/** Hive's folder name for null, which DuckDB leaves as it is for a column whose type is given. */
const NO_VALUE = "'__HIVE_DEFAULT_PARTITION__'";

/** A column's name in folders, which DuckDB does not turn back when it reads them. */
const hiveName = (name: string): string => encodeURIComponent(name).replaceAll("'", '%27');

const columnText = ({ name, type }: Schema[number]): string => `${name} ${formatType(type)}`;

/** The columns in the order and with the types that went in: for formats that keep neither. */
const cast = (
  native: NativeDuckDB,
  schema: Schema,
  from: string,
  hiveKeys: readonly string[] = [],
): Promise<TypedRows> => {
  const columns = schema.map(({ name, type }) => {
    const column = quoteIdentifier(name);
    const value = hiveKeys.includes(name)
      ? `nullif(${quoteIdentifier(hiveName(name))}, ${NO_VALUE})`
      : column;
    return `CAST(${value} AS ${formatType(type)}) AS ${column}`;
  });
  return nativeRows(native, `SELECT ${columns.join(', ')} FROM ${from}`);
};
