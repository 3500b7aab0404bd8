import { expect, test } from 'vitest';
import { lowerNode, paramProblems } from '../../testing/lower-node.ts';

test('reads a table or a query of one file', () => {
  expect(
    lowerNode('input.database-file', { path: 'a.db', engine: 'sqlite', table: 't' }),
  ).toMatchObject({
    output: { source: { format: 'database-file', engine: 'sqlite', paths: ['a.db'], table: 't' } },
  });
});

test.each([
  [{ path: 'a', engine: 'duckdb' }, 'table: Give either a table or a query.'],
  [
    { path: 'a', engine: 'duckdb', table: 't', query: 'q' },
    'table: Give either a table or a query.',
  ],
])('%j is refused', (params, problem) => {
  expect(paramProblems('input.database-file', params)).toEqual([problem]);
});
