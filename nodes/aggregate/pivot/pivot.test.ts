import { expect, test } from 'vitest';
import { ex } from '../../../engine/contract/expression.ts';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ year: 'INTEGER', month: 'VARCHAR', x: 'INTEGER' }) };
const values = [{ column: 'x', function: 'sum' }];

test('values are found in the data unless given', () => {
  expect(
    lowerNode('aggregate.pivot', { rows: ['Year'], column: 'month', values }, { inputs }),
  ).toEqual({
    output: {
      kind: 'pivot',
      input: inputs.input.relation,
      rows: ['year'],
      column: 'month',
      aggregates: [{ name: 'sum_x', call: ex.call('sum', ex.column('x')) }],
    },
  });
});

test('given values have the type of the column', () => {
  const params = { column: 'year', values, fixed_values: [2023, '2024', null] };
  expect(lowerNode('aggregate.pivot', params, { inputs })['output']).toMatchObject({
    values: [ex.literal('INTEGER', '2023'), ex.literal('INTEGER', '2024'), ex.null('INTEGER')],
  });
});

test('several values have names', () => {
  const two = [...values, { column: 'x', function: 'count_distinct', name: 'kinds' }];
  expect(
    lowerNode('aggregate.pivot', { column: 'year', values: two }, { inputs })['output'],
  ).toMatchObject({
    aggregates: [
      { name: 'sum_x' },
      { name: 'kinds', call: { ...ex.call('count', ex.column('x')), distinct: true } },
    ],
  });
});

test.each([
  [{ rows: ['month'], column: 'month', values }, 'column'],
  [{ column: 'month', values: [...values, ...values] }, 'values[1].name'],
])('%j fails', (params, param) => {
  expect(lowerProblem('aggregate.pivot', params, { inputs })).toMatchObject({
    code: 'duplicate-column',
    param,
  });
});

test.each([
  [{ column: 'month', values: [] }, 'values: Give at least one value.'],
  [
    { column: 'month', values, fixed_values: ['1', 1] },
    'fixed_values: A value is given twice: remove one of the two.',
  ],
  [
    { column: 'month', values, fixed_values: [] },
    'fixed_values: Give at least one value, or none at all.',
  ],
])('%j is refused', (params, problem) => {
  expect(paramProblems('aggregate.pivot', params)).toEqual([problem]);
});
