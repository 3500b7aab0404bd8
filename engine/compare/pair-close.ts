/** Rows that are the same but for floats that lie close to each other. */
import type { ColumnType } from '../contract/schema.ts';
import type { Cell } from '../values/cell.ts';
import { areCloseCells, areCloseFloats, floatOf, hasFloats } from './close-values.ts';
import { groupBy, type Row, rowKey } from './row-key.ts';

/**
 * Candidates that are tried for a row, of those that its first float does not rule out. Where more than
 * that are left over, rows that are close may be taken for different ones.
 */
const MOST_TRIES = 256;

/**
 * By the position here, the one there.
 * @param rest positions of rows that are left
 */
export function pairClose(
  types: readonly ColumnType[],
  here: readonly Row[],
  there: readonly Row[],
  rest: { readonly here: readonly number[]; readonly there: readonly number[] },
): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const floatsAt = types.flatMap((type, i) => (hasFloats(type) ? [i] : []));
  if (floatsAt.length === 0) return pairs;
  const exactAt = types.flatMap((type, i) => (hasFloats(type) ? [] : [i]));
  const keyIn = (rows: readonly Row[]) => (position: number) =>
    rowKey(exactAt.map((i) => rows[position]?.[i] ?? null));
  const sorted = (rows: readonly Row[], positions: readonly number[]): Candidate[] =>
    positions
      .map((position) => ({ position, leaves: leavesAt(floatsAt, rows[position] ?? []) }))
      .toSorted((a, b) => compareLeaves(a.leaves, b.leaves));
  const areClose = (a: Row, b: Row): boolean =>
    floatsAt.every((i) => areCloseCells(types[i] as ColumnType, a[i] ?? null, b[i] ?? null));
  const groups = groupBy(rest.there, keyIn(there));
  for (const [key, mine] of groupBy(rest.here, keyIn(here))) {
    const others = groups.get(key);
    if (others === undefined) continue;
    pairSorted(sorted(here, mine), sorted(there, others), pairs, (a, b) =>
      areClose(here[a] as Row, there[b] as Row),
    );
  }
  return pairs;
}

interface Candidate {
  readonly position: number;
  readonly leaves: readonly Leaf[];
}

function pairSorted(
  mine: readonly Candidate[],
  others: readonly Candidate[],
  pairs: Map<number, number>,
  areClose: (here: number, there: number) => boolean,
): void {
  const taken = new Set<number>();
  let from = 0;
  for (const { position, leaves } of mine) {
    for (; from < others.length; from += 1) {
      const other = others[from] as Candidate;
      // What lies clearly before this row lies before all that come after it, too.
      if (!taken.has(other.position) && firstOrder(other.leaves, leaves) >= 0) break;
    }
    for (let at = from, tries = 0; at < others.length && tries < MOST_TRIES; at += 1) {
      const other = others[at] as Candidate;
      if (firstOrder(other.leaves, leaves) > 0) break;
      if (taken.has(other.position)) continue;
      tries += 1;
      if (!areClose(position, other.position)) continue;
      taken.add(other.position);
      pairs.set(position, other.position);
      break;
    }
  }
}

/** By the first values alone; 0 also where they lie close to each other. */
function firstOrder([a]: readonly Leaf[], [b]: readonly Leaf[]): number {
  if (typeof a === 'number' && typeof b === 'number' && areCloseFloats(a, b)) return 0;
  return compareLeaves(a === undefined ? [] : [a], b === undefined ? [] : [b]);
}

const leavesAt = (at: readonly number[], row: Row): Leaf[] =>
  at.flatMap((i) => leavesOf(row[i] ?? null));

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
