/** Random expressions that a text can give: what `parseExpression` may return. */
import fc from 'fast-check';
import type { Expression, SortKey, WindowCall } from '../../contract/expression.ts';
import { ex } from '../../contract/expression.ts';

const name = fc.oneof(
  fc.constantFrom('a', 'b', 'Price', 'order', 'x y', 'a"b', 'ünï', '😀', 'interval', 'row', 'a.b'),
  fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !text.includes('\0')),
);
const text = fc.string({ maxLength: 8 }).filter((value) => !value.includes('\0'));
const literal: fc.Arbitrary<Expression> = fc.oneof(
  fc.integer({ min: -2147483647, max: 2147483647 }).map((value) => ex.integer(value)),
  fc.constantFrom('-9223372036854775808', '4294967296').map((value) => ex.bigint(BigInt(value))),
  fc.constantFrom('1.5', '-0.5').map((value) => ex.literal('DECIMAL(2,1)', value)),
  fc.constantFrom('1e5', '-2.5e-3').map((value) => ex.literal('DOUBLE', value)),
  text.map((value) => ex.text(value)),
  fc.boolean().map((value) => ex.boolean(value)),
  fc.constantFrom(ex.null(), ex.literal('DATE', '2024-01-01'), ex.literal('UUID', 'x')),
);
const leaf: fc.Arbitrary<Expression> = fc.oneof(
  name.map((column) => ex.column(column)),
  literal,
  fc.constantFrom<Expression>({ kind: 'parameter', name: 'p' }),
);
const OPERATORS = [
  ...['+', '-', '*', '/', '//', '%', '^', '**', '||', '&', '|', '<<', '>>', '=', '<>', '<', '<='],
  ...['>', '>=', 'and', 'or', 'is distinct from', 'is not distinct from', '->', '->>', '^@', '~'],
];

const isNumber = (expression: Expression): boolean =>
  expression.kind === 'literal' && /^(INTEGER|BIGINT|DECIMAL|DOUBLE)/.test(expression.type);

export const { expression: arbitraryExpression } = fc.letrec<{ expression: Expression }>((tie) => {
  const e = tie('expression');
  const list = fc.array(e, { maxLength: 3 });
  const key: fc.Arbitrary<SortKey> = fc.record({
    expression: leaf,
    direction: fc.constantFrom('asc', 'desc'),
    nulls: fc.constantFrom('first', 'last'),
  });
  const call = fc.tuple(fc.constantFrom('f', 'coalesce', 'left', 'sum'), list, e);
  const keys = fc.array(key, { maxLength: 2 });
  const window = fc.record<WindowCall>({
    kind: fc.constant('window'),
    // DuckDB's grammar forbids a window inside the definition of another.
    call: leaf.map((argument) => ex.call('sum', argument)),
    partitionBy: fc.array(leaf, { maxLength: 2 }),
    orderBy: keys,
  });
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .tuple(fc.constantFrom(...OPERATORS), e, e)
        .map(([op, left, right]) => ex.binary(op, left, right)),
      fc
        .tuple(fc.constantFrom('-', '+', 'not', '~', '@'), e)
        .filter(([op, operand]) => op !== '-' || !isNumber(operand))
        .map(([op, operand]): Expression => ({ kind: 'unary', op: op as '-', operand })),
      call.map(([called, args, first]) => ex.call(called, first, ...args)),
      window,
      fc
        .tuple(e, fc.constantFrom('INTEGER', 'DECIMAL(10,2)[]', 'STRUCT(a INT)'), fc.boolean())
        .map(([operand, type, tried]): Expression => ({ kind: 'cast', operand, type, try: tried })),
      fc
        .tuple(fc.array(fc.record({ when: e, then: e }), { minLength: 1, maxLength: 2 }), e)
        .map(([branches, otherwise]): Expression => ({ kind: 'case', branches, otherwise })),
      fc.tuple(e, e, e, fc.boolean()).map(([operand, low, high, negated]): Expression => ({
        kind: 'between',
        operand,
        low,
        high,
        negated,
      })),
      fc
        .tuple(e, fc.array(e, { minLength: 1, maxLength: 3 }), fc.boolean())
        .map(([operand, items, negated]): Expression => ({
          kind: 'in',
          operand,
          list: items,
          negated,
        })),
      fc
        .tuple(e, fc.constantFrom('null', 'true', 'unknown'), fc.boolean())
        .map(([operand, test, negated]): Expression => ({ kind: 'is', operand, test, negated })),
      fc
        .tuple(e, e, fc.constantFrom('like', 'ilike', 'similar to'), fc.boolean())
        .map(([operand, pattern, op, negated]): Expression => ({
          kind: 'like',
          op,
          operand,
          pattern,
          negated,
        })),
      list.map((items): Expression => ({ kind: 'list', items })),
      fc
        .array(fc.record({ name: text.filter((key) => key !== ''), value: e }), {
          minLength: 1,
          maxLength: 2,
        })
        .map((fields): Expression => ({ kind: 'struct', fields })),
      fc.tuple(e, e).map(([operand, index]): Expression => ({ kind: 'index', operand, index })),
      fc
        .tuple(e, name)
        .map(([operand, field]): Expression => ({ kind: 'field', operand, name: field })),
      fc
        .tuple(e, e)
        .map(([items, body]) =>
          ex.call('list_transform', items, { kind: 'lambda', params: ['v', 'x y'], body }),
        ),
      fc
        .tuple(e, fc.constantFrom('day', 'month'))
        .filter(([value]) => !isNumber(value))
        .map(([value, unit]): Expression => ({ kind: 'interval', value, unit })),
    ),
  };
});
