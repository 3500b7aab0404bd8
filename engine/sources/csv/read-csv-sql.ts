/** The text of a `read_csv` call over one part of a file. DuckDB is told everything and detects nothing. */
import { formatType, type Schema } from '../../contract/schema.ts';
import type { CsvDialect } from '../../contract/source.ts';

export interface ReadCsvOptions {
  /** Name of a registered file of UTF-8 bytes. */
  readonly file: string;
  readonly dialect: CsvDialect;
  /** All columns of the file, in order, with the types to read. */
  readonly columns: Schema;
  /** Whether these bytes begin with the header line. */
  readonly header: boolean;
  readonly newLine: NewLine;
  /** No record is longer than this; DuckDB's own limit of 2 MB is far below what files hold. */
  readonly maxRecordBytes: number;
  /** Collect bad rows in these temporary tables instead of failing. Plain names: letters, digits, `_`. */
  readonly rejects?: { readonly errors: string; readonly scans: string };
}

export type NewLine = '\n' | '\r\n' | '\r';

/** DuckDB insists on a null text. Where there is none: a code point that no text may hold. */
const NO_NULL_TEXT = '\uffff';

/** DuckDB takes the names of line ends spelt out as escapes. */
const NEW_LINE_NAMES: Readonly<Record<NewLine, string>> = {
  '\n': '\\n',
  '\r\n': '\\r\\n',
  '\r': '\\r',
};

/** Lower limit of the buffer: DuckDB refuses very small ones. */
const MIN_BUFFER_BYTES = 64 * 1024;

/**
 * `parallel = false` makes one scan from start to end. Otherwise DuckDB guesses record borders every
 * 8 MB, even with one thread. One scan has a flaw, which callers must look out for: a quote that never
 * closes swallows the rest of the file without an error. `strict_mode` is left at its default, true:
 * said aloud together with a `new_line` of CRLF it makes DuckDB 1.4.3 lose rows.
 */
export function readCsvSql(options: ReadCsvOptions): string {
  const { dialect } = options;
  const nulls = dialect.nullValues.length === 0 ? [NO_NULL_TEXT] : dialect.nullValues;
  const recordBytes = Math.max(options.maxRecordBytes, MIN_BUFFER_BYTES);
  const args = [
    text(options.file),
    'auto_detect = false',
    `columns = {${options.columns.map(columnEntry).join(', ')}}`,
    `delim = ${text(dialect.delimiter)}`,
    `quote = ${text(dialect.quote)}`,
    `escape = ${text(dialect.quote === '' ? '' : dialect.escape)}`,
    `header = ${String(options.header)}`,
    'skip = 0',
    `new_line = ${text(NEW_LINE_NAMES[options.newLine])}`,
    `nullstr = [${nulls.map(text).join(', ')}]`,
    'null_padding = false',
    'parallel = false',
    `max_line_size = ${recordBytes}`,
    `buffer_size = ${recordBytes + 16}`,
  ];
  if (dialect.decimal !== undefined) args.push(`decimal_separator = ${text(dialect.decimal)}`);
  if (dialect.thousands !== undefined) args.push(`thousands = ${text(dialect.thousands)}`);
  if (dialect.dateFormat !== undefined) args.push(`dateformat = ${text(dialect.dateFormat)}`);
  if (dialect.timestampFormat !== undefined) {
    args.push(`timestampformat = ${text(dialect.timestampFormat)}`);
  }
  if (options.rejects !== undefined) {
    args.push(
      'store_rejects = true',
      `rejects_table = ${text(options.rejects.errors)}`,
      `rejects_scan = ${text(options.rejects.scans)}`,
      'rejects_limit = 0',
    );
  }
  return `read_csv(${args.join(', ')})`;
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const columnEntry = (column: Schema[number]): string =>
  `${text(column.name)}: ${text(formatType(column.type))}`;
