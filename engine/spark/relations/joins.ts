/** Relations of several inputs. */
import type { Expression, JoinSide } from '../../contract/expression.ts';
import { ex } from '../../contract/expression.ts';
import type { Join, Union } from '../../contract/relation.ts';
import type { Column, Schema } from '../../contract/schema.ts';
import { findColumn, sameName } from '../../contract/schema.ts';
import { mapExpression } from '../../expression/analyse.ts';
import { freshName } from '../../sql/emit-context.ts';
import { sx } from '../expression.ts';
import type { SparkExpression } from '../expression.ts';
import type { Frame, SparkNamed } from '../frame.ts';
import { SIDES } from '../frame.ts';
import { refuse } from '../refusal.ts';
import { translateExpression } from '../translate/translate-expression.ts';
import type { TranslateContext } from '../translate/typed.ts';
import { as, operands, typed } from '../translate/typed.ts';
import { typeParts } from '../type-parts.ts';
import { sameType, simple, sparkType } from '../types.ts';
import type { RelationContext } from './context.ts';
import { schemaOf } from './context.ts';
import { guardedSide } from './expectations.ts';

/** Names that tell the columns of both sides apart while their expressions are typed. */
interface Sides {
  readonly schema: Schema;
  readonly nameOf: (side: JoinSide, name: string) => string;
  readonly column: TranslateContext['column'];
}

function bothSides(left: Schema, right: Schema): Sides {
  const schema: Column[] = [];
  const origin = new Map<string, { readonly side: JoinSide; readonly column: Column }>();
  for (const [side, columns] of [
    ['left', left],
    ['right', right],
  ] as const) {
    for (const column of columns) {
      const name = freshName(
        schema.map((other) => other.name),
        `${SIDES[side]}.${column.name}`,
      );
      schema.push({ name, type: column.type });
      origin.set(name, { side, column });
    }
  }
  const nameOf = (side: JoinSide, name: string): string => {
    for (const [unique, from] of origin) {
      if (from.side === side && sameName(from.column.name, name)) return unique;
    }
    return refuse(`There is no column "${name}".`);
  };
  return {
    schema,
    nameOf,
    column: ({ name }) => {
      const from = origin.get(name);
      if (from === undefined) return refuse(`There is no column "${name}".`);
      return typed(sx.column(from.column.name, SIDES[from.side]), sparkType(from.column.type));
    },
  };
}

export async function joinFrame(join: Join, context: RelationContext): Promise<Frame> {
  const [left, right] = [
    await guardedSide(join, 'left', context),
    await guardedSide(join, 'right', context),
  ];
  const [leftSchema, rightSchema] = [schemaOf(context, join.left), schemaOf(context, join.right)];
  const sides = bothSides(leftSchema, rightSchema);
  const sided = (expression: Expression, fallback?: JoinSide): Expression =>
    mapExpression(expression, (part) => {
      if (part.kind !== 'column') return part;
      const side = part.side ?? fallback;
      return side === undefined
        ? part
        : { ...ex.column(sides.nameOf(side, part.name)), ...spanOf(part) };
    });
  const keys = join.on.map((key) => ({
    left: sided(key.left, 'left'),
    right: sided(key.right, 'right'),
  }));
  const condition = join.condition === undefined ? undefined : sided(join.condition);
  const typeOf = await typeParts(
    [
      ...keys.flatMap((key) => [key.left, key.right]),
      ...(condition === undefined ? [] : [condition]),
    ].map((expression) => ({ expression, place: 'row' as const })),
    sides.schema,
    context.describe,
  );
  const translate: TranslateContext = { typeOf, column: sides.column };
  const tests = keys.map((key) => {
    const { values } = operands([
      translateExpression(key.left, translate),
      translateExpression(key.right, translate),
    ]);
    const [a, b] = values as [SparkExpression, SparkExpression];
    return sx.equal(a, b);
  });
  if (condition !== undefined) {
    tests.push(
      as(translateExpression(condition, translate), simple('BOOLEAN')) as (typeof tests)[0],
    );
  }
  const all = tests.reduce<SparkExpression | undefined>(
    (so, test) => (so === undefined ? test : sx.and(so, test)),
    undefined,
  );
  const type = join.type === 'cross' && all !== undefined ? 'inner' : join.type;
  const joined: Frame = {
    kind: 'join',
    left,
    right,
    type,
    ...(all === undefined
      ? type === 'cross'
        ? {}
        : { condition: sx.boolean(true) }
      : { condition: all }),
  };
  const one = join.type === 'semi' || join.type === 'anti';
  const unchanged =
    one &&
    join.columns.length === leftSchema.length &&
    join.columns.every(({ name, column }, i) => name === column && leftSchema[i]?.name === name);
  if (unchanged) return joined;
  const columns = join.columns.map(({ name, side, column }): SparkNamed => {
    const found = findColumn(side === 'left' ? leftSchema : rightSchema, column);
    return { name, expression: sx.column(found?.name ?? column, SIDES[side]) };
  });
  return { kind: 'select', input: joined, columns };
}

const spanOf = (part: Expression): Pick<Expression, 'span'> =>
  part.span === undefined ? {} : { span: part.span };

export async function unionFrame(union: Union, context: RelationContext): Promise<Frame> {
  const schema = schemaOf(context, union);
  const inputs: Frame[] = [];
  for (const relation of union.inputs) {
    const input = await context.frame(relation);
    const columns = schemaOf(context, relation);
    const aligned = schema.map(({ name, type }, i): SparkNamed & { readonly changed: boolean } => {
      const from = columns[i];
      const wanted = sparkType(type);
      const value = typed(sx.column(from?.name ?? name), sparkType(from?.type ?? type));
      const changed = from?.name !== name || !sameType(value.type, wanted);
      return { name, expression: as(value, wanted), changed };
    });
    const plain = aligned.every(({ changed }) => !changed);
    inputs.push(
      plain
        ? input
        : {
            kind: 'select',
            input,
            columns: aligned.map(({ name, expression }) => ({ name, expression })),
          },
    );
  }
  const [only] = inputs;
  return inputs.length === 1 && only !== undefined ? only : { kind: 'union', inputs };
}
