/** Rows of two tables that are the same: as often on both sides, in whatever order. */
import type { ColumnType } from '../contract/schema.ts';
import { pairClose } from './pair-close.ts';
import { groupBy, type Row, rowKey } from './row-key.ts';

export interface MatchedRows {
  /** To the last digit. */
  readonly same: number;
  /** But for floats that lie close to each other. */
  readonly close: number;
  /** Positions of rows without an equal one, in their order. */
  readonly here: readonly number[];
  readonly there: readonly number[];
}

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
  const close = pairClose(types, here, there, exact);
  const [left, others] = [new Set(close.keys()), new Set(close.values())];
  return {
    same: exact.pairs,
    close: close.size,
    here: exact.here.filter((row) => !left.has(row)),
    there: exact.there.filter((row) => !others.has(row)),
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
