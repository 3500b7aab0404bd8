/**
 * As-of joins. Spark has none for batches, and a join on inequalities would compare each row with all
 * rows of its keys: both sides are put into one order instead, in which each left row takes the last
 * right row before it.
 */
import type { Expression } from '../../contract/expression.ts';
import { ex } from '../../contract/expression.ts';
import type { AsofJoin, Relation } from '../../contract/relation.ts';
import type { Schema } from '../../contract/schema.ts';
import { findColumn } from '../../contract/schema.ts';
import { sx } from '../expression.ts';
import type { SparkExpression } from '../expression.ts';
import type { Frame, SparkNamed } from '../frame.ts';
import { translateExpression } from '../translate/translate-expression.ts';
import type { Typed } from '../translate/typed.ts';
import { operands } from '../translate/typed.ts';
import type { SparkType } from '../types.ts';
import { sparkType } from '../types.ts';
import type { RelationContext } from './context.ts';
import { schemaOf, translator } from './context.ts';
import { noteTies } from './ties.ts';

/** Columns of the rows of both sides: the row of the one, and null for that of the other. */
const LEFT = 'left_row';
const RIGHT = 'right_row';
const NEAREST = 'nearest';
const IS_LEFT = 'is_left';

export async function asofFrame(join: AsofJoin, context: RelationContext): Promise<Frame> {
  const { left, right, on, nearest, type, columns } = join;
  const lefts = await values(left, [...on.map((key) => key.left), nearest.left], context);
  const rights = await values(right, [...on.map((key) => key.right), nearest.right], context);
  const pairs = lefts.map((value, i) => operands([value, rights[i] ?? value]).values);
  const names = [...on.map((_, i) => `key_${i + 1}`), NEAREST];
  const named = (side: 0 | 1): SparkNamed[] =>
    names.map((name, i) => ({ name, expression: pairs[i]?.[side] as SparkExpression }));
  const schemas = { left: schemaOf(context, left), right: schemaOf(context, right) };
  const leftRows: Frame = {
    kind: 'select',
    input: await context.frame(left),
    columns: [
      ...named(0),
      { name: IS_LEFT, expression: sx.boolean(true) },
      { name: LEFT, expression: rowOf(schemas.left) },
      { name: RIGHT, expression: sx.null(rowType(schemas.right)) },
    ],
  };
  const rightRows: Frame = {
    kind: 'select',
    input: await context.frame(right),
    columns: [
      ...named(1),
      { name: IS_LEFT, expression: sx.boolean(false) },
      { name: LEFT, expression: sx.null(rowType(schemas.left)) },
      { name: RIGHT, expression: rowOf(schemas.right) },
    ],
  };
  const keys = on.map((key) => key.right);
  noteTies(right, keys, [ex.key(nearest.right)], context);
  // What is null is near to nothing.
  const known = names.map((name) => sx.isNotNull(sx.column(name))).reduce(sx.and);
  const both: Frame = {
    kind: 'union',
    inputs: [leftRows, { kind: 'filter', input: rightRows, condition: known }],
  };
  const matched: Frame = {
    kind: 'with-columns',
    input: both,
    columns: [{ name: RIGHT, expression: lastRight(names, nearest.direction) }],
  };
  const isLeft = sx.column(IS_LEFT);
  const condition = type === 'left' ? isLeft : sx.and(isLeft, sx.isNotNull(sx.column(RIGHT)));
  return {
    kind: 'select',
    input: { kind: 'filter', input: matched, condition },
    columns: columns.map(({ name, side, column }): SparkNamed => {
      const field = findColumn(schemas[side], column)?.name ?? column;
      const operand = sx.column(side === 'left' ? LEFT : RIGHT);
      return { name, expression: { kind: 'field', operand, name: field } };
    }),
  };
}

async function values(
  input: Relation,
  expressions: readonly Expression[],
  context: RelationContext,
): Promise<Typed[]> {
  const requests = expressions.map((expression) => ({ expression, place: 'row' as const }));
  const translate = await translator(context, input, requests);
  return expressions.map((expression) => translateExpression(expression, translate));
}

/** Of rows in the same place those of the right side come first; rows without a place before all. */
function lastRight(
  names: readonly string[],
  direction: AsofJoin['nearest']['direction'],
): SparkExpression {
  const order = direction === 'backward' ? 'asc' : 'desc';
  return {
    kind: 'window',
    call: sx.call('last_value', sx.column(RIGHT)),
    partitionBy: names.slice(0, -1).map((name) => sx.column(name)),
    orderBy: [
      { expression: sx.column(NEAREST), direction: order, nulls: 'first' },
      { expression: sx.column(IS_LEFT), direction: 'asc', nulls: 'last' },
    ],
    frame: { unit: 'rows', start: 'unbounded-preceding', end: 'current-row' },
    ignoreNulls: true,
  };
}

const rowOf = (schema: Schema): SparkExpression => ({
  kind: 'struct',
  fields: schema.map(({ name }) => ({ name, value: sx.column(name) })),
});

const rowType = (schema: Schema): SparkType => ({
  kind: 'struct',
  fields: schema.map(({ name, type }) => ({ name, type: sparkType(type) })),
});
