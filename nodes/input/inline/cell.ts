/** A JSON cell as a literal of its column's type. */
import type { Literal } from '../../../engine/contract/expression.ts';
import { ex } from '../../../engine/contract/expression.ts';
import type { ColumnType } from '../../../engine/contract/schema.ts';
import { formatType } from '../../../engine/contract/schema.ts';

export type Cell =
  string | number | boolean | null | readonly Cell[] | { readonly [key: string]: Cell };

const INTEGERS = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
const INTEGER_TEXT = /^[+-]?\d+$/;
const NUMBER_TEXT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SPECIAL_NUMBER = /^[+-]?(nan|inf|infinity)$/i;

/** Whether a scalar cell can stand in a column of that type; what DuckDB must judge passes. */
function fits(cell: string | number | boolean, type: ColumnType): boolean {
  const text = String(cell).trim();
  if (type.kind === 'decimal') return NUMBER_TEXT.test(text);
  if (type.kind === 'enum') return type.values.includes(String(cell));
  if (type.kind !== 'scalar') return typeof cell === 'string';
  if (INTEGERS.test(type.name)) return INTEGER_TEXT.test(text);
  if (type.name === 'DOUBLE' || type.name === 'FLOAT') {
    return NUMBER_TEXT.test(text) || SPECIAL_NUMBER.test(text);
  }
  if (type.name === 'BOOLEAN') return /^(true|false)$/i.test(text);
  return true;
}

const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A part of a nested value in the text form that DuckDB casts from. */
function nestedText(cell: Cell, type: ColumnType): string | undefined {
  if (cell === null) return 'NULL';
  if (typeof cell === 'object') return compositeText(cell, type);
  if (!fits(cell, type)) return undefined;
  return typeof cell === 'string' && type.kind === 'scalar' ? quoted(cell) : String(cell);
}

function compositeText(cell: Cell & object, type: ColumnType): string | undefined {
  if (type.kind === 'list' || type.kind === 'array') {
    if (!isList(cell)) return undefined;
    const items = cell.map((item) => nestedText(item, type.element));
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  if (isList(cell)) return undefined;
  if (type.kind === 'struct') {
    const known = new Set(type.fields.map(({ name }) => name));
    if (Object.keys(cell).some((key) => !known.has(key))) return undefined;
    const fields = type.fields.map((field) => {
      const value = nestedText(cell[field.name] ?? null, field.type);
      return value === undefined ? undefined : `${quoted(field.name)}: ${value}`;
    });
    return fields.includes(undefined) ? undefined : `{${fields.join(', ')}}`;
  }
  if (type.kind === 'map') {
    const entries = Object.entries(cell).map(([key, item]) => {
      const [name, value] = [nestedText(key, type.key), nestedText(item, type.value)];
      return name === undefined || value === undefined ? undefined : `${name}=${value}`;
    });
    return entries.includes(undefined) ? undefined : `{${entries.join(', ')}}`;
  }
  return undefined;
}

const isList = (cell: Cell & object): cell is readonly Cell[] => Array.isArray(cell);

/** The literal; undefined when the cell cannot be a value of the type. */
export function cellLiteral(cell: Cell, type: ColumnType): Literal | undefined {
  const typeText = formatType(type);
  if (cell === null) return ex.null(typeText);
  if (typeof cell === 'object') {
    const text =
      type.kind === 'scalar' && type.name === 'JSON'
        ? JSON.stringify(cell)
        : compositeText(cell, type);
    return text === undefined ? undefined : ex.literal(typeText, text);
  }
  return fits(cell, type) ? ex.literal(typeText, String(cell)) : undefined;
}
