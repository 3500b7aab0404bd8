/**
 * A semi join with a condition beside its keys is an inner join where no left row can match twice.
 * DuckDB's own such SEMI JOIN is wrong (see engine/sql/emit-join.ts), and the EXISTS that takes its
 * place is joined to the distinct left rows first, which takes about twice as long.
 */
import type { Expression } from '../contract/expression.ts';
import type { Join } from '../contract/relation.ts';
import { findColumn, formatType, type ColumnType, type Schema } from '../contract/schema.ts';
import { keySet } from './reads.ts';
import { rewriteUp } from './rewrite.ts';
import { orderedRelations } from './row-order.ts';
import type { Rule, RuleContext } from './rule.ts';
import { isUniqueBy } from './unique-by.ts';

export const matchOnce: Rule = {
  name: 'match-once',
  apply: (roots, context) => {
    const ordered = orderedRelations(roots);
    return rewriteUp(roots, (relation, _isShared, original) =>
      relation.kind === 'join' && !ordered.has(original) && matchesOnce(relation, context)
        ? { ...relation, type: 'inner' }
        : relation,
    );
  },
};

/** By its form; what types its keys have is another question. */
export const mayMatchOnce = ({ type, condition, expect }: Join): boolean =>
  type === 'semi' && condition !== undefined && expect === undefined;

function matchesOnce(join: Join, context: RuleContext): boolean {
  if (!mayMatchOnce(join)) return false;
  const left = context.schemaOf(join.left);
  const right = context.schemaOf(join.right);
  if (left === undefined || right === undefined) return false;
  // Different values of another type may be one value of the left side's.
  const keys = join.on.flatMap((key) =>
    key.right.kind === 'column' && sameType(key.left, left, key.right, right)
      ? [key.right.name]
      : [],
  );
  return isUniqueBy(join.right, keySet(keys), context);
}

function sameType(a: Expression, left: Schema, b: Expression, right: Schema): boolean {
  const [one, other] = [typeOf(a, left), typeOf(b, right)];
  return one !== undefined && other !== undefined && formatType(one) === formatType(other);
}

const typeOf = (key: Expression, schema: Schema): ColumnType | undefined =>
  key.kind === 'column' ? findColumn(schema, key.name)?.type : undefined;
