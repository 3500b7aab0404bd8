/** Table expressions that read a source. What is not given here is never guessed by DuckDB. */
import { ex } from '../contract/expression.ts';
import type { GenerateSource, InlineSource } from '../contract/source-spec.ts';
import type { ColumnType, Schema } from '../contract/schema.ts';
import { formatType, scalar } from '../contract/schema.ts';
import type { CsvDialect } from '../contract/source.ts';
import { emitExpression } from '../expression/emit.ts';
import { quoteIdentifier, quoteText } from '../expression/quote.ts';
import { NO_COLUMNS } from './emit-context.ts';

/** DuckDB's buffer of a CSV reader; a line cannot be longer. Only what is filled takes memory. */
export const CSV_MAX_LINE_BYTES = 32 * 1024 * 1024;

export interface ReadCsvOptions {
  /** The split starts at the head of the file, so `skip` and `header` apply to it. Default: true. */
  readonly first?: boolean;
  /**
   * Rows that cannot be read go to this table (`reject_errors` columns) instead of failing. DuckDB
   * takes plain names only: letters, digits and `_`.
   */
  readonly rejectsTable?: string;
  /** Table of the scans that `rejectsTable` refers to. Default: its name with `_scans`. */
  readonly rejectsScanTable?: string;
  readonly maxLineBytes?: number;
}

/** DuckDB insists on a null text. Where there is none: a code point that no text may hold. */
const NO_NULL_TEXT = '\uffff';

/** `read_csv(...)` over one UTF-8 file (other encodings are decoded before DuckDB sees them). */
export function emitReadCsv(
  fileName: string,
  dialect: CsvDialect,
  columns: Schema,
  options: ReadCsvOptions = {},
): string {
  const first = options.first ?? true;
  const maxLineBytes = options.maxLineBytes ?? CSV_MAX_LINE_BYTES;
  const nulls = dialect.nullValues.length === 0 ? [NO_NULL_TEXT] : dialect.nullValues;
  const types = columns.map(
    ({ name, type }) => `${quoteText(name)}: ${quoteText(formatType(type))}`,
  );
  const parts = [
    quoteText(fileName),
    'auto_detect = false',
    `columns = {${types.join(', ')}}`,
    `delim = ${quoteText(dialect.delimiter)}`,
    `quote = ${quoteText(dialect.quote)}`,
    `escape = ${quoteText(dialect.quote === '' ? '' : dialect.escape)}`,
    `header = ${first && dialect.header}`,
    `skip = ${first ? dialect.skip : 0}`,
    `nullstr = [${nulls.map(quoteText).join(', ')}]`,
    'null_padding = false',
    'strict_mode = true',
    'parallel = false',
    `max_line_size = ${maxLineBytes}`,
    `buffer_size = ${maxLineBytes}`,
  ];
  if (dialect.decimal !== undefined)
    parts.push(`decimal_separator = ${quoteText(dialect.decimal)}`);
  if (dialect.thousands !== undefined) parts.push(`thousands = ${quoteText(dialect.thousands)}`);
  if (dialect.dateFormat !== undefined) parts.push(`dateformat = ${quoteText(dialect.dateFormat)}`);
  if (dialect.timestampFormat !== undefined) {
    parts.push(`timestampformat = ${quoteText(dialect.timestampFormat)}`);
  }
  if (options.rejectsTable !== undefined) {
    const scans = options.rejectsScanTable ?? `${options.rejectsTable}_scans`;
    parts.push(
      'store_rejects = true',
      `rejects_table = ${quoteText(options.rejectsTable)}`,
      `rejects_scan = ${quoteText(scans)}`,
      'rejects_limit = 0',
    );
  }
  return `read_csv(${parts.join(', ')})`;
}

/** `(SELECT CAST(...) ... FROM (VALUES ...))`: every value as text or NULL, cast to its column's type. */
export function emitInline(source: InlineSource): string {
  const names = source.columns.map(({ name }) => quoteIdentifier(name));
  if (names.length === 0) return noColumns(source.rows.length);
  const list = source.columns
    .map(({ type }, i) => `CAST(c${i} AS ${formatType(type)}) AS ${names[i] ?? ''}`)
    .join(', ');
  if (source.rows.length === 0) {
    const empty = source.columns
      .map(({ type }, i) => `CAST(NULL AS ${formatType(type)}) AS ${names[i] ?? ''}`)
      .join(', ');
    return `(SELECT ${empty} WHERE false)`;
  }
  const rows = source.rows.map(
    (row) =>
      `(${source.columns.map((_, i) => literalText(row[i] ?? ex.null('VARCHAR'))).join(', ')})`,
  );
  const values = source.columns.map((_, i) => `c${i}`).join(', ');
  return `(SELECT ${list} FROM (VALUES ${rows.join(', ')}) AS v(${values}))`;
}

const noColumns = (rows: number): string =>
  `(SELECT NULL AS ${quoteIdentifier(NO_COLUMNS)} FROM range(${rows}))`;

/** Rows of one column may be literals of different types: their text is cast once, to the column's. */
const literalText = (literal: { readonly value: string | null }): string =>
  literal.value === null
    ? 'NULL'
    : emitExpression(ex.text(literal.value), { dialect: 'duckdb' }).text;

const DATE_ONLY = /^\s*\d{4,}-\d{1,2}-\d{1,2}\s*$/;
const WHOLE_DAYS =
  /^\s*[-+]?\d+\s*(?:day|week|month|quarter|year|decade|centur|millenni)[a-z]*\s*$/i;

/** BIGINT for a range; DATE for dates that fall on whole days, else TIMESTAMP. */
export function generatedType(source: GenerateSource): ColumnType {
  if (source.generate === 'range') return scalar('BIGINT');
  const dates = DATE_ONLY.test(source.start) && DATE_ONLY.test(source.stop);
  return scalar(dates && WHOLE_DAYS.test(source.step) ? 'DATE' : 'TIMESTAMP');
}

export const generateSchema = (source: GenerateSource): Schema => [
  { name: source.name, type: generatedType(source) },
];

/**
 * The part of a generated source between two of its values: `from` is the first value; `to` is
 * exclusive for a range and inclusive for dates, as the source's own `stop` is.
 */
export function emitGenerate(source: GenerateSource, from: string, to: string): string {
  const name = quoteIdentifier(source.name);
  if (source.generate === 'range') {
    const [start, stop, step] = [from, to, source.step].map((n) => `${quoteText(n)}::BIGINT`);
    return `(SELECT range AS ${name} FROM range(${start}, ${stop}, ${step}))`;
  }
  const [start, stop] = [from, to].map((time) => `${quoteText(time)}::TIMESTAMP`);
  const series = `generate_series(${start}, ${stop}, ${quoteText(source.step)}::INTERVAL)`;
  const type = formatType(generatedType(source));
  return `(SELECT CAST(generate_series AS ${type}) AS ${name} FROM ${series})`;
}
