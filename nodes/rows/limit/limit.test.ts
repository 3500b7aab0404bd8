import { expect, test } from 'vitest';
import { ex } from '../../../engine/contract/expression.ts';
import { inputOf, lowerNode, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ a: 'INTEGER', g: 'VARCHAR' }) };

test('plain rows are a limit', () => {
  expect(lowerNode('rows.limit', { rows: 3, offset: 2 }, { inputs })).toEqual({
    output: { kind: 'limit', input: inputs.input.relation, rows: 3, offset: 2 },
  });
});

test('an order or groups make it a top-n', () => {
  const params = { rows: 1, per: ['G'], by: [{ column: 'a', direction: 'desc' }] };
  expect(lowerNode('rows.limit', params, { inputs })).toEqual({
    output: {
      kind: 'top-n',
      input: inputs.input.relation,
      per: [ex.column('g')],
      by: [ex.key(ex.column('a'), 'desc')],
      rows: 1,
      offset: 0,
    },
  });
  expect(lowerNode('rows.limit', { rows: 1, per: ['g'] }, { inputs })['output']).toMatchObject({
    kind: 'top-n',
    by: [],
  });
});

test.each([
  [{}, 'rows: Invalid input: expected number, received undefined'],
  [{ rows: -1 }, 'rows: Too small: expected number to be >=0'],
])('%j is refused', (params, problem) => {
  expect(paramProblems('rows.limit', params)).toEqual([problem]);
});
