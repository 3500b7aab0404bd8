/** What Spark wrote for an output step, with the types that its rows had before. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { quoteIdentifier, quoteText } from '../../engine/expression/quote.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import type { TypedRows } from '../../nodes/testing/typed-rows.ts';
import { nativeRows } from '../../nodes/testing/typed-rows.ts';

export interface Written {
  readonly path: string;
  readonly format: string;
  readonly partition_by?: readonly string[];
  readonly delimiter?: string;
  readonly null_value?: string;
}

/** All files with data of an output, which may be one file, a folder, or one of folders; in the order of their rows. */
export function dataFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => !/(?:^|\/)[._]/.test(file))
    .map((file) => join(path, file))
    .filter((file) => statSync(file).isFile())
    .toSorted();
}

/**
 * @param columns `name TYPE` of the rows as they were: formats of text know fewer types
 * @returns the rows, or why there are none
 */
export async function writtenRows(
  native: NativeDuckDB,
  path: string,
  target: Written,
  columns: readonly string[],
): Promise<TypedRows | string> {
  if (!existsSync(path)) return 'Spark wrote nothing';
  const files = dataFiles(path).filter((file) => statSync(file).size > 0);
  if (files.length === 0) {
    // An empty table in text, or in folders, has no files.
    const none = target.format !== 'parquet' || target.partition_by !== undefined;
    return none ? { columns, cells: [] } : 'Spark wrote no file';
  }
  const list = `[${files.map(quoteText).join(', ')}]`;
  const plain = target.format === 'parquet' && target.partition_by === undefined;
  if (plain) return nativeRows(native, `FROM read_parquet(${list})`);
  const casts = columns.map((column) => {
    const own = nameOf(column);
    const [name, type] = [quoteIdentifier(own), column.slice(own.length + 1)];
    const key = target.partition_by?.includes(own) === true;
    const value = key ? `nullif(${name}, '__HIVE_DEFAULT_PARTITION__')` : name;
    return `CAST(${value} AS ${type}) AS ${name}`;
  });
  return nativeRows(native, `SELECT ${casts.join(', ')} FROM ${readerOf(target, list, columns)}`);
}

/** Of `name TYPE`, where the type may be `DECIMAL(12,2)`. */
const nameOf = (column: string): string => column.replace(/ [^ (]+(?:\(.*\))?$/, '');

function readerOf(
  { format, delimiter = ',', null_value: none = '' }: Written,
  files: string,
  columns: readonly string[],
): string {
  switch (format) {
    case 'parquet':
      return `read_parquet(${files}, hive_partitioning = true, hive_types_autocast = false)`;
    case 'csv':
      return `read_csv(${files}, header = true, all_varchar = true, delim = ${quoteText(delimiter)}, nullstr = ${quoteText(none)}, hive_partitioning = true)`;
    default: {
      const types = columns.map((column) => `${quoteText(nameOf(column))}: 'VARCHAR'`).join(', ');
      return `read_json(${files}, columns = {${types}}, hive_partitioning = true)`;
    }
  }
}
