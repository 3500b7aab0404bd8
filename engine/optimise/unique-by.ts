/** Relations that cannot have two rows alike in some columns. */
import type { Relation } from '../contract/relation.ts';
import { nameKey } from '../contract/schema.ts';
import { isSubset, keySet } from './reads.ts';
import type { RuleContext } from './rule.ts';

/** @param columns by `nameKey` */
export function isUniqueBy(
  relation: Relation,
  columns: ReadonlySet<string>,
  context: Pick<RuleContext, 'columnsOf'>,
): boolean {
  switch (relation.kind) {
    case 'aggregate':
      return isSubset(keySet(relation.keys.map((key) => key.name)), columns);
    case 'distinct':
      return (
        relation.output === 'kept' &&
        isSubset(keySet(relation.keys ?? context.columnsOf(relation.input)), columns)
      );
    case 'filter':
    case 'sort':
    case 'limit':
    case 'top-n':
      return isUniqueBy(relation.input, columns, context);
    case 'project': {
      // Renamed or computed columns would need tracing; plain ones under their own names do not.
      const plain = relation.columns.every(
        ({ name, expression }) =>
          expression.kind === 'column' && nameKey(expression.name) === nameKey(name),
      );
      return plain && isUniqueBy(relation.input, columns, context);
    }
    default:
      return false;
  }
}
