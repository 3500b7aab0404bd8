/** Pivots become aggregates; those whose values are not given get them from the data. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Literal } from '../contract/expression.ts';
import type { Pivot, Relation } from '../contract/relation.ts';
import { inputsOf, withInputs } from '../contract/relation.ts';
import { expandPivot } from './expand-pivot.ts';
import { LowerAbort } from './lower-context.ts';

/** Distinct values of a column, in the order in which they become columns. Null is none of them. */
export type DiscoverValues = (relation: Relation, column: string) => Promise<readonly Literal[]>;

/** Above this a pivot makes a table that nobody can read and no format holds well. */
export const MAX_PIVOT_VALUES = 1000;

/**
 * The relation with every pivot below it expanded, down to the relations in `inputs`, which stay.
 * Throws `LowerAbort` where the values cannot be found out.
 */
export function completePivots(
  roots: readonly Relation[],
  inputs: ReadonlySet<Relation>,
  discoverValues: DiscoverValues | undefined,
): Promise<readonly Relation[]> {
  const done = new Map<Relation, Promise<Relation>>();
  const visit = (relation: Relation): Promise<Relation> => {
    if (inputs.has(relation)) return Promise.resolve(relation);
    const known = done.get(relation);
    if (known !== undefined) return known;
    const result = rebuild(relation);
    done.set(relation, result);
    return result;
  };
  const rebuild = async (relation: Relation): Promise<Relation> => {
    const above = withInputs(relation, await Promise.all(inputsOf(relation).map(visit)));
    return above.kind === 'pivot' ? complete(above, discoverValues) : above;
  };
  return Promise.all(roots.map(visit));
}

async function complete(
  pivot: Pivot,
  discoverValues: DiscoverValues | undefined,
): Promise<Relation> {
  if (pivot.values !== undefined) return expandPivot(pivot);
  if (discoverValues === undefined) throw new LowerAbort([valuesUnknown(pivot)]);
  const values = await discoverValues(pivot.input, pivot.column);
  if (values.length > MAX_PIVOT_VALUES) throw new LowerAbort([tooMany(pivot, values.length)]);
  return expandPivot({ ...pivot, values });
}

const nodeOf = ({ origin }: Pivot): Pick<Diagnostic, 'node'> =>
  origin === undefined ? {} : { node: origin.node };

export const valuesUnknown = (pivot: Pivot): Diagnostic => ({
  severity: 'info',
  code: 'pivot-values-unknown',
  message: 'The columns of this pivot are known once the data has been read.',
  hint: 'Give fixed values to know them now.',
  ...nodeOf(pivot),
});

const tooMany = (pivot: Pivot, count: number): Diagnostic => ({
  severity: 'error',
  code: 'too-many-pivot-values',
  message: `Column "${pivot.column}" has ${count} values; a pivot makes at most ${MAX_PIVOT_VALUES} of them into columns.`,
  hint: 'Give the values to keep as fixed values, filter or bin the column first, or group by it instead.',
  param: 'column',
  ...nodeOf(pivot),
});
