import { expect, test } from 'vitest';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ id: 'INTEGER', g: 'VARCHAR' }) };
const connection = { credential: 'warehouse' };

test('adds rows by default, and changes them by key', () => {
  const target = { credential: 'warehouse', table: 't', create: true };
  expect(lowerNode('output.database', { connection, table: 't' }, { inputs })).toMatchObject({
    sink: { kind: 'sink', target: { ...target, mode: 'append', keys: [] } },
  });
  const upsert = { connection, table: 't', mode: 'upsert', keys: ['ID'], create: false };
  expect(lowerNode('output.database', upsert, { inputs })).toMatchObject({
    sink: { target: { ...target, mode: 'upsert', keys: ['id'], create: false } },
  });
});

test('keys are columns of the rows', () => {
  const params = { connection, table: 't', mode: 'upsert', keys: ['x'] };
  expect(lowerProblem('output.database', params, { inputs })).toMatchObject({
    code: 'unknown-column',
  });
});

test.each([
  [{ mode: 'upsert' }, 'keys: Name the columns that tell rows apart.'],
  [{ keys: ['id'] }, 'keys: Only "upsert" takes keys: clear them, or choose that mode.'],
  [{ mode: 'upsert', keys: ['a', 'A'] }, 'keys: A column is named twice: remove one of the two.'],
])('%j is refused', (params, problem) => {
  expect(paramProblems('output.database', { connection, table: 't', ...params })).toEqual([
    problem,
  ]);
});
