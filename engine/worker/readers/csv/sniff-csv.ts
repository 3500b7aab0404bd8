/** Dialect and types of CSV text by DuckDB's sniffer; what the user says wins. */
import { EngineFailure, userError } from '../../../contract/errors.ts';
import type { CsvSource } from '../../../contract/source-spec.ts';
import type { CsvDialect } from '../../../contract/source.ts';
import {
  createRecordScanner,
  RECORD_START,
  type ScannerDialect,
} from '../../../sources/csv/record-scanner.ts';
import { skipLines } from '../../../sources/csv/line-ends.ts';
import { guessDelimiter, regularRecords } from '../../../sources/csv/regular-records.ts';
import { FILE_PREFIX, type Session } from '../../duckdb/session.ts';

export interface SniffedColumn {
  readonly name: string;
  /** DuckDB's text form. */
  readonly type: string;
}

export interface Sniffed {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly header: boolean;
  readonly skip: number;
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
  readonly columns: readonly SniffedColumn[];
}

type Options = Readonly<Record<string, string>>;

const FILE = `${FILE_PREFIX}sniff.csv`;

/**
 * The dialect of a file by its head.
 * @param head UTF-8, whole lines; user options that are absent are found out
 */
export function sniffDialect(
  session: Session,
  head: Uint8Array,
  source: CsvSource,
  fileName: string,
): Sniffed {
  const options: Record<string, string> = {};
  if (source.delimiter !== undefined) options['delim'] = text(source.delimiter);
  if (source.quote !== undefined) options['quote'] = text(source.quote);
  if (source.escape !== undefined) options['escape'] = text(source.escape);
  else if (source.quote !== undefined) options['escape'] = text(source.quote);
  if (source.header !== undefined) options['header'] = String(source.header);
  if (source.skip !== undefined) options['skip'] = String(source.skip);
  addNumberMarks(options, source);
  if (source.nullValues !== undefined && source.nullValues.length > 0) {
    options['nullstr'] = `[${['', ...source.nullValues].map(text).join(', ')}]`;
  }
  const found = sniff(session, head, options, fileName, source);
  const sniffed =
    source.skip !== undefined || isPreamble(head, found)
      ? found
      : sniff(session, head, { ...options, skip: '0' }, fileName, source);
  return { ...sniffed, ...quoting(sniffed, source, head) };
}

/**
 * Whether the lines that DuckDB would skip are a title or a remark: they hold no delimiter. It also
 * skips lines with another number of fields than later ones, and those are records.
 */
function isPreamble(head: Uint8Array, { skip, delimiter, quote, escape }: Sniffed): boolean {
  const skipped = head.subarray(0, skipLines(head, skip));
  const scanner = createRecordScanner({ delimiter, quote, escape });
  for (let at = 0; at < skipped.length;) {
    const { index } = scanner.nextRecord(skipped, at, RECORD_START);
    const end = index === -1 ? skipped.length : index;
    if (scanner.countFields(skipped, at, end) > 1) return false;
    at = end;
  }
  return true;
}

/** Types of the columns over a sample that begins like the file: skipped lines gone, header there. */
export function sniffTypes(
  session: Session,
  sample: Uint8Array,
  dialect: CsvDialect,
  newLine: string,
  fileName: string,
): Sniffed {
  const options: Record<string, string> = {
    delim: text(dialect.delimiter),
    quote: text(dialect.quote),
    escape: text(dialect.escape),
    header: String(dialect.header),
    skip: '0',
    new_line: text(newLine),
    sample_size: '-1',
    max_line_size: String(Math.max(sample.length, 2_000_000)),
    buffer_size: String(Math.max(sample.length, 2_000_000) + 16),
  };
  addNumberMarks(options, dialect);
  if (dialect.nullValues.length > 0) {
    options['nullstr'] = `[${dialect.nullValues.map(text).join(', ')}]`;
  }
  return sniff(session, sample, options, fileName, dialect);
}

function addNumberMarks(
  options: Record<string, string>,
  { decimal, thousands }: Pick<CsvSource, 'decimal' | 'thousands'>,
): void {
  if (decimal !== undefined) options['decimal_separator'] = text(decimal);
  if (thousands !== undefined) options['thousands'] = text(thousands);
}

