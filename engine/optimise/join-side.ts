/**
 * Puts the clearly smaller input of an inner join on the right, the side that is broadcast or built
 * into a hash table. Output columns keep order and names; an inner join promises no row order.
 */
import type { Expression, JoinSide } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { Join, JoinExpectation } from '../contract/relation.ts';
import { canSubstitute, substituteColumns } from '../expression/analyse.ts';
import { rewriteUp } from './rewrite.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Estimates are rough: only a difference of this factor counts. */
const CLEARLY_LARGER = 4;

export const joinSide: Rule = {
  name: 'join-side',
  apply: (roots, context) =>
    rewriteUp(roots, (relation) =>
      relation.kind === 'join' && relation.type === 'inner' && isRightLarger(relation, context)
        ? (swapSides(relation) ?? relation)
        : relation,
    ),
};

function isRightLarger(join: Join, context: RuleContext): boolean {
  if (context.rowsOf === undefined) return false;
  const left = context.rowsOf(join.left);
  const right = context.rowsOf(join.right);
  return right.bytes > CLEARLY_LARGER * left.bytes && right.rows > left.rows;
}

const otherSide = (side: JoinSide): JoinSide => (side === 'left' ? 'right' : 'left');

function swapSides(join: Join): Join | undefined {
  const { condition, expect, ...rest } = join;
  if (condition !== undefined && !canSubstitute(condition)) return undefined;
  return {
    ...rest,
    left: join.right,
    right: join.left,
    on: join.on.map((key) => ({ left: key.right, right: key.left })),
    columns: join.columns.map((column) => ({ ...column, side: otherSide(column.side) })),
    ...(condition === undefined ? {} : { condition: flip(condition) }),
    ...(expect === undefined ? {} : { expect: FLIPPED[expect] }),
  };
}

const flip = (condition: Expression): Expression =>
  substituteColumns(condition, (name, side) =>
    ex.column(name, side === undefined ? undefined : otherSide(side)),
  );

const FLIPPED: Record<JoinExpectation, JoinExpectation> = {
  'one-to-one': 'one-to-one',
  'one-to-many': 'many-to-one',
  'many-to-one': 'one-to-many',
  'many-to-many': 'many-to-many',
};
