/** What can be said about the keys of a join from the columns of both sides. Pure. */
import type { ColumnType, Schema } from './schema.ts';
import { findColumn, formatType, isNumeric, nameKey, sameName } from './schema.ts';

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

/** What the table of a side may be called: its step, the steps before it, their files. */
export interface TableNames {
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/**
 * Pairs of columns that are likely keys, comparable and not keys yet, the likeliest first: the id of
 * a table that the other side points at (`customer_id` and the `id` of `customers`), columns of one
 * name, of one name in another spelling, and an `id` that may be the other side's `…_id`.
 */
export function suggestKeys(
  keys: readonly JoinKey[],
  left: Schema,
  right: Schema,
  names: TableNames = NO_NAMES,
): readonly JoinKey[] {
  const { sure, likely } = ranked(keys, left, right, names);
  const taken = { left: new Set<string>(), right: new Set<string>() };
  return [...sure, ...likely].filter((key) => {
    const [a, b] = [nameKey(key.left), nameKey(key.right)];
    if (taken.left.has(a) || taken.right.has(b)) return false;
    taken.left.add(a);
    taken.right.add(b);
    return true;
  });
}

const NO_NAMES: TableNames = { left: [], right: [] };

/** The key that one would take without a question; undefined where there is none. */
export const sureKey = (left: Schema, right: Schema, names: TableNames): JoinKey | undefined =>
  ranked([], left, right, names).sure[0];

function ranked(
  keys: readonly JoinKey[],
  left: Schema,
  right: Schema,
  names: TableNames,
): { readonly sure: readonly JoinKey[]; readonly likely: readonly JoinKey[] } {
  const free = (columns: Schema, side: keyof JoinKey): Schema =>
    columns.filter(({ name }) => !keys.some((key) => sameName(key[side], name)));
  const pairs = candidates(free(left, 'left'), free(right, 'right'));
  const points = pairs.filter(
    (key) =>
      pointsAt(key.left, key.right, names.right) || pointsAt(key.right, key.left, names.left),
  );
  const same = pairs.filter((key) => sameName(key.left, key.right));
  const alike = pairs.filter((key) => spelling(key.left) === spelling(key.right));
  const sure = [...points, ...same.filter(isKeyLike), ...alike.filter(isKeyLike)];
  const mayPoint = sure.length > 0 ? [] : pairs.filter(isIdPair);
  return { sure, likely: [...mayPoint, ...same, ...alike] };
}

/** Pairs of comparable columns whose names have to do with each other: not all with all. */
function candidates(left: Schema, right: Schema): readonly JoinKey[] {
  const byName = new Map<string, Schema[number][]>();
  const byEnd = new Map<string, Schema[number][]>();
  const add = (map: typeof byName, key: string, column: Schema[number]): void => {
    map.set(key, [...(map.get(key) ?? []), column]);
  };
  for (const column of right) {
    add(byName, spelling(column.name), column);
    add(byEnd, endOf(column.name), column);
  }
  return left.flatMap((a) => {
    const name = spelling(a.name);
    const others = new Set([
      ...(byName.get(name) ?? []),
      ...(byName.get(endOf(a.name)) ?? []),
      ...(KEY_ENDS.includes(name) ? (byEnd.get(name) ?? []) : []),
    ]);
    return [...others]
      .filter((b) => comparable(a.type, b.type))
      .map((b) => ({ left: a.name, right: b.name }));
  });
}

const KEY_ENDS = ['id', 'key', 'code', 'no', 'nr'];

const isKeyLike = ({ left }: JoinKey): boolean => KEY_ENDS.includes(endOf(left));

const endOf = (name: string): string => wordsOf(name).at(-1) ?? '';

/** `customer_id` of one side is the `id` of the other, if that is a table of customers. */
function pointsAt(from: string, to: string, tables: readonly string[]): boolean {
  const owner = ownerOf(from, to);
  return (
    owner !== undefined && tables.some((table) => singular(spelling(table)) === singular(owner))
  );
}

const isIdPair = ({ left, right }: JoinKey): boolean =>
  ownerOf(left, right) !== undefined || ownerOf(right, left) !== undefined;

/** `customer_id`, `id` → `customer` */
function ownerOf(from: string, to: string): string | undefined {
  const [end = ''] = wordsOf(to);
  const words = wordsOf(from);
  const isMeant = spelling(to) === end && KEY_ENDS.includes(end) && words.at(-1) === end;
  return isMeant && words.length > 1 ? words.slice(0, -1).join('') : undefined;
}

/** `customerID`, `Customer id` → `customer`, `id` */
const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** The same for all spellings of a name. */
const spelling = (name: string): string => wordsOf(name).join('') || nameKey(name);

const singular = (word: string): string =>
  word.replace(/ies$/, 'y').replace(/(?<=ss|x|ch|sh)es$|(?<!s)s$/, '');

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
