/** Which statements of a DuckDB of many threads hang on the order in which those happen to run. */
import type { Relation } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import { dependsOnOrder } from './emit-aggregate.ts';
import { breakWindowTies } from './emit-window.ts';

/**
 * Rows after a join or a grouping come in no order, so whoever takes the first of them takes others
 * each time. On one thread they always come in the same one.
 */
export const needsOneThread = (
  root: Relation,
  isOrdered: (relation: Relation) => boolean,
): boolean => walk([root]).some((relation) => hangsOnOrder(relation, isOrdered));

function hangsOnOrder(relation: Relation, isOrdered: (relation: Relation) => boolean): boolean {
  switch (relation.kind) {
    // Nobody but its author knows whether its query does.
    case 'sql':
      return true;
    case 'limit':
    case 'sample':
      return !isOrdered(relation.input);
    case 'distinct':
      return (
        !isOrdered(relation.input) &&
        (relation.keys !== undefined || relation.output === 'duplicates')
      );
    case 'top-n':
      return !isOrdered(relation.input) && (relation.by.length === 0 || relation.per.length > 0);
    case 'window':
      return (
        !isOrdered(relation.input) &&
        relation.expressions.some(
          ({ window }) =>
            breakWindowTies(window, '') !== window ||
            (window.orderBy.length === 0 && dependsOnOrder(window.call)),
        )
      );
    case 'aggregate':
    case 'pivot':
      return (
        !isOrdered(relation.input) && relation.aggregates.some(({ call }) => dependsOnOrder(call))
      );
    case 'scan':
    case 'stage-output':
    case 'filter':
    case 'project':
    case 'sort':
    case 'join':
    case 'asof-join':
    case 'union':
    case 'unpivot':
    case 'unnest':
    case 'sink':
    case 'exchange':
      return false;
  }
}
