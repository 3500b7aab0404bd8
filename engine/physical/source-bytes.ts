/** Bytes of sources below a relation: the measure by which exchanges choose their number of partitions. */
import { inputsOf, type Relation } from '../contract/relation.ts';
import type { PhysicalContext } from './physical-context.ts';

/**
 * Source bytes that a relation's rows come from, a shared source counted once for each use.
 * The same before and after a stage below has run, so that timing never changes a plan.
 */
export function sourceBytes(
  relation: Relation,
  context: Pick<PhysicalContext, 'splitsOf' | 'stage'>,
): number {
  switch (relation.kind) {
    case 'scan':
      return context.splitsOf(relation).reduce((sum, split) => sum + split.bytes, 0);
    case 'stage-output':
      return context.stage(relation).sourceBytes;
    default:
      return inputsOf(relation).reduce((sum, input) => sum + sourceBytes(input, context), 0);
  }
}
