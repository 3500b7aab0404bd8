import { expect, test } from 'vitest';
import { lowerNode, paramProblems } from '../../testing/lower-node.ts';

test('reads all columns, or the named ones in their order', () => {
  const source = { format: 'parquet', paths: ['a.parquet'] };
  expect(lowerNode('input.parquet', { path: 'a.parquet' })).toEqual({
    output: { kind: 'scan', source, output: 'rows' },
  });
  expect(lowerNode('input.parquet', { path: 'a.parquet', columns: ['b', 'a'] })).toEqual({
    output: { kind: 'scan', source, output: 'rows', columns: ['b', 'a'] },
  });
});

test.each([
  [{ path: 'a', columns: [] }, 'columns: Choose at least one column.'],
  [{ path: 'a', columns: ['x', 'X'] }, 'columns: A column is named twice: remove one of the two.'],
  [{ path: 5 }, 'path: Give a path, a glob or a list of them.'],
])('%j is refused', (params, problem) => {
  expect(paramProblems('input.parquet', params)).toEqual([problem]);
});
