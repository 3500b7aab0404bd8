/** By which of its columns the rows of a relation are sorted. */
import type { Relation } from '../contract/relation.ts';
import { sameName } from '../contract/schema.ts';

/** As far as the first ones are columns of the relation under any name; none: nobody asked for an order. */
export function sortedBy(relation: Relation): readonly string[] {
  switch (relation.kind) {
    case 'sort':
    case 'top-n': {
      if (relation.kind === 'top-n' && relation.per.length > 0) return [];
      const names = relation.by.map(({ expression }) =>
        expression.kind === 'column' ? expression.name : undefined,
      );
      const end = names.indexOf(undefined);
      return (end < 0 ? names : names.slice(0, end)).filter((name) => name !== undefined);
    }
    case 'project': {
      const names = sortedBy(relation.input).map(
        (key) =>
          relation.columns.find(
            ({ expression }) => expression.kind === 'column' && sameName(expression.name, key),
          )?.name,
      );
      const end = names.indexOf(undefined);
      return (end < 0 ? names : names.slice(0, end)).filter((name) => name !== undefined);
    }
    case 'filter':
    case 'limit':
      return sortedBy(relation.input);
    default:
      return [];
  }
}