/** Without a quote in the sample DuckDB says "no quoting", and would trip over the first later one. */
function quoting(
  sniffed: Sniffed,
  source: CsvSource,
  head: Uint8Array,
): { readonly quote: string; readonly escape: string } {
  const noneSeen = head.indexOf(0x22) === -1;
  const quote = source.quote ?? (sniffed.quote === '' && noneSeen ? '"' : sniffed.quote);
  const escape = source.escape ?? (sniffed.escape === '' ? quote : sniffed.escape);
  return { quote, escape };
}

/**
 * DuckDB's sniffer wants every line to fit. For a sample that holds bad rows it is asked again, with
 * only the records that have the usual number of fields.
 */
function sniff(
  session: Session,
  bytes: Uint8Array,
  options: Options,
  fileName: string,
  source: Pick<CsvSource, 'delimiter' | 'quote' | 'escape'>,
): Sniffed {
  const quote = source.quote ?? '"';
  const escape = source.escape ?? quote;
  const delimiter = source.delimiter ?? guessDelimiter(bytes, quote, escape);
  const width = firstWidth(bytes, { delimiter, quote, escape });
  if (width <= WIDE) {
    try {
      const sniffed = runSniffer(session, bytes, options);
      // Where bad rows are many DuckDB finds no delimiter at all, though the first line has one.
      if (sniffed.columns.length > 1 || width <= 1) return sniffed;
    } catch (thrown) {
      if (!(thrown instanceof EngineFailure) || thrown.error.kind !== 'user') throw thrown;
    }
  }
  const regular = regularRecords(bytes, { delimiter, quote, escape });
  const given = { delim: text(delimiter), quote: text(quote), escape: text(escape) };
  try {
    return { ...runSniffer(session, regular, { ...options, ...given }), delimiter, quote, escape };
  } catch (thrown) {
    throw userError(
      'csv-dialect',
      `The layout of ${fileName} could not be detected: its lines do not split into the same columns.`,
      {
        hint: 'Set delimiter, quote, escape and skip to what the file uses.',
        location: { file: fileName },
        detail: thrown instanceof Error ? thrown.message : String(thrown),
      },
    );
  }
}

/** Each dialect that DuckDB tries on this many columns takes hundreds of megabytes. */
const WIDE = 1000;

/** Fields of the first record. */
function firstWidth(bytes: Uint8Array, dialect: ScannerDialect): number {
  const scanner = createRecordScanner(dialect);
  const { index } = scanner.nextRecord(bytes, 0, RECORD_START);
  return scanner.countFields(bytes, 0, index === -1 ? bytes.length : index);
}

function runSniffer(session: Session, bytes: Uint8Array, options: Options): Sniffed {
  session.registerFile(FILE, bytes);
  try {
    return readSniffed(session, options);
  } finally {
    session.dropFile(FILE);
  }
}

function readSniffed(session: Session, options: Options): Sniffed {
  const args = [
    text(FILE),
    ...Object.entries(options).map(([name, value]) => `${name} = ${value}`),
  ];
  // As it comes: every function of DuckDB that is used for the first time has to be compiled.
  const sniffed = session.query(
    `SELECT Delimiter, Quote, Escape, SkipRows, HasHeader::INTEGER AS HasHeader,
       DateFormat, TimestampFormat, Columns
     FROM sniff_csv(${args.join(', ')})`,
  );
  const value = (name: string): unknown => sniffed.getChild(name)?.get(0);
  const given = (name: string): string => {
    const found = value(name);
    return found === null || found === undefined || found === '(empty)' ? '' : String(found);
  };
  const columns = [...(value('Columns') as Iterable<SniffedColumn>)];
  const dateFormat = given('DateFormat');
  const timestampFormat = given('TimestampFormat');
  return {
    delimiter: given('Delimiter'),
    quote: given('Quote'),
    escape: given('Escape'),
    header: value('HasHeader') === 1,
    skip: Number(value('SkipRows')),
    ...(dateFormat === '' ? {} : { dateFormat }),
    ...(timestampFormat === '' ? {} : { timestampFormat }),
    columns: columns.map(({ name, type }) => ({ name, type })),
  };
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
