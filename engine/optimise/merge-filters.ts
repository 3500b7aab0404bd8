/** Filter over filter becomes one filter, the inner condition first; repeated conjuncts go. */
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { conjuncts, isDeterministic, sameExpression } from '../expression/analyse.ts';
import { rewriteUp } from './rewrite.ts';
import type { Rule } from './rule.ts';

export const mergeFilters: Rule = {
  name: 'merge-filters',
  apply: (roots) =>
    rewriteUp(roots, (relation, isShared) => {
      if (relation.kind !== 'filter') return relation;
      const outer = conjuncts(relation.condition);
      const { input } = relation;
      if (input.kind === 'filter' && !isShared(input)) {
        const merged = unique([...conjuncts(input.condition), ...outer]);
        return { ...relation, input: input.input, condition: ex.and(...merged) };
      }
      const kept = unique(outer);
      return kept.length === outer.length ? relation : { ...relation, condition: ex.and(...kept) };
    }),
};

const unique = (parts: readonly Expression[]): Expression[] =>
  parts.filter(
    (part, i) =>
      !isDeterministic(part) || !parts.slice(0, i).some((other) => sameExpression(other, part)),
  );
