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
  [{ path: 'a', columns: [] }, 'columns: name at least one column'],
  [{ path: 'a', columns: ['x', 'X'] }, 'columns: a column stands twice'],
  [{ path: 5 }, 'path: give a path, a glob or a list of them'],
])('%j is refused', (params, problem) => {
  expect(paramProblems('input.parquet', params)).toEqual([problem]);
});
