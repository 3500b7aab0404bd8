/** Which sources DuckDB's own readers read as the engine's do, and the SQL of that. */
import { internalError } from '../contract/errors.ts';
import { findColumn, formatType, type Schema } from '../contract/schema.ts';
import type { SourceDescription, Split, SplitReading } from '../contract/source.ts';
import { quoteText } from '../expression/quote.ts';
import { planReading, type ReadPlan } from '../worker/readers/csv/csv-types.ts';
import { fileColumns, partitionValueSql } from '../worker/readers/partition-columns.ts';
import { NO_COLUMNS, quoteName } from '../worker/readers/table-view.ts';
import type { SplitInput } from '../worker/task-parts.ts';

export type WholeSplit = Extract<Split, { kind: 'whole' }>;

/** Where SQL finds a file; undefined where it cannot. */
export type LinkFile = (path: string) => string | undefined;

/** One split for all of a source. Rows, types and dialect stay as they were found. */
export function wholeSource(description: SourceDescription, inPlace: boolean): SourceDescription {
  const { splits } = description;
  const [first] = splits;
  if (first === undefined || first.kind === 'inline' || first.kind === 'whole') return description;
  const bytes = splits.reduce((sum, split) => sum + split.bytes, 0);
  const rows = splits.every((split) => split.rows !== undefined)
    ? { rows: splits.reduce((sum, split) => sum + (split.rows ?? 0), 0) }
    : {};
  const base = { index: 0, partitionValues: {}, bytes, ...rows };
  if (first.kind === 'generate') {
    const last = splits.at(-1);
    const to = last?.kind === 'generate' ? last.to : first.to;
    return { ...description, splits: [{ ...base, kind: 'generate', from: first.from, to }] };
  }
  return { ...description, splits: [{ ...base, kind: 'whole', inPlace, parts: splits }] };
}

/**
 * Whether DuckDB's `read_csv` may be given the files: its rows are then the engine's, or it fails and
 * the engine's reader tells why. Rejected rows are kept by the engine's reader alone, which also knows
 * other encodings, lines to skip, and compressed files cut into pieces.
 */
export function mayReadCsv({ spec, csv, splits }: SourceDescription): boolean {
  if (spec.format !== 'csv' || csv === undefined || spec.onBadRow === 'reject') return false;
  const isAscii = [csv.delimiter, csv.quote, csv.escape].every((text) => text <= '\x7f');
  return (
    isAscii &&
    /^utf-?8$/i.test(csv.encoding) &&
    csv.skip === 0 &&
    splits.every((split) => split.kind === 'csv' && split.data.kind === 'range')
  );
}

interface Files {
  readonly paths: readonly string[];
  readonly partitionValues: Readonly<Record<string, string>>;
}

/** Files next to each other whose folders have the same values. Throws for files without a path. */
function groupFiles(parts: readonly Split[]): Files[] {
  const groups: { paths: string[]; key: string; partitionValues: Files['partitionValues'] }[] = [];
  for (const part of parts) {
    const file = 'data' in part ? part.data.file : 'file' in part ? part.file : undefined;
    if (file?.handle.kind !== 'path') throw internalError('a file without a path');
    const key = JSON.stringify(part.partitionValues);
    const group = groups.at(-1);
    const { path } = file.handle;
    if (group?.key !== key)
      groups.push({ paths: [path], key, partitionValues: part.partitionValues });
    else if (group.paths.at(-1) !== path) group.paths.push(path);
  }
  return groups;
}

/** The query of a source's rows; undefined where a file cannot be linked. */
export function nativeQuery(
  { description, columns }: Pick<SplitInput, 'description' | 'columns'>,
  { parts }: WholeSplit,
  link: LinkFile,
): string | undefined {
  const queries: string[] = [];
  for (const { paths, partitionValues } of groupFiles(parts)) {
    const links = paths.map(link);
    if (links.includes(undefined)) return undefined;
    const files = `[${links.map((path) => quoteText(path ?? '')).join(', ')}]`;
    const reading = readerOf(description, files, partitionValues);
    const items = columns.map((name) =>
      columnSql(name, description.schema, partitionValues, reading),
    );
    const list = items.length === 0 ? `NULL AS ${NO_COLUMNS}` : items.join(', ');
    queries.push(`SELECT ${list} FROM ${reading.table}`);
  }
  return queries.join(' UNION ALL ');
}

interface Reading {
  readonly table: string;
  /** Of CSV. */
  readonly plan?: ReadPlan;
}

function readerOf(
  { spec, csv, schema }: SplitReading,
  files: string,
  partitionValues: Files['partitionValues'],
): Reading {
  if (spec.format === 'parquet') {
    return { table: `read_parquet(${files}, hive_partitioning = false)` };
  }
  if (spec.format !== 'csv' || csv === undefined) {
    throw internalError(`DuckDB is not to read ${spec.format} files`);
  }
  const plan = planReading(spec, csv, fileColumns(schema, partitionValues));
  return { table: readCsv(files, plan), plan };
}

function columnSql(
  name: string,
  schema: Schema,
  partitionValues: Files['partitionValues'],
  { plan }: Reading,
): string {
  const column = findColumn(schema, name);
  if (column === undefined) throw internalError(`no column ${name} in the source`);
  const alias = quoteName(column.name);
  if (column.name in partitionValues) {
    return `${partitionValueSql(partitionValues[column.name], column.type)} AS ${alias}`;
  }
  const format = plan?.formats.get(column.name);
  if (format === undefined) return alias;
  return `CAST(strptime(${alias}, ${quoteText(format)}) AS ${formatType(column.type)}) AS ${alias}`;
}

/** DuckDB insists on a null text. Where there is none: a code point that no text may hold. */
const NO_NULL_TEXT = '\uffff';

function readCsv(files: string, { dialect, columns }: ReadPlan): string {
  const { delimiter, quote, escape, header, nullValues } = dialect;
  const types = columns.map(
    ({ name, type }) => `${quoteText(name)}: ${quoteText(formatType(type))}`,
  );
  const nulls = nullValues.length === 0 ? [NO_NULL_TEXT] : nullValues;
  const args = [
    files,
    'auto_detect = false',
    'hive_partitioning = false',
    `columns = {${types.join(', ')}}`,
    `delim = ${quoteText(delimiter)}`,
    `quote = ${quoteText(quote)}`,
    `escape = ${quoteText(quote === '' ? '' : escape)}`,
    `header = ${header}`,
    `nullstr = [${nulls.map(quoteText).join(', ')}]`,
    'null_padding = false',
  ];
  const { decimal, thousands, dateFormat, timestampFormat } = dialect;
  if (decimal !== undefined) args.push(`decimal_separator = ${quoteText(decimal)}`);
  if (thousands !== undefined) args.push(`thousands = ${quoteText(thousands)}`);
  if (dateFormat !== undefined) args.push(`dateformat = ${quoteText(dateFormat)}`);
  if (timestampFormat !== undefined) args.push(`timestampformat = ${quoteText(timestampFormat)}`);
  return `read_csv(${args.join(', ')})`;
}
