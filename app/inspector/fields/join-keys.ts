/** What can be said about the keys of a join from the columns of both sides. Pure. */
import type { ColumnType, Schema } from '../../../engine/contract/schema.ts';
import { findColumn, formatType, isNumeric, sameName } from '../../../engine/contract/schema.ts';

export interface JoinKey {
  readonly left: string;
  readonly right: string;
}

export interface KeyMismatch extends JoinKey {
  readonly leftType: string;
  readonly rightType: string;
}

/** Keys whose columns are of kinds that are never equal without a cast. */
export const mismatchedKeys = (
  keys: readonly JoinKey[],
  left: Schema,
  right: Schema,
): readonly KeyMismatch[] =>
  keys.flatMap((key) => {
    const a = findColumn(left, key.left)?.type;
    const b = findColumn(right, key.right)?.type;
    if (a === undefined || b === undefined || comparable(a, b)) return [];
    return [{ ...key, leftType: formatType(a), rightType: formatType(b) }];
  });

/** Columns that both sides have by name, comparable and not a key yet; what looks like a key first. */
export function suggestKeys(
  keys: readonly JoinKey[],
  left: Schema,
  right: Schema,
): readonly JoinKey[] {
  const found = left.flatMap((column) => {
    const other = findColumn(right, column.name);
    if (other === undefined || !comparable(column.type, other.type)) return [];
    const isUsed = keys.some(
      (key) => sameName(key.left, column.name) || sameName(key.right, other.name),
    );
    return isUsed ? [] : [{ left: column.name, right: other.name }];
  });
  const looksLikeKey = ({ left: name }: JoinKey): boolean =>
    /(^|_)(id|key|code|no|nr)$/i.test(name);
  return [...found.filter(looksLikeKey), ...found.filter((key) => !looksLikeKey(key))];
}

function comparable(a: ColumnType, b: ColumnType): boolean {
  const [one, other] = [family(a), family(b)];
  return one === other || one === 'any' || other === 'any';
}

function family(type: ColumnType): string {
  if (isNumeric(type)) return 'number';
  switch (type.kind) {
    case 'enum':
      return 'text';
    case 'scalar':
      if (type.name === 'NULL') return 'any';
      if (type.name === 'VARCHAR' || type.name === 'JSON') return 'text';
      if (type.name === 'DATE' || type.name.startsWith('TIMESTAMP')) return 'moment';
      return type.name;
    default:
      return formatType(type);
  }
}
