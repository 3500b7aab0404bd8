/** Sources as DuckDB's own readers read them, where its programs run: for people, not for our tasks. */
import { HIVE_NULL } from '../contract/file-target.ts';
import type { Scan } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import { formatType, nameKey, scalar } from '../contract/schema.ts';
import type { CsvSource, DatabaseFileSource, SourceSpec } from '../contract/source-spec.ts';
import type { CsvDialect, SourceDescription } from '../contract/source.ts';
import { splitsOfSource } from '../contract/source.ts';
import { quoteIdentifier, quoteText } from '../expression/quote.ts';
import { emitTypedEmpty } from './emit-empty.ts';
import { emitGenerate, emitInline } from './emit-source.ts';

/**
 * A table expression. Paths stay as the pipeline has them, relative to its document. DuckDB keeps no
 * rows that it could not read: the `rejects` output is a table without rows.
 * @param pathSql SQL of a path
 */
export function emitNativeSource(
  { output, source, columns }: Scan,
  description: SourceDescription,
  pathSql: (path: string) => string = quoteText,
): string {
  if (output === 'rejects') return `(${emitTypedEmpty(description.rejectsSchema ?? [])})`;
  const table = wholeSource(source, description, pathSql);
  if (columns === undefined) return table;
  return `(SELECT ${columns.map(quoteIdentifier).join(', ')} FROM ${table})`;
}

function wholeSource(
  source: SourceSpec,
  description: SourceDescription,
  pathSql: (path: string) => string,
): string {
  switch (source.format) {
    case 'inline':
      return emitInline(source);
    case 'generate':
      return emitGenerate(source, source.start, source.stop);
    case 'parquet':
      return withFolders(description, (options) =>
        call('read_parquet', [pathList(source.paths, pathSql), ...options]),
      );
    case 'arrow':
      return call('read_arrow', [pathList(source.paths, pathSql)]);
    case 'json':
      return withFolders(description, (options, columns) =>
        readJson(description, columns, [pathList(source.paths, pathSql), ...options]),
      );
    // To be read by people: programs do without, as DuckDB alone does not reach servers.
    case 'database':
      return description.database?.from ?? quoteIdentifier(source.table ?? source.credential);
    case 'database-file':
      return attachedSource(source, description);
    case 'csv':
      return withFolders(description, (options, columns) =>
        readCsv(source, description, columns, [pathList(source.paths, pathSql), ...options]),
      );
  }
}

/** A file of DuckDB is attached under its path: no two files share a name. */
export const attachSql = ({ paths: [path = ''] }: DatabaseFileSource): string =>
  `ATTACH ${quoteText(path)} AS ${quoteIdentifier(path)} (READ_ONLY)`;

/** What the reader gives as text, such as JSON, is text here. */
function attachedSource(
  { paths: [path = ''] }: DatabaseFileSource,
  description: SourceDescription,
): string {
  const { database, schema } = description;
  const items = schema.map(({ name, type }) => {
    const column = quoteIdentifier(name);
    const select = database?.columns.find((each) => each.name === name)?.select;
    const isText = formatType(type) === 'VARCHAR' && select !== undefined && select !== column;
    return isText ? `CAST(${column} AS VARCHAR) AS ${column}` : column;
  });
  return `(SELECT ${items.join(', ')} FROM ${quoteIdentifier(path)}.${database?.from ?? ''})`;
}

const call = (name: string, args: readonly string[]): string => `${name}(${args.join(', ')})`;

function pathList(paths: readonly string[], pathSql: (path: string) => string): string {
  const texts = paths.map(pathSql);
  return texts.length === 1 ? texts.join() : `[${texts.join(', ')}]`;
}

/**
 * Columns from the names of folders (`year=2024/`), of the types that we give them.
 * @param read the reader's call, with these options, for the columns that the files themselves have
 */
function withFolders(
  description: SourceDescription,
  read: (options: readonly string[], fileColumns: Schema) => string,
): string {
  const { files, schema } = description;
  const named = new Set(files.flatMap(({ partitionValues }) => Object.keys(partitionValues)));
  if (named.size === 0) return read([], schema);
  // A column that the files have hides the one of a folder.
  const shown = new Set(
    splitsOfSource(description).flatMap(({ partitionValues }) => Object.keys(partitionValues)),
  );
  const columns = schema.filter(({ name }) => shown.has(name));
  const inFiles = schema.filter(({ name }) => !shown.has(name));
  if (columns.length === 0) return read(['hive_partitioning = false'], inFiles);
  const nullable = columns.filter(({ name }) =>
    files.some(({ partitionValues }) => (partitionValues[name] ?? HIVE_NULL) === HIVE_NULL),
  );
  const types = columns.map((column) => {
    const type = nullable.includes(column) ? 'VARCHAR' : formatType(column.type);
    return `${quoteText(column.name)}: ${quoteText(type)}`;
  });
  const table = read(['hive_partitioning = true', `hive_types = {${types.join(', ')}}`], inFiles);
  if (nullable.length === 0 && columns.length === 1) return table;
  // DuckDB sorts the columns of folders by their names.
  const list = schema.map((column) => {
    const name = quoteIdentifier(column.name);
    if (!nullable.includes(column)) return name;
    return `CAST(nullif(${name}, ${quoteText(HIVE_NULL)}) AS ${formatType(column.type)}) AS ${name}`;
  });
  return `(SELECT ${list.join(', ')} FROM ${table})`;
}

