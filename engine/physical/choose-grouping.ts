/** Decides open groupings by what a sample of their keys has shown. */
import type { Distinct, Relation } from '../contract/relation.ts';
import { isGroupedBy, partitioningOf } from './partitioning.ts';
import type { PhysicalContext } from './physical-context.ts';
import type { OpenGrouping } from './sample-keys.ts';
import { groupingKeys } from './sample-keys.ts';
import { splitInTwo } from './split-aggregates.ts';

/** A partial aggregate that leaves more than this share of its rows does more work than it saves. */
const MOST_DISTINCT = 0.5;

/** @param share of a partition's rows that a grouping of the partition would leave */
export async function chooseGrouping(
  grouping: OpenGrouping,
  share: number,
  context: Pick<PhysicalContext, 'bind' | 'splitsOf'>,
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
