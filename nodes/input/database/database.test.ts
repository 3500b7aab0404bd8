import { expect, test } from 'vitest';
import { lowerNode, paramProblems } from '../../testing/lower-node.ts';

const connection = { credential: 'warehouse' };

test('reads a table or a query, whole or in ranges', () => {
  const scan = (source: object) => ({
    output: {
      kind: 'scan',
      source: { format: 'database', credential: 'warehouse', ...source },
      output: 'rows',
    },
  });
  expect(lowerNode('input.database', { connection, table: 'a.b' })).toEqual(scan({ table: 'a.b' }));
  const parts = { query: 'SELECT 1 AS x', partition_column: 'x', partitions: 3 };
  expect(lowerNode('input.database', { connection, ...parts })).toEqual(
    scan({ query: 'SELECT 1 AS x', partitionColumn: 'x', partitions: 3 }),
  );
});

test.each([
  [{ connection }, 'table: Give either a table or a query.'],
  [{ connection, table: 'a', query: 'b' }, 'table: Give either a table or a query.'],
  [
    { connection, table: 'a', partitions: 3 },
    'partitions: Ranges need a column: give "partition_column" too.',
  ],
  [
    { connection: { credential: 'postgres://u:p@h/d' }, table: 'a' },
    'connection.credential: Use small letters, digits, _ and -, a letter first.',
  ],
])('%j is refused', (params, problem) => {
  expect(paramProblems('input.database', params)).toEqual([problem]);
});
