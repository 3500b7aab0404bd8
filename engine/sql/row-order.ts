/** Whose rows come in an order that a pipeline may rely on. */
import type { Relation } from '../contract/relation.ts';

/**
 * Files, tables and sorted rows come in an order, and what works row by row keeps it. Joins and groups
 * give their rows in none: nothing after them needs one that was not asked for.
 */
export function createRowOrder(): (relation: Relation) => boolean {
  const known = new Map<Relation, boolean>();
  const isOrdered = (relation: Relation): boolean => {
    const before = known.get(relation);
    if (before !== undefined) return before;
    const found = find(relation, isOrdered);
    known.set(relation, found);
    return found;
  };
  return isOrdered;
}

function find(relation: Relation, isOrdered: (relation: Relation) => boolean): boolean {
  switch (relation.kind) {
    case 'scan':
    case 'sort':
    // On one thread, as the engine runs it: nobody but its author knows of the order.
    case 'sql':
      return true;
    case 'stage-output':
      return relation.inAnyOrder !== true;
    case 'aggregate':
      // One row is in order.
      return relation.keys.length === 0;
    case 'pivot':
      return relation.rows.length === 0;
    case 'join':
    case 'asof-join':
      return false;
    case 'top-n':
      return relation.per.length === 0 || isOrdered(relation.input);
    case 'union':
      // An order that a part has is worth keeping.
      return relation.inputs.some(isOrdered);
    case 'filter':
    case 'project':
    case 'limit':
    case 'distinct':
    case 'window':
    case 'unpivot':
    case 'unnest':
    case 'sample':
    case 'sink':
    case 'exchange':
      return isOrdered(relation.input);
  }
}
