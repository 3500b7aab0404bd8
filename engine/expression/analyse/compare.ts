/** Equality of expressions, and conjunctions taken apart. */
import type { Expression } from '../../contract/expression.ts';
import { sameName } from '../../contract/schema.ts';

type Plain = unknown;

function sameValue(a: Plain, b: Plain): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item: Plain, i) => sameValue(item, b[i]));
  }
  const [left, right] = [a as Record<string, Plain>, b as Record<string, Plain>];
  const isColumn = left['kind'] === 'column' && right['kind'] === 'column';
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  keys.delete('span');
  keys.delete('node');
  for (const key of keys) {
    if (isColumn && key === 'name') {
      if (!sameName(String(left[key]), String(right[key]))) return false;
    } else if (!sameValue(left[key], right[key])) {
      return false;
    }
  }
  return true;
}

/** Same structure; spans, steps and the case of column names do not count. */
export const sameExpression = (a: Expression, b: Expression): boolean => sameValue(a, b);

/** The parts of `a AND b AND …`, in order; an expression that is no conjunction is its only part. */
export const conjuncts = (expression: Expression): readonly Expression[] =>
  expression.kind === 'binary' && expression.op === 'and'
    ? [...conjuncts(expression.left), ...conjuncts(expression.right)]
    : [expression];
