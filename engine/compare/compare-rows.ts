/** What differs between the rows that one step gives in two places. */
import type { ComparedRow, DifferentRow, RowsComparison } from '../contract/push-comparison.ts';
import { type ColumnType, findColumn, formatType, type Schema } from '../contract/schema.ts';
import { formatCell } from '../values/cell.ts';
import type { Cell } from '../values/cell.ts';
import { areCloseCells } from './close-values.ts';
import { matchRows } from './match-rows.ts';
import { pairRows } from './pair-rows.ts';
import type { Row } from './row-key.ts';

export interface ComparedTable {
  readonly schema: Schema;
  readonly rows: readonly Row[];
}

export interface CompareOptions {
  /** Columns by which the rows are sorted; absent: their order means nothing. */
  readonly sortedBy?: readonly string[] | undefined;
  /** Rows that are given of those that differ. */
  readonly most?: number;
}

const MOST_DIFFERENT = 1000;

/**
 * Every row counts as often as it is there. Rows in order may tie: then it is the keys that have to be in
 * the same order, and not the rows.
 */
export function compareRows(
  here: ComparedTable,
  there: ComparedTable,
  { sortedBy = [], most = MOST_DIFFERENT }: CompareOptions = {},
): RowsComparison {
  const shared = here.schema.filter(({ name }) => findColumn(there.schema, name) !== undefined);
  const types = shared.map(({ type }) => type);
  const mine = columnsOf(here, shared);
  const theirs = columnsOf(there, shared);
  const matched = matchRows(types, mine, theirs);
  const order =
    matched.here.length + matched.there.length === 0
      ? orderDifference(shared, mine, theirs, sortedBy)
      : undefined;
  const schema = schemaDifferences(here.schema, there.schema);
  const unequal = { here: matched.here.length, there: matched.there.length };
  const different = differentRows(shared, mine, theirs, matched, most);
  const given = different.reduce((sum, row) => sum + (row.here && row.there ? 2 : 1), 0);
  return {
    columns: shared.map(({ name, type }) => ({ name, type: formatType(type) })),
    ...schema,
    rows: { here: mine.length, there: theirs.length },
    same: matched.same,
    close: matched.close,
    unequal,
    different,
    truncated: unequal.here + unequal.there > given,
    ...(order === undefined ? {} : { order }),
    equal:
      unequal.here + unequal.there === 0 &&
      order === undefined &&
      Object.values(schema).every((differences) => differences.length === 0),
  };
}

/** Rows with these columns alone, in this order. */
function columnsOf({ schema, rows }: ComparedTable, wanted: Schema): readonly Row[] {
  const at = wanted.map(({ name }) => schema.indexOf(findColumn(schema, name) as Schema[number]));
  return rows.map((row) => at.map((i) => row[i] ?? null));
}

function schemaDifferences(
  here: Schema,
  there: Schema,
): Pick<RowsComparison, 'onlyHere' | 'onlyThere' | 'types'> {
  const without = (schema: Schema, other: Schema): string[] =>
    schema.filter(({ name }) => findColumn(other, name) === undefined).map(({ name }) => name);
  return {
    onlyHere: without(here, there),
    onlyThere: without(there, here),
    types: here.flatMap(({ name, type }) => {
      const other = findColumn(there, name);
      if (other === undefined) return [];
      const [mine, theirs] = [formatType(type), formatType(other.type)];
      return mine === theirs ? [] : [{ name, here: mine, there: theirs }];
    }),
  };
}

function orderDifference(
  columns: Schema,
  here: readonly Row[],
  there: readonly Row[],
  sortedBy: readonly string[],
): RowsComparison['order'] {
  const keys = columns.flatMap(({ name, type }, at) =>
    sortedBy.includes(name) ? [{ name, type, at }] : [],
  );
  const row = here.findIndex((mine, i) =>
    keys.some(({ type, at }) => !isClose(type, mine[at], there[i]?.[at])),
  );
  return row < 0 ? undefined : { row, by: keys.map(({ name }) => name) };
}

/** In the order of the rows here; what is only there comes after. */
function differentRows(
  columns: Schema,
  here: readonly Row[],
  there: readonly Row[],
  unequal: { readonly here: readonly number[]; readonly there: readonly number[] },
  most: number,
): DifferentRow[] {
  const shown = unequal.here.slice(0, most);
  const partners = new Map(
    pairRows(here, there, shown, unequal.there).map((pair) => [pair.here, pair.there]),
  );
  const taken = new Set(partners.values());
  const onlyThere = unequal.there.filter((row) => !taken.has(row));
  const left = most - partners.size;
  // Some of both, where not all can be given.
  const aloneThere = Math.min(
    onlyThere.length,
    Math.max(Math.ceil(left / 2), left - (shown.length - partners.size)),
  );
  let aloneHere = left - aloneThere;
  const rows = shown.flatMap((position): DifferentRow[] => {
    const mine = here[position] as Row;
    const partner = partners.get(position);
    if (partner !== undefined) return [differentCells(columns, mine, there[partner] as Row)];
    aloneHere -= 1;
    return aloneHere < 0 ? [] : [{ here: textsOf(mine), cells: [] }];
  });
  const others = onlyThere.slice(0, aloneThere);
  return [
    ...rows,
    ...others.map((at): DifferentRow => ({ there: textsOf(there[at] as Row), cells: [] })),
  ];
}

function differentCells(columns: Schema, here: Row, there: Row): DifferentRow {
  const differs = columns.filter(({ type }, i) => !isClose(type, here[i], there[i]));
  return { here: textsOf(here), there: textsOf(there), cells: differs.map(({ name }) => name) };
}

const isClose = (type: ColumnType, a: Cell = null, b: Cell = null): boolean =>
  areCloseCells(type, a, b);

/** Longer texts are cut: they are for people to read. */
const MOST_CHARACTERS = 2000;

const textsOf = (row: Row): ComparedRow =>
  row.map((cell) => {
    if (cell === null) return null;
    const text = formatCell(cell);
    return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  });
