/** Decides open joins whose right side is stored, by its measured size. */
import type { AsofJoin, Join, Relation } from '../contract/relation.ts';
import { transformUp } from '../contract/relation.ts';
import type { PhysicalContext } from './physical-context.ts';

/** Same objects where nothing can be decided yet. */
export const chooseJoinStrategies = (
  roots: readonly Relation[],
  context: Pick<PhysicalContext, 'stage' | 'sizing'>,
): Relation[] =>
  transformUp(roots, (relation) =>
    (relation.kind === 'join' || relation.kind === 'asof-join') && relation.strategy === undefined
      ? chooseStrategy(relation, context)
      : relation,
  );

function chooseStrategy(
  join: Join | AsofJoin,
  context: Pick<PhysicalContext, 'stage' | 'sizing'>,
): Join | AsofJoin {
  if (join.right.kind !== 'stage-output') return join;
  const bytes = context
    .stage(join.right)
    .partitions.reduce((sum, partition) => sum + partition.bytes, 0);
  return { ...join, strategy: bytes <= context.sizing.broadcastBytes ? 'broadcast' : 'shuffle' };
}
