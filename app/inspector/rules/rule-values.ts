/** Values of rules as people type them: what a text means depends on the column's type. Pure. */
import type { ColumnType } from '../../../engine/contract/schema.ts';
import { isNumeric } from '../../../engine/contract/schema.ts';
import { isNumberText } from './format-rules.ts';
import type { RuleValue } from './rules.ts';

export type ShownKind = 'boolean' | 'text' | 'date' | 'timestamp' | 'number';

/** What to ask for. */
export function shownKind(value: RuleValue, type: ColumnType | undefined): ShownKind {
  if (value.kind === 'parameter' || value.kind === 'column') return 'text';
  if (type === undefined) return value.kind;
  const kind = kindOf(type);
  // A text that was typed for another type is shown as it is, to be corrected.
  return kind === 'boolean' && value.kind !== 'boolean' && writeValue(value) !== '' ? 'text' : kind;
}

function kindOf(type: ColumnType): ShownKind {
  if (isNumeric(type)) return 'number';
  if (type.kind !== 'scalar') return 'text';
  if (type.name === 'BOOLEAN') return 'boolean';
  if (type.name === 'DATE') return 'date';
  return type.name.startsWith('TIMESTAMP') ? 'timestamp' : 'text';
}

/** `$name` is a parameter, `[name]` a column; else a literal of the column's type. */
export function readValue(
  text: string,
  type: ColumnType | undefined,
  before?: RuleValue,
): RuleValue {
  const parameter = /^\$([A-Za-z_]\w*)$/.exec(text)?.[1];
  if (parameter !== undefined) return { kind: 'parameter', name: parameter };
  const column = /^\[(.+)\]$/.exec(text)?.[1];
  if (column !== undefined && type?.kind !== 'list') return { kind: 'column', name: column };
  return literalOf(text, type, before);
}

/** A value of a column as a literal, whatever its text looks like. */
export function literalOf(
  text: string,
  type: ColumnType | undefined,
  before?: RuleValue,
): RuleValue {
  const kind = type === undefined ? (before?.kind ?? 'text') : kindOf(type);
  switch (kind) {
    case 'number':
      return isNumberText(text) ? { kind: 'number', text } : { kind: 'text', text };
    case 'boolean':
      return text === 'true' || text === 'false'
        ? { kind: 'boolean', value: text === 'true' }
        : { kind: 'text', text };
    case 'date':
    case 'timestamp':
      // Half a date is a text until it is one: so DuckDB can say what is wrong with it.
      return isMoment(text, kind) ? { kind, text } : { kind: 'text', text };
    default:
      return { kind: 'text', text };
  }
}

const isMoment = (text: string, kind: 'date' | 'timestamp'): boolean =>
  kind === 'date' ? /^\d{4}-\d{2}-\d{2}$/.test(text) : /^\d{4}-\d{2}-\d{2}[ T]\d{2}:/.test(text);

export function writeValue(value: RuleValue): string {
  switch (value.kind) {
    case 'boolean':
      return String(value.value);
    case 'parameter':
      return `$${value.name}`;
    case 'column':
      return `[${value.name}]`;
    default:
      return value.text;
  }
}
