/** Columns as the engine writes them into files, where DuckDB's own writers do otherwise. */
import type { FileFormat, FileTarget } from '../../contract/file-target.ts';
import { HIVE_NULL } from '../../contract/file-target.ts';
import type { Column, ColumnType, Schema } from '../../contract/schema.ts';
import { formatType, nameKey } from '../../contract/schema.ts';
import { quoteIdentifier, quoteText } from '../../expression/quote.ts';
import { indent } from '../../sql/format-query.ts';

/** SQL of the value that is written, `undefined` for the value itself, or that there is none. */
type Written = string | undefined | 'refused';

const REFUSED = 'refused';

/**
 * The name of a row's folder. DuckDB calls that of nulls `NULL`, as a text might be, and reads memory that
 * is none where a text of the first row is null (1.4.3, `TemplatedGetHivePartitionValues`): it crashes, or
 * gives the folder a name of garbage.
 */
function folderName({ type }: Column, column: string): string {
  const text = type.kind === 'scalar' && type.name === 'VARCHAR';
  const value = text ? `nullif(${column}, '')` : `CAST(${column} AS VARCHAR)`;
  return `coalesce(${value}, ${quoteText(HIVE_NULL)})`;
}

/**
 * The query with its columns made ready for a format.
 * @param partitionBy columns that become the names of folders
 */
export function writtenRows(
  query: string,
  schema: Schema,
  { format, partitionBy }: Pick<FileTarget, 'format' | 'partitionBy'>,
): string {
  const keys = new Set(partitionBy.map(nameKey));
  const replaced = schema.flatMap((each) => {
    const { name, type } = each;
    const column = quoteIdentifier(name);
    const written = keys.has(nameKey(name))
      ? folderName(each, column)
      : writtenAs(format, type, column);
    return written === undefined || written === REFUSED ? [] : [`${written} AS ${column}`];
  });
  if (replaced.length === 0) return query;
  return `SELECT * REPLACE (${replaced.join(', ')})\nFROM (\n${indent(query)}\n)`;
}

/** The first column that DuckDB cannot be made to write as the engine does. */
export const unwritable = (
  schema: Schema,
  format: FileFormat,
): { readonly name: string; readonly type: string } | undefined => {
  const found = schema.find(({ type }) => writtenAs(format, type, 'x') === REFUSED);
  return found === undefined ? undefined : { name: found.name, type: formatType(found.type) };
};

function writtenAs(format: FileFormat, type: ColumnType, value: string): Written {
  switch (format) {
    case 'parquet':
      return inParquet(type, value);
    case 'json':
    case 'ndjson':
      return inJson(type, value);
    case 'csv':
    case 'arrow':
      return undefined;
  }
}

/** Types that are written as their text. */
const PARQUET_TEXTS: ReadonlySet<string> = new Set(['UUID', 'INTERVAL', 'VARINT']);

function inParquet(type: ColumnType, value: string): Written {
  if (type.kind !== 'scalar') {
    return parts(type).some((part) => inParquet(part, value) !== undefined) ? REFUSED : undefined;
  }
  if (PARQUET_TEXTS.has(type.name)) return `CAST(${value} AS VARCHAR)`;
  // DuckDB forgets the offset, and with it the moment.
  return type.name === 'TIME WITH TIME ZONE' ? REFUSED : undefined;
}

/** Digits of a decimal that a DOUBLE keeps. */
const DOUBLE_DIGITS = 15;

/** JSON has no NaN and no infinity; DuckDB writes decimals without their zero before the point. */
function inJson(type: ColumnType, value: string): Written {
  switch (type.kind) {
    case 'scalar':
      if (type.name === 'DOUBLE') return `CASE WHEN isfinite(${value}) THEN ${value} END`;
      // Through its text: the digits that tell it from other FLOATs, no more.
      if (type.name === 'FLOAT') {
        return `CASE WHEN isfinite(${value}) THEN CAST(CAST(${value} AS VARCHAR) AS DOUBLE) END`;
      }
      return undefined;
    case 'decimal':
      if (type.scale === 0) return `CAST(${value} AS HUGEINT)`;
      return type.precision <= DOUBLE_DIGITS ? `CAST(${value} AS DOUBLE)` : REFUSED;
    case 'list': {
      const element = inJson(type.element, 'x');
      if (element === undefined || element === REFUSED) return element;
      return `list_transform(${value}, lambda x: ${element})`;
    }
    case 'enum':
      return undefined;
    case 'array':
    case 'struct':
    case 'map':
    case 'union':
      return parts(type).some((part) => inJson(part, value) !== undefined) ? REFUSED : undefined;
  }
}

function parts(type: ColumnType): readonly ColumnType[] {
  switch (type.kind) {
    case 'scalar':
    case 'decimal':
    case 'enum':
      return [];
    case 'list':
    case 'array':
      return [type.element];
    case 'struct':
      return type.fields.map((field) => field.type);
    case 'map':
      return [type.key, type.value];
    case 'union':
      return type.members.map((member) => member.type);
  }
}
