import { expect, test } from 'vitest';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const orders = inputOf({ a: 'INTEGER' }, 'orders');
const late = { ...inputOf({ b: 'INTEGER' }, 'late'), port: 'kept' };
const rest = { ...late, port: 'dropped' };
const query = 'SELECT * FROM orders';

test('inputs are tables named by their step', () => {
  expect(lowerNode('code.sql', { query }, { inputs: { inputs: [orders, late] } })).toEqual({
    output: {
      kind: 'sql',
      inputs: [
        { name: 'orders', relation: orders.relation },
        { name: 'late', relation: late.relation },
      ],
      query,
      param: 'query',
      perPartition: false,
    },
  });
});

test('two outputs of one step are told apart by port', () => {
  const { output } = lowerNode('code.sql', { query }, { inputs: { inputs: [late, rest, orders] } });
  expect(output).toMatchObject({
    inputs: [{ name: 'late_kept' }, { name: 'late_dropped' }, { name: 'orders' }],
  });
});

test('per partition takes one input', () => {
  const params = { query, per_partition: true };
  expect(lowerNode('code.sql', params, { inputs: { inputs: [orders] } })['output']).toMatchObject({
    perPartition: true,
  });
  expect(lowerProblem('code.sql', params, { inputs: { inputs: [orders, late] } })).toMatchObject({
    code: 'per-partition-needs-one-input',
  });
});

test('a query is needed', () => {
  expect(paramProblems('code.sql', {})).toEqual([
    'query: Invalid input: expected string, received undefined',
  ]);
});
