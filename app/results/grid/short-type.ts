import type { ColumnType } from '../../../engine/contract/schema.ts';
import { formatType, isNumeric } from '../../../engine/contract/schema.ts';

const SHORT: Readonly<Record<string, string>> = {
  'TIMESTAMP WITH TIME ZONE': 'TIMESTAMPTZ',
  'TIME WITH TIME ZONE': 'TIMETZ',
  '"NULL"': 'NULL',
};

/** A type for a narrow place: nested ones by their kind alone. */
export function shortType(type: ColumnType): string {
  switch (type.kind) {
    case 'enum':
      return `ENUM(${type.values.length})`;
    case 'list':
      return `${shortType(type.element)}[]`;
    case 'array':
      return `${shortType(type.element)}[${type.size}]`;
    case 'struct':
      return `STRUCT(${type.fields.length})`;
    case 'union':
      return `UNION(${type.members.length})`;
    case 'map':
      return 'MAP';
    case 'scalar':
    case 'decimal': {
      const text = formatType(type);
      return SHORT[text] ?? text;
    }
  }
}

/** Pixels for a column that was never resized. */
export function defaultWidth(name: string, type: ColumnType): number {
  const forName = name.length * 7.6 + 52;
  return Math.round(Math.min(320, Math.max(forName, widthOfValues(type))));
}

function widthOfValues(type: ColumnType): number {
  if (type.kind !== 'scalar') return type.kind === 'decimal' ? 110 : 200;
  if (type.name === 'BOOLEAN') return 72;
  // Fifteen digits and a point: a number that is cut off reads as another one.
  if (type.name === 'DOUBLE') return 148;
  if (isNumeric(type)) return type.name === 'BIGINT' ? 108 : 96;
  if (type.name.startsWith('TIMESTAMP')) return 184;
  if (type.name === 'UUID') return 270;
  return type.name === 'DATE' || type.name.startsWith('TIME') ? 108 : 160;
}
