/** When two values of a column are as good as the same: floats are computed in orders of their own. */
import type { ColumnType } from '../contract/schema.ts';
import { type Cell, formatCell } from '../values/cell.ts';

/** How far floats may lie apart, relative to the larger one: sums are not associative. */
export const FLOAT_TOLERANCE = 1e-9;

/** NaN is NaN, and the two zeros are one, as in SQL. */
export function areCloseFloats(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  const [x, y] = [Math.abs(a), Math.abs(b)];
  return Number.isFinite(x + y) && Math.abs(a - b) <= FLOAT_TOLERANCE * Math.max(x, y);
}

/** The same, but for floats that lie close to each other, those in lists, structs and maps included. */
export function areCloseCells(type: ColumnType, a: Cell, b: Cell): boolean {
  if (a === null || b === null) return a === b;
  if (!hasFloats(type)) return formatCell(a) === formatCell(b);
  if ('text' in a && 'text' in b) return areCloseFloats(floatOf(a.text), floatOf(b.text));
  if (a.kind === 'list' && b.kind === 'list' && (type.kind === 'list' || type.kind === 'array')) {
    return every(a.items, b.items, (mine, other) => areCloseCells(type.element, mine, other));
  }
  if (a.kind === 'struct' && b.kind === 'struct' && type.kind === 'struct') {
    return every(a.fields, b.fields, ([, mine], [, other], i) => {
      const field = type.fields[i];
      return field !== undefined && areCloseCells(field.type, mine, other);
    });
  }
  if (a.kind === 'map' && b.kind === 'map' && type.kind === 'map') {
    return every(
      a.entries,
      b.entries,
      ([key, mine], [otherKey, other]) =>
        areCloseCells(type.key, key, otherKey) && areCloseCells(type.value, mine, other),
    );
  }
  return formatCell(a) === formatCell(b);
}

const every = <T>(
  a: readonly T[],
  b: readonly T[],
  test: (mine: T, other: T, index: number) => boolean,
): boolean => a.length === b.length && a.every((mine, i) => test(mine, b[i] as T, i));

/** Whether values of the type may lie close to each other without being the same. */
export function hasFloats(type: ColumnType): boolean {
  switch (type.kind) {
    case 'list':
    case 'array':
      return hasFloats(type.element);
    case 'struct':
      return type.fields.some((field) => hasFloats(field.type));
    case 'map':
      return hasFloats(type.key) || hasFloats(type.value);
    case 'scalar':
      return type.name === 'DOUBLE' || type.name === 'FLOAT';
    // Which member a union holds is not told by its type.
    case 'union':
    case 'decimal':
    case 'enum':
      return false;
  }
}

/** A float from DuckDB's text of it. */
export const floatOf = (text: string): number =>
  text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text);
