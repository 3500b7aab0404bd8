/** How the conjuncts of a filter go below one relation. */
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { Filter, Origin, Relation } from '../contract/relation.ts';
import { inputsOf, withInputs } from '../contract/relation.ts';

export interface PushTarget {
  /** Every input row stands behind some output row, so a conjunct that may fail may go below. */
  readonly keepsRows: boolean;
  /** The conjunct over the input's columns, or undefined if it must stay above. */
  readonly rewrite: (part: Expression) => Expression | undefined;
  /** The conjuncts in one branch's column names. */
  readonly forBranch: (parts: readonly Expression[], branch: Relation) => readonly Expression[];
  /** The relation with `into` applied to the inputs that take the conjuncts. */
  readonly rebuild: (into: (input: Relation) => Relation) => Relation;
}

/** A target with one input. */
export const pushedTo = (
  relation: Relation,
  target: Pick<PushTarget, 'keepsRows' | 'rewrite'>,
): PushTarget => ({
  ...target,
  forBranch: (parts) => parts,
  rebuild: (into) => withInputs(relation, inputsOf(relation).map(into)),
});

/** The relation, under a filter if there are conjuncts. */
export function keptAbove(
  relation: Relation,
  parts: readonly Expression[],
  origin: Origin | undefined,
): Relation {
  if (parts.length === 0) return relation;
  const filter: Filter = { kind: 'filter', input: relation, condition: ex.and(...parts) };
  return origin === undefined ? filter : { ...filter, origin };
}
