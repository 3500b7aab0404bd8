/** Rows as JSON objects. */
import type { Table } from 'apache-arrow';
import { internalError } from '../../../contract/errors.ts';
import { formatType, scalar } from '../../../contract/schema.ts';
import type { Column, ColumnType, NamedType } from '../../../contract/schema.ts';
import { encodeStream, joinParts } from '../../arrow/ipc.ts';
import { quoteName } from '../../duckdb/stored-types.ts';
import type { Session } from '../../duckdb/session.ts';
import { isPrintable, makePrinter } from './json-printer.ts';

const TABLE = 'rows of a json piece';

/**
 * One object per row, joined by `separator`, none after the last; see `json-printer.ts` for the values.
 * DuckDB turns what JSON has no type for into its own text first.
 */
export async function encodeJson(
  table: Table,
  separator: string,
  session: Session,
): Promise<Uint8Array> {
  if (table.numRows === 0) return new Uint8Array(0);
  session.insertArrow(TABLE, encodeStream(table.schema, table.batches));
  try {
    const described = session.describe(`FROM ${quoteName(TABLE)}`);
    if (!described.ok) throw internalError(`DESCRIBE failed: ${described.message}`);
    const { columns } = described;
    const list = columns.map(toPrintable).join(', ');
    const texts = await session.stream(`SELECT ${list} FROM ${quoteName(TABLE)}`);
    return printRows(texts, columns, separator);
  } finally {
    session.execute(`DROP TABLE ${quoteName(TABLE)}`);
  }
}

function toPrintable({ name, type }: Column): string {
  const target = printableType(type);
  const column = quoteName(name);
  return formatType(target) === formatType(type)
    ? column
    : `CAST(${column} AS ${formatType(target)}) AS ${column}`;
}

/** The same shape, with every leaf that only DuckDB can print as VARCHAR. */
function printableType(type: ColumnType): ColumnType {
  const inFields = (fields: readonly NamedType[]): NamedType[] =>
    fields.map((field) => ({ name: field.name, type: printableType(field.type) }));
  switch (type.kind) {
    case 'scalar':
      return isPrintable(type.name) ? type : scalar('VARCHAR');
    case 'decimal':
    case 'enum':
      return scalar('VARCHAR');
    case 'list':
    case 'array':
      return { ...type, element: printableType(type.element) };
    case 'struct':
      return { ...type, fields: inFields(type.fields) };
    case 'union':
      return { ...type, members: inFields(type.members) };
    case 'map':
      return { kind: 'map', key: scalar('VARCHAR'), value: printableType(type.value) };
  }
}

/** Rows turned into bytes at a time: bounds the length of strings. */
const SLICE_ROWS = 8192;

function printRows(table: Table, columns: readonly Column[], separator: string): Uint8Array {
  const rowType: ColumnType = { kind: 'struct', fields: columns };
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let before = '';
  for (const batch of table.batches) {
    const print = makePrinter(batch.data, rowType);
    for (let start = 0; start < batch.numRows; start += SLICE_ROWS) {
      const end = Math.min(batch.numRows, start + SLICE_ROWS);
      let text = '';
      for (let row = start; row < end; row++) {
        text += before + print(row);
        before = separator;
      }
      parts.push(encoder.encode(text));
    }
  }
  return joinParts(parts);
}
