/** From the text of a join condition to keys and a rest whose columns know their side. */
import type { Expression, JoinSide } from '../../../engine/contract/expression.ts';
import { ex } from '../../../engine/contract/expression.ts';
import type { BoundInput, LowerContext } from '../../../engine/contract/node-definition.ts';
import type { JoinKey } from '../../../engine/contract/relation.ts';
import { findColumn, sameName } from '../../../engine/contract/schema.ts';
import { mapExpression, subexpressions } from '../../define-node.ts';

export interface JoinInputs {
  readonly left: BoundInput;
  readonly right: BoundInput;
}

export interface JoinTest {
  readonly on: readonly JoinKey[];
  /** What no key expresses; its columns carry `side`. */
  readonly condition?: Expression;
}

const PARAM = 'condition';

const sideOf = (name: string): JoinSide | undefined =>
  sameName(name, 'left') ? 'left' : sameName(name, 'right') ? 'right' : undefined;

/** Where in the text an expression stands, for diagnostics. */
const place = ({ span }: Expression): { param: string; start?: number; end?: number } =>
  span === undefined ? { param: PARAM } : { param: span.param, start: span.start, end: span.end };

function resolveBare(
  context: LowerContext<unknown>,
  inputs: JoinInputs,
  column: Extract<Expression, { kind: 'column' }>,
): Expression {
  const left = findColumn(inputs.left.schema, column.name);
  const right = findColumn(inputs.right.schema, column.name);
  if (left !== undefined && right !== undefined) {
    return context.fail({
      code: 'ambiguous-column',
      message: `Both inputs have a column "${column.name}".`,
      hint: `Write left.${column.name} or right.${column.name}.`,
      ...place(column),
    });
  }
  if (left !== undefined) return { ...column, name: left.name, side: 'left' };
  if (right !== undefined) return { ...column, name: right.name, side: 'right' };
  return context.fail({
    code: 'unknown-column',
    message: `Neither input has a column "${column.name}".`,
    hint: 'Write left.name for a column of the left input, right.name for one of the right.',
    ...place(column),
  });
}

/**
 * Gives every column its side: `left.a` comes as field `a` of a column `left`, a bare name belongs
 * to the side that has it. Lambda params stay bare.
 */
export function resolveSides(
  context: LowerContext<unknown>,
  inputs: JoinInputs,
  expression: Expression,
): Expression {
  const resolve = (tree: Expression, hidden: readonly string[]): Expression =>
    mapExpression(
      tree,
      (part) => part,
      (part) => {
        if (part.kind === 'field' && part.operand.kind === 'column') {
          const side = sideOf(part.operand.name);
          if (side === undefined) return undefined;
          const known = findColumn(inputs[side].schema, part.name);
          return known !== undefined
            ? { ...ex.column(known.name, side), ...(part.span && { span: part.span }) }
            : ex.column(context.column(inputs[side], part.name, PARAM), side);
        }
        if (part.kind === 'column') {
          if (part.side !== undefined || hidden.some((name) => sameName(name, part.name)))
            return part;
          return resolveBare(context, inputs, part);
        }
        if (part.kind === 'lambda') {
          return { ...part, body: resolve(part.body, [...hidden, ...part.params]) };
        }
        if (part.kind === 'opaque' && part.identifiers.length > 0) {
          return context.fail({
            code: 'condition-not-understood',
            message: 'The columns of this part cannot be told apart by side.',
            hint: 'Derive a column before the join and compare that.',
            ...place(part),
          });
        }
        return undefined;
      },
    );
  return resolve(expression, []);
}

const conjuncts = (expression: Expression): Expression[] =>
  expression.kind === 'binary' && expression.op === 'and'
    ? [...conjuncts(expression.left), ...conjuncts(expression.right)]
    : [expression];

/** The one side that all columns belong to; undefined for both and for none. */
function onlySide(expression: Expression): JoinSide | undefined {
  const sides = new Set<JoinSide>();
  for (const part of subexpressions(expression)) {
    if (part.kind === 'column' && part.side !== undefined) sides.add(part.side);
  }
  const [side, another] = sides;
  return another === undefined ? side : undefined;
}

const withoutSides = (expression: Expression): Expression =>
  mapExpression(expression, (part) => {
    if (part.kind !== 'column' || part.side === undefined) return part;
    const { side: _, ...column } = part;
    return column;
  });

function asKey(part: Expression): JoinKey | undefined {
  if (part.kind !== 'binary' || (part.op !== '=' && part.op !== '==')) return undefined;
  const [a, b] = [onlySide(part.left), onlySide(part.right)];
  if (a === 'left' && b === 'right') {
    return { left: withoutSides(part.left), right: withoutSides(part.right) };
  }
  if (a === 'right' && b === 'left') {
    return { left: withoutSides(part.right), right: withoutSides(part.left) };
  }
  return undefined;
}

/** Takes the equalities between the two sides out of a conjunction. */
export function splitKeys(expression: Expression): JoinTest {
  const on: JoinKey[] = [];
  const rest: Expression[] = [];
  for (const part of conjuncts(expression)) {
    const key = asKey(part);
    if (key === undefined) rest.push(part);
    else on.push(key);
  }
  return rest.length === 0 ? { on } : { on, condition: ex.and(...rest) };
}

/** The same test with left and right exchanged. */
export const mirror = ({ on, condition }: JoinTest): JoinTest => ({
  on: on.map(({ left, right }) => ({ left: right, right: left })),
  ...(condition === undefined
    ? {}
    : {
        condition: mapExpression(condition, (part) =>
          part.kind === 'column' && part.side !== undefined
            ? { ...part, side: part.side === 'left' ? 'right' : 'left' }
            : part,
        ),
      }),
});
