import { expect, test } from 'vitest';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ id: 'INTEGER', jan: 'DOUBLE', feb: 'DOUBLE' }) };

test('nulls stay unless dropped', () => {
  expect(lowerNode('aggregate.unpivot', { columns: ['Jan', 'feb'] }, { inputs })).toEqual({
    output: {
      kind: 'unpivot',
      input: inputs.input.relation,
      columns: ['jan', 'feb'],
      nameTo: 'name',
      valueTo: 'value',
      dropNulls: false,
    },
  });
});

test.each([
  [{ columns: ['jan'], name_to: 'ID' }, 'name_to'],
  [{ columns: ['jan'], name_to: 'v', value_to: 'V' }, 'value_to'],
])('%j fails for its name', (params, param) => {
  expect(lowerProblem('aggregate.unpivot', params, { inputs })).toMatchObject({
    code: 'duplicate-column',
    param,
  });
});

test('the names of the unpivoted columns are free again', () => {
  const params = { columns: ['jan', 'feb'], name_to: 'jan', value_to: 'feb' };
  expect(lowerNode('aggregate.unpivot', params, { inputs })['output']).toMatchObject({
    nameTo: 'jan',
  });
});

test.each([
  [{ columns: [] }, 'columns: Choose at least one column.'],
  [{ columns: ['jan', 'JAN'] }, 'columns: A column is named twice: remove one of the two.'],
])('%j is refused', (params, problem) => {
  expect(paramProblems('aggregate.unpivot', params)).toEqual([problem]);
});
