/** Which conjuncts above a join, or in its condition, hold for one input alone and may go there. */
import type { Expression, JoinSide } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { Join, JoinExpectation, JoinType } from '../contract/relation.ts';
import { nameKey } from '../contract/schema.ts';
import { conjuncts, mayFail, someExpression } from '../expression/analyse.ts';
import { isMovable, replaceColumns } from './reads.ts';

export interface JoinSplit {
  readonly left: readonly Expression[];
  readonly right: readonly Expression[];
  /** Stays above the join. */
  readonly above: readonly Expression[];
  /** Stays in the join's condition. */
  readonly condition: readonly Expression[];
}

/** Inputs whose rows without the conjunct would give no output row. */
const FILTERED_SIDES: Record<JoinType, readonly JoinSide[]> = {
  inner: ['left', 'right'],
  cross: ['left', 'right'],
  left: ['left'],
  right: ['right'],
  full: [],
  semi: ['left'],
  anti: ['left'],
};

/** Inputs whose rows without the conjunct would match nothing. */
const MATCHED_SIDES: Record<JoinType, readonly JoinSide[]> = {
  inner: ['left', 'right'],
  cross: ['left', 'right'],
  left: ['right'],
  right: ['left'],
  full: [],
  semi: ['left', 'right'],
  anti: ['right'],
};

/** Inputs of which every row is in the output, so that a conjunct that may fail may go there. */
const PRESERVED_SIDE: Partial<Record<JoinType, JoinSide>> = { left: 'left', right: 'right' };

/**
 * Divides the conjuncts of a filter above a join, and those of the join's condition.
 * Inputs on the "one" side of an expectation take nothing: the expectation is about all their rows.
 * @returns undefined if nothing moves
 */
export function splitForJoin(join: Join, parts: readonly Expression[]): JoinSplit | undefined {
  const left: Expression[] = [];
  const right: Expression[] = [];
  const above: Expression[] = [];
  const condition: Expression[] = [];
  const into = { left, right };
  const columns = new Map(join.columns.map((column) => [nameKey(column.name), column]));

  for (const part of join.condition === undefined ? [] : conjuncts(join.condition)) {
    const side = isMovable(part) && !mayFail(part) ? sideOfCondition(part) : undefined;
    if (side !== undefined && MATCHED_SIDES[join.type].includes(side) && !isChecked(join, side)) {
      into[side].push(withoutSide(part));
    } else {
      condition.push(part);
    }
  }

  for (const [i, part] of parts.entries()) {
    const side = isMovable(part)
      ? sideOf(part, (name) => columns.get(nameKey(name))?.side)
      : undefined;
    const moved = replaceColumns(part, (name) => {
      const column = columns.get(nameKey(name));
      return column === undefined ? undefined : ex.column(column.column);
    });
    const allowed =
      side !== undefined &&
      moved !== undefined &&
      FILTERED_SIDES[join.type].includes(side) &&
      !isChecked(join, side) &&
      (!mayFail(moved) || (PRESERVED_SIDE[join.type] === side && into[side].length === i));
    if (allowed) into[side].push(moved);
    else above.push(part);
  }
  return left.length + right.length === 0 ? undefined : { left, right, above, condition };
}

/** Inputs whose keys an expectation demands to be unique. */
const UNIQUE_SIDES: Record<JoinExpectation, readonly JoinSide[]> = {
  'one-to-one': ['left', 'right'],
  'one-to-many': ['left'],
  'many-to-one': ['right'],
  'many-to-many': [],
};

const isChecked = ({ expect }: Join, side: JoinSide): boolean =>
  expect !== undefined && UNIQUE_SIDES[expect].includes(side);

/** The one input that all columns belong to; undefined for two, none or an unknown one. */
function sideOf(
  part: Expression,
  sideOfColumn: (name: string, side?: JoinSide) => JoinSide | undefined,
): JoinSide | undefined {
  const sides = new Set<JoinSide | undefined>();
  replaceColumns(part, (name, side) => {
    sides.add(sideOfColumn(name, side));
    return ex.column(name);
  });
  const [side] = sides;
  return sides.size === 1 ? side : undefined;
}

const sideOfCondition = (part: Expression): JoinSide | undefined =>
  someExpression(part, (piece) => piece.kind === 'opaque')
    ? undefined
    : sideOf(part, (_name, side) => side);

const withoutSide = (part: Expression): Expression =>
  replaceColumns(part, (name) => ex.column(name)) ?? part;
