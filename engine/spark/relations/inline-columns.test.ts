/** Windows inside of the expressions that use them. */
import { expect, test } from 'vitest';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import type { Frame, SparkNamed } from '../frame.ts';
import { inlined } from './inline-columns.ts';

const rows: Frame = { kind: 'step', name: 'rows' };
const window: SparkExpression = {
  kind: 'window',
  call: sx.call('sum', sx.column('x')),
  partitionBy: [],
  orderBy: [],
};
const input: Frame = {
  kind: 'with-columns',
  input: rows,
  columns: [{ name: 'w', expression: window }],
};
const before = ['x', 'w'];
const columns = (...expressions: readonly SparkExpression[]): SparkNamed[] =>
  expressions.map((expression, i) => ({ name: `c${i}`, expression }));
const less = sx.minus(sx.column('x'), sx.column('w'));

test('one that is used once', () => {
  expect(inlined(input, columns(sx.column('x'), less), before)).toEqual({
    input: rows,
    columns: columns(sx.column('x'), sx.minus(sx.column('x'), window)),
    before: ['x'],
  });
});

test.each([
  ['used twice', columns(less, sx.column('w'))],
  ['a column itself', columns(sx.column('w'))],
  ['used twice in one', columns(sx.plus(less, sx.column('w')))],
  ['for a function of ours', columns(sx.helper('divide', sx.column('x'), sx.column('w')))],
  ['inside of a lambda', columns({ kind: 'lambda', params: ['y'], body: less })],
])('not one that is %s', (_, given) => {
  expect(inlined(input, given, before)).toBeUndefined();
});
