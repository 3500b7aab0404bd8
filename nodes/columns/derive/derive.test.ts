import { expect, test } from 'vitest';
import type { Expression } from '../../../engine/contract/expression.ts';
import { ex } from '../../../engine/contract/expression.ts';
import type { Relation } from '../../../engine/contract/relation.ts';
import { inputOf, lowerNode, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ a: 'INTEGER', b: 'INTEGER' }) };
const [a, b, c] = [ex.column('a'), ex.column('b'), ex.column('c')];
const plus = (left: Expression, right: Expression) => ex.binary('+', left, right);
const expressions = {
  'a + b': plus(a, b),
  'a + 1': plus(a, ex.integer(1)),
  'c + a': plus(c, a),
  b,
  a,
};

const derive = (...entries: readonly (readonly [string, string])[]): Relation => {
  const params = { expressions: entries.map(([name, expression]) => ({ name, expression })) };
  const { output } = lowerNode('columns.derive', params, { inputs, expressions });
  if (output === undefined) throw new Error('no output');
  return output;
};

/** Columns of each projection, from the input up. */
const layers = (relation: Relation): string[][] =>
  relation.kind === 'project'
    ? [...layers(relation.input), relation.columns.map(({ name }) => name)]
    : [];

test('independent expressions share one projection', () => {
  expect(derive(['c', 'a + b'], ['d', 'a + 1'])).toEqual({
    kind: 'project',
    input: inputs.input.relation,
    columns: [
      { name: 'a', expression: a },
      { name: 'b', expression: b },
      { name: 'c', expression: plus(a, b) },
      { name: 'd', expression: plus(a, ex.integer(1)) },
    ],
  });
});

test('an expression that reads a new column starts a projection', () => {
  expect(layers(derive(['c', 'a + b'], ['d', 'c + a']))).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c', 'd'],
  ]);
});

test('an existing name is replaced in place, in its own spelling', () => {
  const relation = derive(['A', 'a + 1']);
  expect(layers(relation)).toEqual([['a', 'b']]);
  expect(relation).toMatchObject({ columns: [{ expression: plus(a, ex.integer(1)) }, {}] });
});

test('what reads a replaced column sees the new value; an exchange needs a third name', () => {
  expect(layers(derive(['a', 'b'], ['b', 'a']))).toHaveLength(2);
});

test('a name given twice is computed twice', () => {
  expect(layers(derive(['c', 'a + b'], ['c', 'a + 1']))).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
});

test('window calls are computed below', () => {
  const rank: Expression = {
    kind: 'window',
    call: ex.call('row_number'),
    partitionBy: [],
    orderBy: [ex.key(a)],
  };
  const { output } = lowerNode(
    'columns.derive',
    { expressions: [{ name: 'c', expression: 'rank' }] },
    { inputs, expressions: { rank: plus(rank, a) } },
  );
  expect(output).toMatchObject({
    kind: 'project',
    columns: [{}, {}, { name: 'c', expression: plus(ex.column('__window_0'), a) }],
    input: { kind: 'window', expressions: [{ name: '__window_0', window: rank }] },
  });
});

test('an empty list is refused', () => {
  expect(paramProblems('columns.derive', { expressions: [] })).toEqual([
    'expressions: Add at least one expression.',
  ]);
});
