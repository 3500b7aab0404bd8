import { expect, test } from 'vitest';
import { inputOf, lowerNode, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ a: 'INTEGER', g: 'VARCHAR' }) };

test('rows from the front by default', () => {
  expect(lowerNode('rows.sample', { rows: 10 }, { inputs })).toEqual({
    output: {
      kind: 'sample',
      input: inputs.input.relation,
      method: 'first',
      amount: { rows: 10 },
      by: [],
      seed: 1,
    },
  });
});

test('a fraction of every group', () => {
  const params = { fraction: 0.1, method: 'stratified', by: ['G'], seed: 7 };
  expect(lowerNode('rows.sample', params, { inputs })['output']).toMatchObject({
    method: 'stratified',
    amount: { fraction: 0.1 },
    by: ['g'],
    seed: 7,
  });
});

test.each([
  [{}, ': Give either a number of rows or a fraction.'],
  [{ rows: 1, fraction: 0.5 }, ': Give either a number of rows or a fraction.'],
  [{ fraction: 2 }, 'fraction: Too big: expected number to be <=1'],
  [
    { rows: 1, method: 'stratified' },
    'by: Choose the columns of the strata, for a stratified sample alone.',
  ],
  [{ rows: 1, by: ['g'] }, 'by: Choose the columns of the strata, for a stratified sample alone.'],
])('%j is refused', (params, problem) => {
  expect(paramProblems('rows.sample', params)).toEqual([problem]);
});
