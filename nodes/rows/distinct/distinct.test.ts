import { expect, test } from 'vitest';
import { ex } from '../../../engine/contract/expression.ts';
import { inputOf, lowerNode, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ a: 'INTEGER', b: 'VARCHAR' }) };

test('by all columns; the other port has the rows left out', () => {
  const parts = { kind: 'distinct', input: inputs.input.relation, keep: 'first', order: [] };
  expect(lowerNode('rows.distinct', {}, { inputs })).toEqual({
    output: { ...parts, output: 'kept' },
    duplicates: { ...parts, output: 'duplicates' },
  });
});

test('by keys with an order', () => {
  const params = { keys: ['A'], keep: 'last', order: [{ column: 'b' }] };
  expect(lowerNode('rows.distinct', params, { inputs })['output']).toMatchObject({
    keys: ['a'],
    keep: 'last',
    order: [ex.key(ex.column('b'))],
  });
});

test.each([
  [{ keys: [] }, 'keys: Choose at least one column, or none at all.'],
  [
    { order: [{ column: 'a' }] },
    'order: Choose key columns first: rows that are equal in all columns have no order.',
  ],
])('%j is refused', (params, problem) => {
  expect(paramProblems('rows.distinct', params)).toEqual([problem]);
});
