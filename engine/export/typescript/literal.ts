/** JSON values as prettier lays them out, with single quotes and 80 columns. */

const WIDTH = 80;

/** Keys up to this width keep their text beside them, however long it is. */
const SHORT_KEY = 4;

/** In the kind of quotes of which the text has fewer. */
export function quote(text: string): string {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
  const count = (mark: string): number => text.split(mark).length - 1;
  return count("'") > count('"')
    ? `"${inner.replaceAll('"', '\\"')}"`
    : `'${inner.replaceAll("'", "\\'")}'`;
}

/** Without brackets, `__proto__` would be no key of its own. */
export function keyText(key: string): string {
  if (key === '__proto__') return `['__proto__']`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

interface Place {
  /** Of the line that the value begins on. */
  readonly indent: number;
  /** Characters before the value on its line. */
  readonly column: number;
  /** On lines of its own, even where one would do: objects that are begun so stay so. */
  readonly open?: boolean;
}

/** @returns text to be followed by one character, which stands on the last line */
export function literal(value: unknown, place: Place): string {
  if (!isCompound(value)) return atom(value);
  const line = flat(value);
  const fits = place.column + line.length + 1 <= WIDTH;
  if (isEmpty(value) || (fits && place.open !== true && !mustBreak(value))) return line;
  const indent = place.indent + 2;
  const margin = ' '.repeat(indent);
  const end = ' '.repeat(place.indent);
  if (!Array.isArray(value)) {
    const lines = entriesOf(value).map((entry) => `${margin}${property(entry, indent)},\n`);
    return `{\n${lines.join('')}${end}}`;
  }
  if (isNumbers(value)) return `[\n${filled(value.map(atom), margin)}${end}]`;
  const lines = value.map((item) => `${margin}${literal(item, { indent, column: indent })},\n`);
  return `[\n${lines.join('')}${end}]`;
}

type Compound = Readonly<Record<string, unknown>> | readonly unknown[];

const isCompound = (value: unknown): value is Compound =>
  typeof value === 'object' && value !== null;

const atom = (value: unknown): string =>
  typeof value === 'string' ? quote(value) : JSON.stringify(value);

const entriesOf = (value: Compound): [string, unknown][] =>
  Object.entries(value).filter(([, item]: [string, unknown]) => item !== undefined);

const sizeOf = (value: Compound): number =>
  Array.isArray(value) ? value.length : entriesOf(value).length;

const isEmpty = (value: Compound): boolean => sizeOf(value) === 0;

function flat(value: unknown): string {
  if (!isCompound(value)) return atom(value);
  if (Array.isArray(value)) return `[${value.map(flat).join(', ')}]`;
  const entries = entriesOf(value).map(([key, item]) => `${keyText(key)}: ${flat(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Lists of lists, or of objects, of more than one part each have a line for each. */
function mustBreak(value: Compound): boolean {
  const items = Array.isArray(value) ? (value as unknown[]) : Object.values(value);
  if (items.some((item) => isCompound(item) && mustBreak(item))) return true;
  return (
    Array.isArray(value) &&
    items.length > 1 &&
    items.every(
      (item) =>
        isCompound(item) && sizeOf(item) > 1 && Array.isArray(item) === Array.isArray(items[0]),
    )
  );
}

/** A text that is too long for the line stands on the next one. */
function property([key, value]: readonly [string, unknown], indent: number): string {
  const head = keyText(key);
  const column = indent + head.length + 2;
  const isLong = typeof value === 'string' && column + quote(value).length + 1 > WIDTH;
  return isLong && head.length > SHORT_KEY
    ? `${head}:\n${' '.repeat(indent + 2)}${quote(value)}`
    : `${head}: ${literal(value, { indent, column })}`;
}

const isNumbers = (items: readonly unknown[]): boolean =>
  items.length > 1 && items.every((item) => typeof item === 'number');

/** As many to a line as it holds. */
function filled(items: readonly string[], margin: string): string {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    const longer = line === '' ? `${item},` : `${line} ${item},`;
    if (line !== '' && margin.length + longer.length > WIDTH) {
      lines.push(line);
      line = `${item},`;
    } else line = longer;
  }
  return [...lines, line].map((each) => `${margin}${each}\n`).join('');
}
