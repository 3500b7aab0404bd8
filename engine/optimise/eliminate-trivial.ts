/** Removes relations that change nothing. */
import type { Expression, SortKey } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { Distinct, Filter, Limit, Relation } from '../contract/relation.ts';
import { conjuncts, isDeterministic, sameExpression } from '../expression/analyse.ts';
import { maxRows } from './max-rows.ts';
import { keySet } from './reads.ts';
import { rewriteUp } from './rewrite.ts';
import { orderedRelations } from './row-order.ts';
import type { Rule, RuleContext } from './rule.ts';
import { isUniqueBy } from './unique-by.ts';

export const eliminateTrivial: Rule = {
  name: 'eliminate-trivial',
  apply: (roots, context) =>
    rewriteUp(dropUnseenSorts(roots), (relation) => simplify(relation, context)),
};

function simplify(relation: Relation, context: RuleContext): Relation {
  const comparedBy = ({ input, keys }: Distinct) => keySet(keys ?? context.columnsOf(input));
  switch (relation.kind) {
    case 'filter':
      return withoutTrue(relation);
    case 'union': {
      const [only] = relation.inputs;
      return relation.inputs.length === 1 && only !== undefined ? only : relation;
    }
    case 'limit':
      return relation.offset === 0 && maxRows(relation.input) <= relation.rows
        ? keepLimitZero(relation)
        : relation;
    case 'sort':
      if (relation.by.every((key) => key.expression.kind === 'literal')) return relation.input;
      if (relation.input.kind === 'sort' && decides(relation.by, relation.input.by)) {
        return { ...relation, input: relation.input.input };
      }
      return relation;
    case 'distinct':
      return relation.output === 'kept' && isUniqueBy(relation.input, comparedBy(relation), context)
        ? relation.input
        : relation;
    default:
      return relation;
  }
}

/** `limit 0` stands for "no rows" and stays, whatever is below. */
const keepLimitZero = (limit: Limit): Relation => (limit.rows === 0 ? limit : limit.input);

function withoutTrue(filter: Filter): Relation {
  const parts = conjuncts(filter.condition);
  const kept = parts.filter((part) => !isTrue(part));
  if (kept.length === 0) return filter.input;
  return kept.length === parts.length ? filter : { ...filter, condition: ex.and(...kept) };
}

const isTrue = (expression: Expression): boolean =>
  expression.kind === 'literal' &&
  expression.type.toUpperCase() === 'BOOLEAN' &&
  expression.value?.toLowerCase() === 'true';

/** Rows that tie in the outer keys tie in the inner ones too, so the inner sort orders nothing. */
const decides = (outer: readonly SortKey[], inner: readonly SortKey[]): boolean =>
  inner.every(
    (key) =>
      isDeterministic(key.expression) &&
      outer.some((other) => sameExpression(other.expression, key.expression)),
  );

/** Sorts whose order nothing sees, and that choose no rows, are left out. */
function dropUnseenSorts(roots: readonly Relation[]): readonly Relation[] {
  const ordered = orderedRelations(roots);
  return rewriteUp(roots, (relation, _isShared, original) =>
    relation.kind === 'sort' && !ordered.has(original) ? relation.input : relation,
  );
}
