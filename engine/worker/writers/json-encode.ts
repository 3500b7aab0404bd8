/** Rows as JSON objects. */
import type { Table, Vector } from 'apache-arrow';
import { internalError } from '../../contract/errors.ts';
import type { ColumnType, NamedType, Schema } from '../../contract/schema.ts';
import { formatType, scalar } from '../../contract/schema.ts';
import { encodeStream } from '../arrow/ipc.ts';
import type { Session } from '../duckdb/session.ts';

let encoded = 0;

/** Rows turned into text at a time: bounds the length of strings. */
const SLICE_ROWS = 8192;

/**
 * One object per row, joined by `separator`, none after the last. Numbers keep all their digits, also
 * BIGINT, HUGEINT and DECIMAL; times are text as DuckDB prints them; NaN and infinities, which JSON
 * has not, are null; a BLOB is text with escapes; a MAP is an object.
 */
export async function encodeJsonRows(
  rows: Table,
  separator: string,
  session: Session,
): Promise<Uint8Array> {
  if (rows.numRows === 0) return new Uint8Array();
  const table = `json_piece_${++encoded}`;
  session.insertArrow(table, encodeStream(rows.schema, rows.batches));
  try {
    const described = session.describe(`FROM ${table}`);
    if (!described.ok) throw internalError(`DESCRIBE failed: ${described.message}`);
    const printable = await session.stream(
      `SELECT ${described.columns.map(printableColumn).join(', ')} FROM ${table}`,
    );
    return printRows(printable, described.columns, separator);
  } finally {
    session.execute(`DROP TABLE ${table}`);
  }
}

const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function printableColumn({ name, type }: Schema[number]): string {
  const target = printableType(type);
  const column = quoteName(name);
  return formatType(target) === formatType(type)
    ? column
    : `CAST(${column} AS ${formatType(target)}) AS ${column}`;
}

/** Scalars whose Arrow value prints itself. */
const DIRECT = new Set([
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'FLOAT',
  'DOUBLE',
  'VARCHAR',
]);

/** Types that are numbers in JSON, printed with DuckDB's own digits. */
const NUMBERS = new Set(['HUGEINT', 'UHUGEINT', 'VARINT']);

/** The same shape with every leaf that needs DuckDB's printing as VARCHAR. */
function printableType(type: ColumnType): ColumnType {
  const inFields = (fields: readonly NamedType[]): NamedType[] =>
    fields.map((field) => ({ name: field.name, type: printableType(field.type) }));
  switch (type.kind) {
    case 'scalar':
      return DIRECT.has(type.name) ? type : scalar('VARCHAR');
    case 'decimal':
    case 'enum':
    case 'union':
      return scalar('VARCHAR');
    case 'list':
      return { kind: 'list', element: printableType(type.element) };
    case 'array':
      return { ...type, element: printableType(type.element) };
    case 'struct':
      return { kind: 'struct', fields: inFields(type.fields) };
    case 'map':
      return { kind: 'map', key: scalar('VARCHAR'), value: printableType(type.value) };
  }
}

type Printer = (value: unknown) => string;

function printerOf(type: ColumnType): Printer {
  const print = printValue(type);
  return (value) => (value === null || value === undefined ? 'null' : print(value));
}

function printValue(type: ColumnType): Printer {
  switch (type.kind) {
    case 'scalar':
      return printScalar(type.name);
    case 'decimal':
      return String;
    case 'enum':
    case 'union':
      return JSON.stringify;
    case 'list':
    case 'array': {
      const element = printerOf(type.element);
      return (value) => `[${Array.from(value as Iterable<unknown>, element).join(',')}]`;
    }
    case 'struct': {
      const fields = type.fields.map(({ name, type: field }) => ({
        name,
        key: JSON.stringify(name),
        print: printerOf(field),
      }));
      return (value) => {
        const row = value as Readonly<Record<string, unknown>>;
        return `{${fields.map(({ name, key, print }) => `${key}:${print(row[name])}`).join(',')}}`;
      };
    }
    case 'map': {
      const print = printerOf(type.value);
      return (value) =>
        `{${Array.from(
          value as Iterable<readonly [unknown, unknown]>,
          ([key, item]) => `${JSON.stringify(String(key))}:${print(item)}`,
        ).join(',')}}`;
    }
  }
}

function printScalar(name: string): Printer {
  if (name === 'FLOAT' || name === 'DOUBLE') return printDouble;
  if (name === 'VARCHAR') return JSON.stringify;
  if (DIRECT.has(name) || NUMBERS.has(name)) return String;
  return JSON.stringify;
}

const printDouble: Printer = (value) =>
  Number.isFinite(value) ? (Object.is(value, -0) ? '-0.0' : String(value)) : 'null';

function printRows(rows: Table, schema: Schema, separator: string): Uint8Array {
  const columns = schema.map(({ name, type }, i) => ({
    key: `${i === 0 ? '' : ','}${JSON.stringify(name)}:`,
    print: printerOf(type),
    index: i,
  }));
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  let isFirst = true;
  for (const batch of rows.batches) {
    const vectors = columns.map(({ index }) => batch.getChildAt(index) as Vector);
    for (let start = 0; start < batch.numRows; start += SLICE_ROWS) {
      const end = Math.min(batch.numRows, start + SLICE_ROWS);
      let text = '';
      for (let row = start; row < end; row++) {
        text += isFirst ? '{' : `${separator}{`;
        isFirst = false;
        for (const { key, print, index } of columns) {
          text += key + print(vectors[index]?.get(row));
        }
        text += '}';
      }
      pieces.push(encoder.encode(text));
    }
  }
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
