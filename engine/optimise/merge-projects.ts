/** Project over project becomes one where no work is repeated; projects that change nothing go. */
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { NamedExpression, Project } from '../contract/relation.ts';
import { nameKey } from '../contract/schema.ts';
import {
  canSubstitute,
  isDeterministic,
  someExpression,
  substituteColumns,
  withNode,
} from '../expression/analyse.ts';
import { inlineForm, isRowWise } from './reads.ts';
import { rewriteUp } from './rewrite.ts';
import type { Rule, RuleContext } from './rule.ts';

export const mergeProjects: Rule = {
  name: 'merge-projects',
  apply: (roots, context) =>
    rewriteUp(roots, (relation, isShared) => {
      if (relation.kind !== 'project') return relation;
      if (isIdentity(relation, context)) return relation.input;
      const { input } = relation;
      if (input.kind !== 'project' || isShared(input)) return relation;
      const columns = mergeColumns(relation, input);
      return columns === undefined ? relation : { ...relation, input: input.input, columns };
    }),
};

/** Every input column, in order, under exactly its own name. */
function isIdentity({ input, columns }: Project, context: RuleContext): boolean {
  const names = context.columnsOf(input);
  return (
    names.length === columns.length &&
    columns.every(({ name, expression }, i) => {
      const inputName = names[i];
      return (
        expression.kind === 'column' &&
        inputName !== undefined &&
        name === inputName &&
        nameKey(expression.name) === nameKey(inputName)
      );
    })
  );
}

/** The outer columns over the inner input; undefined if that repeats work or changes a result. */
function mergeColumns(outer: Project, inner: Project): readonly NamedExpression[] | undefined {
  const uses = countUses(outer.columns.map((column) => column.expression));
  const byName = new Map<string, Expression>();
  for (const { name, expression } of inner.columns) {
    if (!isDeterministic(expression) || !isRowWise(expression)) return undefined;
    const used = uses.get(nameKey(name)) ?? 0;
    if (used > 1 && !isCheap(expression)) return undefined;
    byName.set(nameKey(name), withNode(expression, inner.origin?.node));
  }
  const merged: NamedExpression[] = [];
  for (const { name, expression } of outer.columns) {
    const result = mergeOne(expression, byName);
    if (result === undefined) return undefined;
    merged.push({ name, expression: result });
  }
  return merged;
}

function mergeOne(
  expression: Expression,
  inner: ReadonlyMap<string, Expression>,
): Expression | undefined {
  // In a column's own place any expression may stand, also one that no other can hold.
  if (expression.kind === 'column') return inner.get(nameKey(expression.name));
  if (!canSubstitute(expression)) return undefined;
  // A window or unnest over computed columns is a query level of its own in every dialect.
  const plainOnly = !isRowWise(expression);
  let complete = true;
  const result = substituteColumns(expression, (name) => {
    const found = inner.get(nameKey(name));
    const form = found === undefined ? undefined : inlineForm(found);
    if (form === undefined || (plainOnly && form.kind !== 'column')) complete = false;
    return form;
  });
  return complete ? result : undefined;
}

/** How often each column is evaluated; inside a lambda that is once for each element. */
function countUses(expressions: readonly Expression[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const expression of expressions) {
    const weight = someExpression(expression, (part) => part.kind === 'lambda') ? 2 : 1;
    if (!canSubstitute(expression)) continue;
    substituteColumns(expression, (name) => {
      counts.set(nameKey(name), (counts.get(nameKey(name)) ?? 0) + weight);
      return ex.column(name);
    });
  }
  return counts;
}

const isCheap = (expression: Expression): boolean =>
  expression.kind === 'column' || expression.kind === 'literal' || expression.kind === 'parameter';
