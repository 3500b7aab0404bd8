/** Sources as DuckDB's own readers read them, where its programs run: for people, not for our tasks. */
import type { Scan } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import { formatType, nameKey, scalar } from '../contract/schema.ts';
import type { CsvSource, JsonSource } from '../contract/source-spec.ts';
import type { CsvDialect, SourceDescription } from '../contract/source.ts';
import { quoteIdentifier, quoteText } from '../expression/quote.ts';
import { emitTypedEmpty } from './emit-empty.ts';
import { emitGenerate, emitInline } from './emit-source.ts';

/**
 * A table expression. Paths stay as the pipeline has them, relative to its document. DuckDB keeps no
 * rows that it could not read: the `rejects` output is a table without rows.
 */
export function emitNativeSource({ output, source }: Scan, description: SourceDescription): string {
  const { schema, rejectsSchema = [] } = description;
  if (output === 'rejects') return `(${emitTypedEmpty(rejectsSchema)})`;
  switch (source.format) {
    case 'inline':
      return emitInline(source);
    case 'generate':
      return emitGenerate(source, source.start, source.stop);
    case 'parquet':
      return `read_parquet(${pathList(source.paths)})`;
    case 'arrow':
      return `read_arrow(${pathList(source.paths)})`;
    case 'json':
      return readJson(source, schema);
    case 'csv':
      return readCsv(source, description);
  }
}

function pathList(paths: readonly string[]): string {
  const texts = paths.map(quoteText);
  return texts.length === 1 ? texts.join() : `[${texts.join(', ')}]`;
}

/** Columns with a date format of their own are read as text: DuckDB takes one for all. */
function readCsv(source: CsvSource, { files, schema, csv }: SourceDescription): string {
  const inPaths = new Set(files.flatMap(({ partitionValues }) => Object.keys(partitionValues)));
  const formats = new Map(
    (source.columns ?? []).flatMap(({ name, format }) =>
      format === undefined || format === '' ? [] : [[nameKey(name), format]],
    ),
  );
  const parsed = schema.filter(({ name }) => formats.has(nameKey(name)));
  const columns = schema
    .filter(({ name }) => !inPaths.has(name))
    .map((column) => (parsed.includes(column) ? { ...column, type: scalar('VARCHAR') } : column));
  const options = csv === undefined ? [] : csvOptions(csv, columns);
  if (source.onBadRow === 'reject') options.push('ignore_errors = true');
  const call = `read_csv(${[pathList(source.paths), ...options].join(', ')})`;
  if (parsed.length === 0) return call;
  const replaced = parsed.map(({ name, type }) => {
    const time = `strptime(${quoteIdentifier(name)}, ${quoteText(formats.get(nameKey(name)) ?? '')})`;
    return `CAST(${time} AS ${formatType(type)}) AS ${quoteIdentifier(name)}`;
  });
  return `(SELECT * REPLACE (${replaced.join(', ')}) FROM ${call})`;
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
function readJson({ paths, layout, flatten }: JsonSource, schema: Schema): string {
  const fields = schema.map(({ name, type }) => ({
    path: flatten > 0 ? name.split('.') : [name],
    type: formatType(type),
  }));
  const format = { auto: [], ndjson: [`format = 'nd'`], array: [`format = 'array'`] }[layout];
  const columns = `columns = {${structOf(fields, quoteText, ({ type }) => quoteText(type))}}`;
  const call = `read_json(${[pathList(paths), ...format, columns].join(', ')})`;
  if (fields.every(({ path }) => path.length === 1)) return call;
  const list = fields.map(({ path }) => {
    const name = quoteIdentifier(path.join('.'));
    return path.length === 1 ? name : `${path.map(quoteIdentifier).join('.')} AS ${name}`;
  });
  return `(SELECT ${list.join(', ')} FROM ${call})`;
}

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
