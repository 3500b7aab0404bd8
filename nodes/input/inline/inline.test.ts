import { expect, test } from 'vitest';
import { lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const literals = (type: string, cells: readonly unknown[]): unknown => {
  const { output } = lowerNode('input.inline', {
    columns: [{ name: 'a', type }],
    rows: cells.map((cell) => [cell]),
  });
  if (output?.kind !== 'scan' || output.source.format !== 'inline')
    throw new Error('no inline scan');
  return output.source.rows.map(([literal]) => literal?.value);
};

test('cells become literals of the column type', () => {
  const lowered = lowerNode('input.inline', {
    columns: [
      { name: 'id', type: 'int' },
      { name: 'name', type: 'varchar' },
    ],
    rows: [[1, null]],
  });
  expect(lowered).toEqual({
    output: {
      kind: 'scan',
      output: 'rows',
      source: {
        format: 'inline',
        columns: [
          { name: 'id', type: { kind: 'scalar', name: 'INTEGER' } },
          { name: 'name', type: { kind: 'scalar', name: 'VARCHAR' } },
        ],
        rows: [
          [
            { kind: 'literal', type: 'INTEGER', value: '1' },
            { kind: 'literal', type: 'VARCHAR', value: null },
          ],
        ],
      },
    },
  });
});

test.each([
  [
    'HUGEINT',
    ['170141183460469231731687303715884105727', 1],
    ['170141183460469231731687303715884105727', '1'],
  ],
  ['DOUBLE', [1e300, 'nan', 'Infinity', '-0.5'], ['1e+300', 'nan', 'Infinity', '-0.5']],
  ['VARCHAR', ["it's", 'ünï', ''], ["it's", 'ünï', '']],
  ['INTEGER[]', [[1, null], []], ['[1, NULL]', '[]']],
  ['VARCHAR[]', [['a, b', "o'c"]], ["['a, b', 'o\\'c']"]],
  ['STRUCT(a INTEGER, b VARCHAR)', [{ b: 'x' }], ["{'a': NULL, 'b': 'x'}"]],
  ['MAP(VARCHAR, INTEGER)', [{ k: 1 }], ["{'k'=1}"]],
])('%s takes %j', (type, cells, values) => {
  expect(literals(type, cells)).toEqual(values);
});

test.each([
  ['INTEGER', 1.5],
  ['INTEGER', 'one'],
  ['BOOLEAN', 1],
  ['DECIMAL(5,2)', 'nan'],
  ['INTEGER[]', 3],
  ['INTEGER[]', ['x']],
  ['STRUCT(a INTEGER)', { b: 1 }],
])('%s refuses %j, naming row and column', (type, cell) => {
  const problem = lowerProblem('input.inline', { columns: [{ name: 'a', type }], rows: [[cell]] });
  expect(problem).toMatchObject({ code: 'bad-value', param: 'rows[0][0]' });
  expect(problem.message).toMatch(/^Row 1: .* is no .* for "a"\.$/);
});

test.each([
  [{ columns: [] }, 'columns: Give at least one column.'],
  [
    {
      columns: [
        { name: 'a', type: 'INT' },
        { name: 'A', type: 'INT' },
      ],
    },
    'columns.1.name: Two columns are named "A": rename one of them.',
  ],
  [
    { columns: [{ name: 'a', type: 'INT' }], rows: [[1], [1, 2]] },
    'rows.1: Values in this row: 2; columns of the table: 1.',
  ],
])('%j is refused', (params, problem) => {
  expect(paramProblems('input.inline', params)).toEqual([problem]);
});
