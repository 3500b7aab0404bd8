import { expect, test } from 'vitest';
import { ex } from '../../../engine/contract/expression.ts';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';
import { AGGREGATE_FUNCTIONS } from './aggregate-params.ts';

const inputs = { input: inputOf({ g: 'VARCHAR', x: 'INTEGER', y: 'DOUBLE' }) };
const [x, y] = [ex.column('x'), ex.column('y')];

const callOf = (aggregate: object): unknown => {
  const params = { aggregates: [{ name: 'n', ...aggregate }] };
  const { output } = lowerNode('aggregate.group-by', params, { inputs });
  return output?.kind === 'aggregate' ? output.aggregates[0]?.call : output;
};

test('keys, then aggregates', () => {
  const params = { keys: ['G'], aggregates: [{ name: 'rows', function: 'count' }] };
  expect(lowerNode('aggregate.group-by', params, { inputs })).toEqual({
    output: {
      kind: 'aggregate',
      input: inputs.input.relation,
      keys: [{ name: 'g', expression: ex.column('g') }],
      aggregates: [{ name: 'rows', call: ex.call('count') }],
    },
  });
});

test.each([
  [{ function: 'count', column: 'X' }, ex.call('count', x)],
  [
    { function: 'count', column: 'x', distinct: true },
    { ...ex.call('count', x), distinct: true },
  ],
  [
    { function: 'count_distinct', column: 'x' },
    { ...ex.call('count', x), distinct: true },
  ],
  [
    { function: 'quantile', column: 'x', fraction: 0.9 },
    ex.call('quantile_cont', x, ex.double(0.9)),
  ],
  [{ function: 'stddev', column: 'x' }, ex.call('stddev_samp', x)],
  [{ function: 'variance', column: 'x' }, ex.call('var_samp', x)],
  [{ function: 'any', column: 'x' }, ex.call('any_value', x)],
  [{ function: 'corr', column: 'x', by: 'y' }, ex.call('corr', x, y)],
  [{ function: 'arg_max', column: 'x', by: 'y' }, ex.call('arg_max', x, y)],
  [{ function: 'string_agg', column: 'g' }, ex.call('string_agg', ex.column('g'), ex.text(','))],
  [
    { function: 'list', column: 'x', order: [{ column: 'y', direction: 'desc' }] },
    { ...ex.call('list', x), orderBy: [ex.key(y, 'desc')] },
  ],
])('%j', (aggregate, call) => {
  expect(callOf(aggregate)).toEqual(call);
});

test('an expression and a filter are parsed', () => {
  expect(callOf({ function: 'sum', expression: 'x * 2', filter: 'y > 0' })).toMatchObject({
    args: [{ kind: 'opaque', text: 'x * 2' }],
    filter: { kind: 'opaque', text: 'y > 0' },
  });
});

test('every function lowers', () => {
  for (const name of AGGREGATE_FUNCTIONS) {
    const by = ['corr', 'arg_min', 'arg_max'].includes(name) ? { by: 'y' } : {};
    const fraction = name === 'quantile' ? { fraction: 0.5 } : {};
    expect(callOf({ function: name, column: 'x', ...by, ...fraction })).toMatchObject({
      kind: 'call',
    });
  }
});

test('a result named like a key or another result is an error', () => {
  const count = { name: 'G', function: 'count' };
  expect(
    lowerProblem('aggregate.group-by', { keys: ['g'], aggregates: [count] }, { inputs }),
  ).toMatchObject({ code: 'duplicate-column', param: 'aggregates[0].name' });
});

const problemsOf = (aggregate: object): string[] =>
  paramProblems('aggregate.group-by', { aggregates: [{ name: 'n', ...aggregate }] });

test.each([
  [
    { function: 'sum' },
    'column: Choose the column, or write the expression, that sum is computed of.',
  ],
  [
    { function: 'sum', column: 'x', expression: 'x' },
    'expression: Give either a column or an expression.',
  ],
  [
    { function: 'count', distinct: true },
    'distinct: Choose a column to count its distinct values; rows are counted as they are.',
  ],
  [{ function: 'corr', column: 'x' }, 'by: Choose the second column of corr.'],
  [
    { function: 'sum', column: 'x', by: 'y' },
    'by: Only corr, arg_min, arg_max take a second column: leave this empty.',
  ],
  [
    { function: 'quantile', column: 'x' },
    'fraction: Give the fraction of quantile, between 0 and 1.',
  ],
  [
    { function: 'sum', column: 'x', fraction: 0.5 },
    'fraction: Only quantile takes a fraction: leave this empty.',
  ],
  [
    { function: 'sum', column: 'x', separator: ',' },
    'separator: Only string_agg takes a separator: leave this empty.',
  ],
  [
    { function: 'sum', column: 'x', order: [{ column: 'x' }] },
    'order: Only first, last, mode, list, string_agg take an order: leave this empty.',
  ],
  [
    { function: 'list', column: 'x', distinct: true, order: [{ column: 'y' }] },
    'order: Distinct values can be ordered by themselves only.',
  ],
])('%j is refused', (aggregate, problem) => {
  expect(problemsOf(aggregate)).toEqual([`aggregates.0.${problem}`]);
});

test('neither keys nor aggregates is refused', () => {
  expect(paramProblems('aggregate.group-by', {})).toEqual([
    ': Add a key or an aggregate: without either there is nothing to compute.',
  ]);
});
