/** Which row of the other side a row that differs is most likely meant to be. */
import { cellKey, type Row } from './row-key.ts';

export interface Pair {
  readonly here: number;
  readonly there: number;
}

/** Rows that share a value: with more of them it tells nothing. */
const MOST_SHARING = 200;

/**
 * Rows with the most telling values in common: few rows share the value of a key, many that of a flag.
 * @param here positions, few; @param there positions, any number
 */
export function pairRows(
  rowsHere: readonly Row[],
  rowsThere: readonly Row[],
  here: readonly number[],
  there: readonly number[],
): readonly Pair[] {
  const [onlyHere, onlyThere] = [here[0], there[0]];
  if (onlyHere === undefined || onlyThere === undefined) return [];
  if (here.length === 1 && there.length === 1) return [{ here: onlyHere, there: onlyThere }];
  const indexed = indexColumns(rowsThere, there);
  const columns = indexColumns(rowsHere, here).map((mine, i): SharedValues => ({
    mine,
    others: indexed[i] ?? new Map(),
  }));
  const candidates = here.flatMap((row) =>
    [...likenessOf(rowsHere[row] as Row, columns)].map(([other, likeness]) => ({
      here: row,
      there: other,
      likeness,
    })),
  );
  const taken = new Set<string>();
  const pairs: Pair[] = [];
  // The sort is stable: among equals, the first rows find each other.
  for (const pair of candidates.toSorted((a, b) => b.likeness - a.likeness)) {
    const [mine, other] = [`h${pair.here}`, `t${pair.there}`];
    if (taken.has(mine) || taken.has(other)) continue;
    taken.add(mine).add(other);
    pairs.push({ here: pair.here, there: pair.there });
  }
  return pairs;
}

type ColumnIndex = ReadonlyMap<string, readonly number[]>;

function indexColumns(rows: readonly Row[], positions: readonly number[]): ColumnIndex[] {
  const width = rows[positions[0] ?? 0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) => {
    const index = new Map<string, number[]>();
    for (const position of positions) {
      const key = cellKey(rows[position]?.[column] ?? null);
      const sharing = index.get(key);
      if (sharing === undefined) index.set(key, [position]);
      else if (sharing.length <= MOST_SHARING) sharing.push(position);
    }
    return index;
  });
}

interface SharedValues {
  readonly mine: ColumnIndex;
  readonly others: ColumnIndex;
}

/** By position: each value in common counts the more the fewer rows of both sides have it. */
function likenessOf(row: Row, columns: readonly SharedValues[]): Map<number, number> {
  const likeness = new Map<number, number>();
  for (const [column, { mine, others }] of columns.entries()) {
    const key = cellKey(row[column] ?? null);
    const sharing = others.get(key) ?? [];
    if (sharing.length > MOST_SHARING) continue;
    const weight = 1 / (sharing.length * (mine.get(key)?.length ?? 1));
    for (const other of sharing) likeness.set(other, (likeness.get(other) ?? 0) + weight);
  }
  return likeness;
}
