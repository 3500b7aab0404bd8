/** Decides open groupings by what a sample of their keys has shown. */
import type { Aggregate, Distinct, Relation } from '../contract/relation.ts';
import { transformUp, walk } from '../contract/relation.ts';
import { isGroupedBy, partitioningOf } from './partitioning.ts';
import type { PhysicalContext } from './physical-context.ts';
import type { OpenGrouping } from './sample-keys.ts';
import { groupingKeys } from './sample-keys.ts';
import { isSkewed } from './slices.ts';
import { splitInTwo } from './split-aggregates.ts';

/** A partial aggregate that leaves more than this share of its rows does more work than it saves. */
const MOST_DISTINCT = 0.5;

/** @param share of a partition's rows that a grouping of the partition would leave */
export async function chooseGrouping(
  grouping: OpenGrouping,
  share: number,
  context: Pick<PhysicalContext, 'bind' | 'splitsOf' | 'stage' | 'sizing'>,
): Promise<Relation> {
  const { phase: _, ...undecided } = grouping;
  if (
    isGroupedBy(partitioningOf(grouping.input, context), groupingKeys(grouping)) ||
    share > MOST_DISTINCT
  ) {
    return { ...undecided, phase: 'whole' };
  }
  return undecided.kind === 'aggregate' ? splitInTwo(undecided, context) : distinctInTwo(undecided);
}

/** Duplicates within a partition never survive, whichever partition they meet others in. */
export const distinctInTwo = (distinct: Distinct): Distinct => ({
  ...distinct,
  input: { ...distinct, local: true },
});

type WholeGrouping = (Aggregate | Distinct) & { readonly phase: 'whole' };

/**
 * Groupings of rows as they are, one of whose stored partitions holds far more rows than the others,
 * get their partial step after all: the partition is read in slices.
 */
export async function splitSkewedGroupings(
  roots: readonly Relation[],
  context: Pick<PhysicalContext, 'bind' | 'stage' | 'sizing'>,
): Promise<Relation[]> {
  const split = new Map<Relation, Relation>();
  for (const relation of walk(roots)) {
    if (!isWhole(relation) || relation.input.kind !== 'stage-output') continue;
    if (!isSkewed(relation.input, context)) continue;
    const { phase: _, ...whole } = relation;
    // Slices of a partition do not keep equal keys together.
    const input = { ...relation.input, distribution: { kind: 'materialise' } } as const;
    split.set(
      relation,
      whole.kind === 'aggregate'
        ? await splitInTwo({ ...whole, input }, context)
        : distinctInTwo({ ...whole, input }),
    );
  }
  return split.size === 0
    ? [...roots]
    : transformUp(roots, (relation) => split.get(relation) ?? relation);
}

const isWhole = (relation: Relation): relation is WholeGrouping =>
  (relation.kind === 'aggregate' || relation.kind === 'distinct') && relation.phase === 'whole';