/** Columns with a date format of their own are read as text: DuckDB takes one for all. */
function readCsv(
  source: CsvSource,
  { csv }: SourceDescription,
  schema: Schema,
  args: readonly string[],
): string {
  const formats = new Map(
    (source.columns ?? []).flatMap(({ name, format }) =>
      format === undefined || format === '' ? [] : [[nameKey(name), format]],
    ),
  );
  const parsed = schema.filter(({ name }) => formats.has(nameKey(name)));
  const columns = schema.map((column) =>
    parsed.includes(column) ? { ...column, type: scalar('VARCHAR') } : column,
  );
  const options = csv === undefined ? [] : csvOptions(csv, columns);
  if (source.onBadRow === 'reject') options.push('ignore_errors = true');
  const table = call('read_csv', [...args, ...options]);
  if (parsed.length === 0) return table;
  const replaced = parsed.map(({ name, type }) => {
    const time = `strptime(${quoteIdentifier(name)}, ${quoteText(formats.get(nameKey(name)) ?? '')})`;
    return `CAST(${time} AS ${formatType(type)}) AS ${quoteIdentifier(name)}`;
  });
  return `(SELECT * REPLACE (${replaced.join(', ')}) FROM ${table})`;
}

function csvOptions(dialect: CsvDialect, columns: Schema): string[] {
  const types = columns.map(
    ({ name, type }) => `${quoteText(name)}: ${quoteText(formatType(type))}`,
  );
  const { delimiter, quote, escape, header, skip, encoding, nullValues } = dialect;
  const utf8 = /^utf-?8$/i.test(encoding);
  return [
    'auto_detect = false',
    `header = ${header}`,
    `delim = ${quoteText(delimiter)}`,
    `quote = ${quoteText(quote)}`,
    `escape = ${quoteText(quote === '' ? '' : escape)}`,
    ...(skip === 0 ? [] : [`skip = ${skip}`]),
    ...(utf8 ? [] : [`encoding = ${quoteText(encoding)}`]),
    ...(nullValues.length === 0 ? [] : [`nullstr = [${nullValues.map(quoteText).join(', ')}]`]),
    ...(dialect.decimal === undefined ? [] : [`decimal_separator = ${quoteText(dialect.decimal)}`]),
    ...(dialect.thousands === undefined ? [] : [`thousands = ${quoteText(dialect.thousands)}`]),
    ...(dialect.dateFormat === undefined ? [] : [`dateformat = ${quoteText(dialect.dateFormat)}`]),
    ...(dialect.timestampFormat === undefined
      ? []
      : [`timestampformat = ${quoteText(dialect.timestampFormat)}`]),
    `columns = {${types.join(', ')}}`,
  ];
}

/** DuckDB would sniff other types than we do. Fields of objects become columns of their own. */
function readJson(description: SourceDescription, schema: Schema, args: readonly string[]): string {
  const { jsonPaths = [] } = description;
  const fields = schema.map(({ name, type }, i) => ({
    path: jsonPaths[i] ?? [name],
    type: formatType(type),
  }));
  const layouts = new Set(
    splitsOfSource(description).map((split) => (split.kind === 'json' ? split.layout : 'auto')),
  );
  const [layout = 'auto'] = layouts;
  const format = `format = '${layouts.size === 1 ? FORMATS[layout] : 'auto'}'`;
  const columns = `columns = {${structOf(fields, quoteText, ({ type }) => quoteText(type))}}`;
  const table = call('read_json', [...args, format, columns]);
  if (fields.every(({ path }) => path.length === 1)) return table;
  const list = fields.map(({ path }) => {
    const name = quoteIdentifier(path.join('.'));
    return path.length === 1 ? name : `${path.map(quoteIdentifier).join('.')} AS ${name}`;
  });
  return `(SELECT ${list.join(', ')} FROM ${table})`;
}

const FORMATS = {
  ndjson: 'newline_delimited',
  array: 'array',
  values: 'unstructured',
  auto: 'auto',
} as const;

interface JsonField {
  readonly path: readonly string[];
  readonly type: string;
}

/** The members of an object: at its top `'name': 'type'`, further down `"name" type`. */
function structOf(
  fields: readonly JsonField[],
  quote: (name: string) => string,
  leaf: (field: JsonField) => string,
): string {
  const separator = quote === quoteText ? ': ' : ' ';
  const groups = new Map<string, JsonField[]>();
  for (const field of fields) {
    const [name = ''] = field.path;
    groups.set(name, [...(groups.get(name) ?? []), field]);
  }
  return [...groups]
    .map(([name, members]) => {
      const [first] = members;
      if (first?.path.length === 1) return `${quote(name)}${separator}${leaf(first)}`;
      const inner = members.map(({ path, type }) => ({ path: path.slice(1), type }));
      const type = `STRUCT(${structOf(inner, quoteIdentifier, (field) => field.type)})`;
      return `${quote(name)}${separator}${quote === quoteText ? quoteText(type) : type}`;
    })
    .join(', ');
}
