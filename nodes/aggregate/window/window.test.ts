import { expect, test } from 'vitest';
import { ex } from '../../../engine/contract/expression.ts';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ g: 'VARCHAR', day: 'DATE', x: 'INTEGER' }) };
const x = ex.column('x');

const windowOf = (params: object): unknown => {
  const { output } = lowerNode('aggregate.window', params, { inputs });
  return output?.kind === 'window' ? output.expressions[0]?.window : output;
};

test('every expression shares partition, order and frame', () => {
  const params = {
    partition: ['G'],
    order: [{ column: 'day' }],
    frame: { start: { kind: 'preceding', offset: 2 } },
    expressions: [{ name: 'mean', function: 'avg', column: 'x' }],
  };
  expect(windowOf(params)).toEqual({
    kind: 'window',
    call: ex.call('avg', x),
    partitionBy: [ex.column('g')],
    orderBy: [ex.key(ex.column('day'))],
    frame: {
      unit: 'rows',
      start: { kind: 'preceding', offset: ex.integer(2) },
      end: { kind: 'current-row' },
    },
  });
});

test('arguments follow the column: numbers, null, expressions', () => {
  const lag = { name: 'p', function: 'lag', column: 'x', args: [1, null] };
  expect(windowOf({ expressions: [lag] })).toMatchObject({
    call: ex.call('lag', x, ex.integer(1), ex.null()),
  });
  const half = { name: 'p', function: 'lag', column: 'x', args: [1, 'x * 2'] };
  expect(windowOf({ expressions: [half] })).toMatchObject({
    call: { args: [x, ex.integer(1), { kind: 'opaque', text: 'x * 2' }] },
  });
});

test('a range frame takes an interval', () => {
  const frame = {
    unit: 'range',
    start: { kind: 'preceding', offset: 'INTERVAL 7 DAY' },
    exclude: 'current row',
  };
  const sum = { name: 's', function: 'sum', column: 'x' };
  expect(windowOf({ frame, expressions: [sum] })).toMatchObject({
    frame: {
      unit: 'range',
      start: { kind: 'preceding', offset: { kind: 'opaque', text: 'INTERVAL 7 DAY' } },
      exclude: 'current row',
    },
  });
});

test('an existing name is an error', () => {
  const expressions = [{ name: 'X', function: 'row_number' }];
  expect(lowerProblem('aggregate.window', { expressions }, { inputs })).toMatchObject({
    code: 'duplicate-column',
    param: 'expressions[0].name',
  });
});

const one = (expression: object, rest: object = {}): string[] =>
  paramProblems('aggregate.window', { expressions: [{ name: 'n', ...expression }], ...rest });
const rank = { function: 'rank' };

test.each([
  [
    { function: 'rank', column: 'x' },
    {},
    'expressions.0.column: rank looks at the place of a row, not at a column: leave this empty.',
  ],
  [{ function: 'sum' }, {}, 'expressions.0.column: Choose the column that sum is computed of.'],
  [{ function: 'ntile' }, {}, 'expressions.0.args: Give ntile its one argument.'],
  [
    rank,
    { frame: { start: { kind: 'preceding' } } },
    'frame.start.offset: Preceding and following need an offset; the other bounds take none.',
  ],
  [
    rank,
    { frame: { start: { kind: 'unbounded-following' } } },
    'frame.start.kind: A frame cannot start behind the last row: choose an earlier bound.',
  ],
  [
    rank,
    { frame: { end: { kind: 'unbounded-preceding' } } },
    'frame.end.kind: A frame cannot end before the first row: choose a later bound.',
  ],
])('%j %j is refused', (expression, rest, problem) => {
  expect(one(expression, rest)).toEqual([problem]);
});
