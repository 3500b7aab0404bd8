/** One relation without what nothing uses: what it computes, and what it passes on. */
import { ex } from '../contract/expression.ts';
import type { Origin, Relation } from '../contract/relation.ts';
import { nameKey } from '../contract/schema.ts';
import type { Needs } from './column-needs.ts';
import { keptAggregates, keptItems, keptJoinColumns, keptProjectColumns } from './column-needs.ts';

/** Computes what is needed alone; the relation itself where that is all. */
export function computingLess(relation: Relation, needs: Needs): Relation {
  switch (relation.kind) {
    case 'project': {
      const columns = keptProjectColumns(relation.columns, needs);
      return columns.length === relation.columns.length ? relation : { ...relation, columns };
    }
    case 'aggregate': {
      const aggregates = keptAggregates(relation, needs);
      const isWhole = aggregates.length === relation.aggregates.length;
      return isWhole ? relation : { ...relation, aggregates };
    }
    case 'join':
    case 'asof-join': {
      const columns = keptJoinColumns(relation, needs);
      return columns.length === relation.columns.length ? relation : { ...relation, columns };
    }
    case 'window': {
      const expressions = keptItems(relation.expressions, needs);
      if (expressions.length === 0) return relation.input;
      const isWhole = expressions.length === relation.expressions.length;
      return isWhole ? relation : { ...relation, expressions };
    }
    default:
      return relation;
  }
}

/**
 * Exactly the needed columns, in their order; the first one if none is. A union takes them by position.
 * @param names of all columns of the relation
 */
export function selected(
  relation: Relation,
  needs: Needs,
  names: readonly string[],
  origin: Origin | undefined = relation.origin,
): Relation {
  const wanted = needs.size > 0 ? needs : new Set(names.slice(0, 1).map(nameKey));
  const kept = names.filter((name) => wanted.has(nameKey(name)));
  if (kept.length === names.length) return relation;
  return {
    kind: 'project',
    input: relation,
    columns: kept.map((name) => ({ name, expression: ex.column(name) })),
    ...(origin === undefined ? {} : { origin }),
  };
}
