/** Which columns of a failing row are shown: what fails is computed of them, or they tell which row it is. */
import type { Schema } from '../../../engine/contract/schema.ts';
import { nameKey } from '../../../engine/contract/schema.ts';

const SHOWN = 8;

export interface ShownColumn {
  /** Index in the schema. */
  readonly index: number;
  readonly name: string;
  readonly isConcerned: boolean;
}

/** In the order of the schema; those that are concerned always, others as far as there is room. */
export function failureColumns(
  schema: Schema,
  concerned: readonly string[],
): readonly ShownColumn[] {
  const keys = new Set(concerned.map(nameKey));
  const all = schema.map(({ name }, index) => ({
    index,
    name,
    isConcerned: keys.has(nameKey(name)),
  }));
  const room = Math.max(0, SHOWN - all.filter(({ isConcerned }) => isConcerned).length);
  const others = all.filter(({ isConcerned }) => !isConcerned).slice(0, room);
  const shown = new Set(others.map(({ index }) => index));
  return all
    .filter(({ index, isConcerned }) => isConcerned || shown.has(index))
    .slice(0, 2 * SHOWN);
}
