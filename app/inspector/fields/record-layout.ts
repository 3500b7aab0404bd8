/** How the fields of a list's entry stand in its row, and what a new entry is. Pure. */
import type { Field, RecordStyle } from '../form/field.ts';
import { isShown, referenceOf } from '../form/field.ts';

export interface RecordLayout {
  /** In the row's first line, or one below the other where one of them is an expression. */
  readonly main: readonly Field[];
  readonly stacked: boolean;
  /** Below the row: of use with what the row says. */
  readonly extra: readonly Field[];
  /** Behind a button. */
  readonly more: readonly Field[];
}

type Entry = Readonly<Record<string, unknown>>;

const inRow = (field: Field): boolean =>
  field.required || ['column', 'name', 'type'].includes(field.widget.kind);

/** More do not fit beside each other. */
const MOST = 3;

export function layOut(fields: readonly Field[], style: RecordStyle, entry: Entry): RecordLayout {
  const shown = fields.filter((field) => isShown(field, entry, fields));
  if (style === 'sort-keys') return sortKeyLayout(shown, entry);
  const main = shown.filter((field) => inRow(field) && field.when === undefined).slice(0, MOST);
  const rest = shown.filter((field) => !main.includes(field));
  return {
    main,
    stacked: main.some(({ widget }) => widget.kind === 'expression'),
    extra: rest.filter(({ when }) => when !== undefined),
    more: rest.filter(({ when }) => when === undefined),
  };
}

/** A key is a column or an expression: one of the two boxes is there. */
function sortKeyLayout(fields: readonly Field[], entry: Entry): RecordLayout {
  const isExpression = entry['expression'] !== undefined;
  const main = fields.filter(({ key }) => key !== (isExpression ? 'column' : 'expression'));
  return { main, stacked: false, extra: [], more: [] };
}

/** A new entry: the first of each choice that must be made. */
export function newEntry(fields: readonly Field[], style: RecordStyle): Entry {
  if (style === 'sort-keys') return { column: '' };
  const entry = Object.fromEntries(
    fields.flatMap(({ key, required, widget }) =>
      !required
        ? []
        : widget.kind === 'choice'
          ? [[key, widget.values[0] ?? '']]
          : widget.kind === 'column' || widget.kind === 'name' || widget.kind === 'type'
            ? [[key, '']]
            : [],
    ),
  );
  return withAutoName({}, entry, fields);
}

/**
 * An entry with its name following its function and column, for as long as nobody gave it another:
 * `sum_delay`, `count`.
 */
export function withAutoName(before: Entry, after: Entry, fields: readonly Field[]): Entry {
  const has = (key: string): boolean => fields.some((field) => field.key === key);
  if (!has('function') || !fields.some(({ key, required }) => key === 'name' && required)) {
    return after;
  }
  const name = after['name'];
  if (name !== before['name'] && name !== '' && name !== undefined) return after;
  if (name !== undefined && name !== '' && name !== autoName(before)) return after;
  return { ...after, name: autoName(after) };
}

function autoName(entry: Entry): string {
  const parts = [entry['function'], entry['column']].filter(
    (part) => typeof part === 'string' && part !== '' && referenceOf(part) === undefined,
  );
  return parts.join('_');
}
