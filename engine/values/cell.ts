/** One value as it is printed: scalars in DuckDB's own text, nested values as a tree. */

export type Cell =
  | null
  | { readonly kind: 'text' | 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly text: 'true' | 'false' }
  | { readonly kind: 'list'; readonly items: readonly Cell[] }
  | { readonly kind: 'struct'; readonly fields: readonly (readonly [string, Cell])[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Cell, Cell])[] }
  /** A UNION's present member. */
  | { readonly kind: 'member'; readonly value: Cell };

/** The text that `CAST(value AS VARCHAR)` gives in DuckDB 1.4; a null is `null`. */
export function formatCell(cell: Cell): string {
  if (cell === null) return 'null';
  switch (cell.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return cell.text;
    case 'list':
      return `[${cell.items.map(nested).join(', ')}]`;
    case 'member':
      return formatCell(cell.value);
    case 'struct':
      return formatStruct(cell.fields);
    case 'map':
      return `{${cell.entries.map(([key, value]) => `${nested(key)}=${nested(value)}`).join(', ')}}`;
  }
}

/** Fields of `row(...)` have no names. */
const formatStruct = (fields: readonly (readonly [string, Cell])[]): string =>
  fields.length > 0 && fields.every(([name]) => name === '')
    ? `(${fields.map(([, value]) => nested(value)).join(', ')})`
    : `{${fields.map(([name, value]) => `${quote(name)}: ${nested(value)}`).join(', ')}}`;

function nested(cell: Cell): string {
  if (cell === null) return 'NULL';
  // Unlike scalars, DuckDB does not quote the members of unions.
  if (cell.kind === 'member') return cell.value === null ? 'NULL' : formatCell(cell.value);
  if (!('text' in cell)) return formatCell(cell);
  return needsQuotes(cell.text) ? quote(cell.text) : cell.text;
}

/** What would be read back as something else without quotes. */
const needsQuotes = (text: string): boolean =>
  text === '' ||
  /^[ \t-\r]|[ \t-\r]$/.test(text) ||
  /[,:'"()[\]{}=]/.test(text) ||
  text.toLowerCase() === 'null';

const quote = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;

/**
 * The value as JSON text: numbers stay numbers where JSON's keep every digit, a map becomes an object
 * where its keys are scalars and a list of `{key, value}` otherwise, everything else is text.
 */
export function cellToJson(cell: Cell): string {
  if (cell === null) return 'null';
  switch (cell.kind) {
    case 'text':
      return JSON.stringify(cell.text);
    case 'boolean':
      return cell.text;
    case 'number':
      return numberToJson(cell.text.replace(/^(-?)\./, '$10.'));
    case 'list':
      return `[${cell.items.map(cellToJson).join(',')}]`;
    case 'member':
      return cellToJson(cell.value);
    case 'struct':
      return object(
        cell.fields.map(([name, value], i) => [name === '' ? `${i + 1}` : name, value]),
      );
    case 'map':
      return mapToJson(cell.entries);
  }
}

const numberToJson = (text: string): string => (isExactNumber(text) ? text : JSON.stringify(text));

const object = (fields: readonly (readonly [string, Cell])[]): string =>
  `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${cellToJson(value)}`).join(',')}}`;

const mapToJson = (entries: readonly (readonly [Cell, Cell])[]): string =>
  entries.every(([key]) => key !== null && 'text' in key)
    ? object(entries.map(([key, value]) => [formatCell(key), value]))
    : `[${entries.map(([key, value]) => `{"key":${cellToJson(key)},"value":${cellToJson(value)}}`).join(',')}]`;

/** Digits of a JSON number that a reader with doubles gets back unchanged; no infinities, no NaN. */
function isExactNumber(text: string): boolean {
  const digits = /^-?(\d+)(?:\.(\d+))?(?:e[+-]\d+)?$/.exec(text);
  if (digits === null) return false;
  const [, whole = '', fraction = ''] = digits;
  if (fraction === '' && !text.includes('e')) return Number.isSafeInteger(Number(text));
  // A double's shortest text has at most 17 digits; of a decimal, 15 are always kept.
  return text.includes('e') || (whole + fraction).replace(/^0+/, '').length <= 17;
}
