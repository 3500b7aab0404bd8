/** Rows to test nodes with: nulls, duplicates, unicode, extremes; none at all; one. */
export type CaseCell = string | number | boolean | null | readonly CaseCell[];

export interface CaseTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly CaseCell[])[];
}

const COLUMNS = [
  { name: 'id', type: 'INTEGER' },
  { name: 'g', type: 'VARCHAR' },
  { name: 'x', type: 'INTEGER' },
  { name: 'd', type: 'DOUBLE' },
  { name: 'm', type: 'DECIMAL(12,2)' },
  { name: 'day', type: 'DATE' },
  { name: 'ok', type: 'BOOLEAN' },
  { name: 'tags', type: 'VARCHAR[]' },
] as const;

const GROUPS = ['north', 'south', null, 'Ünï 🚲', '', "o'clock", 'NORTH'] as const;
const TAGS = [['a', 'b'], [], null, ['ß', null, 'a'], ['long, with comma']] as const;

/** A small linear generator: the same rows everywhere. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 1103515245 + 12345) % 2147483648;
    yield Math.floor(state / 65536);
  }
}

function makeRows(count: number, seed: number): CaseCell[][] {
  const source = numbers(seed);
  const next = (below: number): number => source.next().value % below;
  const orNull = <T>(value: T): T | null => (next(7) === 0 ? null : value);
  const rows = Array.from({ length: count }, (_, i): CaseCell[] => [
    i,
    GROUPS[next(GROUPS.length)] ?? null,
    orNull(next(20) - 10),
    // Quarters: sums are exact in every order of adding.
    orNull((next(4000) - 2000) / 4),
    orNull(`${next(1000)}.${String(next(100)).padStart(2, '0')}`),
    orNull(
      `2024-${String(1 + next(12)).padStart(2, '0')}-${String(1 + next(28)).padStart(2, '0')}`,
    ),
    orNull(next(2) === 0),
    TAGS[next(TAGS.length)] ?? null,
  ]);
  // Whole rows that stand twice.
  return [...rows, ...rows.filter((_, i) => i % 5 === 0)];
}

export type CaseSize = 'many' | 'one' | 'empty';

export const caseTable = (size: CaseSize, seed = 1): CaseTable => ({
  columns: COLUMNS,
  rows: size === 'many' ? makeRows(60, seed) : size === 'one' ? makeRows(60, seed).slice(3, 4) : [],
});
