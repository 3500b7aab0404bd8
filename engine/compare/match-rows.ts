/** Rows of two tables that are the same: as often on both sides, in whatever order. */
import type { ColumnType } from '../contract/schema.ts';
import { type Cell, formatCell } from '../values/cell.ts';
import { areCloseCells, areCloseFloats, floatOf, hasFloats } from './close-values.ts';

export type Row = readonly Cell[];

export interface MatchedRows {
  /** To the last digit. */
  readonly same: number;
  /** But for floats that lie close to each other. */
  readonly close: number;
  /** Positions of rows without an equal one, in their order. */
  readonly here: readonly number[];
  readonly there: readonly number[];
}

/** Text of a value that no other value of its column has. */
export const cellKey = (cell: Cell): string => (cell === null ? '' : `=${formatCell(cell)}`);

const rowKey = (row: Row): string => JSON.stringify(row.map(cellKey));

export function matchRows(
  types: readonly ColumnType[],
  here: readonly Row[],
  there: readonly Row[],
): MatchedRows {
  const exact = pairOff(
    here.map((_, i) => i),
    there.map((_, i) => i),
    (i) => rowKey(here[i] as Row),
    (i) => rowKey(there[i] as Row),
  );
  const close = types.some(hasFloats) ? matchClose(types, here, there, exact) : exact;
  return {
    same: exact.pairs,
    close: close === exact ? 0 : close.pairs,
    here: close.here,
    there: close.there,
  };
}

interface PairedOff {
  readonly pairs: number;
  readonly here: readonly number[];
  readonly there: readonly number[];
}

function pairOff(
  here: readonly number[],
  there: readonly number[],
  keyHere: (row: number) => string,
  keyThere: (row: number) => string,
): PairedOff {
  const open = groupBy(there, keyThere);
  // From the end, where taking costs nothing: equal rows are all alike.
  const left = here.filter((row) => open.get(keyHere(row))?.pop() === undefined);
  const rest = [...open.values()].flat().toSorted((a, b) => a - b);
  return { pairs: here.length - left.length, here: left, there: rest };
}

function groupBy(rows: readonly number[], keyOf: (row: number) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** Candidates that are tried for a row: among rows that are nearly alike, any will do. */
const MOST_TRIES = 64;

/** Among rows that agree in everything but floats, those whose floats are close. */
function matchClose(
  types: readonly ColumnType[],
  here: readonly Row[],
  there: readonly Row[],
  rest: Pick<PairedOff, 'here' | 'there'>,
): PairedOff {
  const exactAt = types.flatMap((type, i) => (hasFloats(type) ? [] : [i]));
  const floatsAt = types.flatMap((type, i) => (hasFloats(type) ? [i] : []));
  const keyOf = (row: Row): string => rowKey(exactAt.map((i) => row[i] ?? null));
  const inOrder = (rows: readonly Row[]) => (a: number, b: number) =>
    compareAt(floatsAt, rows[a] as Row, rows[b] as Row);
  const groupsThere = groupBy(rest.there, (i) => keyOf(there[i] as Row));
  const takenHere = new Set<number>();
  const takenThere = new Set<number>();
  for (const [key, mine] of groupBy(rest.here, (i) => keyOf(here[i] as Row))) {
    const others = groupsThere.get(key)?.toSorted(inOrder(there)) ?? [];
    let from = 0;
    for (const row of mine.toSorted(inOrder(here))) {
      const a = here[row] as Row;
      const isClose = (other: number): boolean =>
        floatsAt.every((i) => areClose(types[i], a[i], there[other]?.[i]));
      // What lies clearly before this row lies before all that come after it, too.
      while (from < others.length && isBefore(floatsAt, there[others[from] as number], a)) {
        from += 1;
      }
      const found = others
        .slice(from, from + MOST_TRIES)
        .find((other) => !takenThere.has(other) && isClose(other));
      if (found === undefined) continue;
      takenHere.add(row);
      takenThere.add(found);
    }
  }
  return {
    pairs: takenHere.size,
    here: rest.here.filter((row) => !takenHere.has(row)),
    there: rest.there.filter((row) => !takenThere.has(row)),
  };
}

const areClose = (type: ColumnType | undefined, a: Cell = null, b: Cell = null): boolean =>
  type !== undefined && areCloseCells(type, a, b);

/** By the first float of both: smaller, and not close to it. */
function isBefore(floatsAt: readonly number[], row: Row | undefined, other: Row): boolean {
  const [first = 0] = floatsAt;
  const [a] = leavesOf(row?.[first] ?? null);
  const [b] = leavesOf(other[first] ?? null);
  return typeof a === 'number' && typeof b === 'number' && a < b && !areCloseFloats(a, b);
}

function compareAt(at: readonly number[], a: Row, b: Row): number {
  for (const i of at) {
    const order = compareLeaves(leavesOf(a[i] ?? null), leavesOf(b[i] ?? null));
    if (order !== 0) return order;
  }
  return 0;
}

type Leaf = number | string;

/** Values inside of a value, in order; NaN is a text, as it has no place among numbers. */
function leavesOf(cell: Cell): Leaf[] {
  if (cell === null) return [''];
  switch (cell.kind) {
    case 'number': {
      const value = floatOf(cell.text);
      return [Number.isNaN(value) ? cell.text : value];
    }
    case 'text':
    case 'boolean':
      return [cell.text];
    case 'list':
      return cell.items.flatMap(leavesOf);
    case 'struct':
      return cell.fields.flatMap(([, value]) => leavesOf(value));
    case 'map':
      return cell.entries.flatMap(([key, value]) => [...leavesOf(key), ...leavesOf(value)]);
    case 'member':
      return leavesOf(cell.value);
  }
}

/** Numbers before texts; what has fewer values first. */
function compareLeaves(a: readonly Leaf[], b: readonly Leaf[]): number {
  for (const [i, mine] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (typeof mine !== typeof other) return typeof mine === 'number' ? -1 : 1;
    if (mine !== other) return mine < other ? -1 : 1;
  }
  return a.length - b.length;
}
