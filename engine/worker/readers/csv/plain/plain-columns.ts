/**
 * The columns of a split of plain CSV text, parsed straight into columns (docs/adr/0011). Whatever is
 * not written in the plainest way makes no column here: DuckDB's reader then decides what it means,
 * so there is one meaning of CSV.
 */
import { type ColumnType, isNumeric } from '../../../../contract/schema.ts';
import type { CsvDialect } from '../../../../contract/source.ts';
import type { Allocate, FlatColumn, FlatSource, FlatType } from '../../../arrow/flat-column.ts';
import { invalidUtf8At } from '../../text/encoding.ts';
import type { ReadPlan } from '../csv-types.ts';
import { collectTexts } from './collect-texts.ts';
import { indexFields, type PlainDialect } from './index-fields.ts';
import { parseBooleans } from './parse-booleans.ts';
import { parseDecimals, parseDoubles, parseSmallIntegers } from './parse-numbers.ts';
import { parseDates, parseTimestamps } from './parse-times.ts';
import type { Fields } from './validity.ts';

type Parse = (fields: Fields, allocate: Allocate, isText: () => boolean) => FlatColumn | undefined;

interface Parser {
  readonly type: FlatType;
  readonly parse: Parse;
}

/** How the wanted columns are parsed, when all can be. */
export interface PlainReading {
  readonly dialect: PlainDialect;
  /** Fields of each record. */
  readonly columns: number;
  readonly wanted: readonly (Parser & { readonly name: string; readonly position: number })[];
}

/** Undefined where types, formats or dialect are none that are known here. */
export function planPlain(plan: ReadPlan, wanted: readonly string[]): PlainReading | undefined {
  const dialect = plainDialect(plan.dialect);
  if (dialect === undefined) return undefined;
  const parsers = wanted.flatMap((name) => {
    const position = plan.columns.findIndex((column) => column.name === name);
    const column = plan.columns[position];
    if (column === undefined || plan.formats.has(name)) return [];
    const parser = parserOf(column.type, plan.dialect);
    return parser === undefined ? [] : [{ ...parser, name, position }];
  });
  if (parsers.length < wanted.length) return undefined;
  return { dialect, columns: plan.columns.length, wanted: parsers };
}

const singleByte = (text: string): number | undefined =>
  text.length === 1 && text.charCodeAt(0) < 0x80 ? text.charCodeAt(0) : undefined;

function plainDialect(dialect: CsvDialect): PlainDialect | undefined {
  const delimiter = singleByte(dialect.delimiter);
  const quote = dialect.quote === '' ? -1 : singleByte(dialect.quote);
  const escape = dialect.escape === '' || quote === -1 ? -1 : singleByte(dialect.escape);
  const nulls = dialect.nullValues;
  // Spaces around quotes are skipped, but not where they part fields.
  if (delimiter === undefined || dialect.delimiter === ' ') return undefined;
  if (quote === undefined || escape === undefined) return undefined;
  return nulls.length === 1 && nulls[0] === '' ? { delimiter, quote, escape } : undefined;
}

const ISO_DATE = '%Y-%m-%d';
const ISO_TIMESTAMP = '%Y-%m-%d %H:%M:%S';

const integer = (bits: 8 | 16 | 32, signed: boolean): Parser => ({
  type: { kind: 'integer', bits, signed },
  parse: (fields, allocate) => parseSmallIntegers(fields, bits, signed, allocate),
});

function parserOf(type: ColumnType, dialect: CsvDialect): Parser | undefined {
  // Numbers that are written in a way of their own are left to DuckDB.
  if (isNumeric(type) && (dialect.decimal ?? dialect.thousands) !== undefined) return undefined;
  if (type.kind === 'decimal') {
    const { precision, scale } = type;
    if (precision > 18) return undefined;
    return {
      type: { kind: 'decimal', precision, scale, bits: 64 },
      parse: (fields, allocate) => parseDecimals(fields, precision, scale, allocate),
    };
  }
  if (type.kind !== 'scalar') return undefined;
  const { dateFormat, timestampFormat } = dialect;
  switch (type.name) {
    case 'BOOLEAN':
      return { type: { kind: 'boolean' }, parse: parseBooleans };
    case 'TINYINT':
      return integer(8, true);
    case 'SMALLINT':
      return integer(16, true);
    case 'INTEGER':
      return integer(32, true);
    case 'BIGINT':
      return {
        type: { kind: 'integer', bits: 64, signed: true },
        parse: (fields, allocate) => parseDecimals(fields, 18, 0, allocate),
      };
    case 'DOUBLE':
      return { type: { kind: 'float', bits: 64 }, parse: parseDoubles };
    case 'VARCHAR':
      return { type: { kind: 'utf8' }, parse: collectTexts };
    case 'DATE':
      if (dateFormat !== undefined && dateFormat !== ISO_DATE) return undefined;
      return { type: { kind: 'date' }, parse: parseDates };
    case 'TIMESTAMP': {
      if (timestampFormat !== undefined && timestampFormat !== ISO_TIMESTAMP) return undefined;
      const fractions = timestampFormat === undefined;
      return {
        type: { kind: 'timestamp', unit: 'micro', utc: false },
        parse: (fields, allocate) => parseTimestamps(fields, fractions, allocate),
      };
    }
    default:
      return undefined;
  }
}

/** Columns whose sources fail to decode where a value is not plain. */
export interface PlainColumns {
  readonly rows: number;
  readonly sources: readonly FlatSource[];
}

/**
 * @param text ends with a line end; asked again after memory is allocated
 * @param from where the first record begins
 */
export function plainColumns(
  text: () => Uint8Array,
  from: number,
  reading: PlainReading,
): PlainColumns | undefined {
  const { dialect, columns, wanted } = reading;
  const positions = wanted.map(({ position }) => position);
  const index = indexFields(text(), from, dialect, columns, positions);
  if (index === undefined) return undefined;
  const { rows } = index;
  let valid: boolean | undefined;
  const isText = (): boolean => (valid ??= invalidUtf8At(text()) === -1);
  const sources = wanted.map(({ name, type, parse }, i): FlatSource => {
    const fields = { text, positions: index.fields[i] ?? new Int32Array(), rows };
    return {
      field: { name, type, nullable: true },
      rows: [rows],
      decode: (_batch, allocate) => parse(fields, allocate, isText),
    };
  });
  return { rows, sources };
}
