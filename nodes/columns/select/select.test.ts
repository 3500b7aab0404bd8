import { expect, test } from 'vitest';
import { ex } from '../../../engine/contract/expression.ts';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ a: 'INTEGER', b: 'VARCHAR', c: 'DATE' }) };

test('orders, renames and casts; the rest is dropped or kept behind', () => {
  const columns = [
    { column: 'C', as: 'day' },
    { column: 'a', type: 'int8' },
  ];
  const listed = [
    { name: 'day', expression: ex.column('c') },
    { name: 'a', expression: ex.cast(ex.column('a'), 'BIGINT') },
  ];
  expect(lowerNode('columns.select', { columns }, { inputs })).toEqual({
    output: { kind: 'project', input: inputs.input.relation, columns: listed },
  });
  expect(
    lowerNode('columns.select', { columns, rest: 'keep' }, { inputs })['output'],
  ).toMatchObject({
    columns: [...listed, { name: 'b', expression: ex.column('b') }],
  });
});

test('one column may come twice under different names', () => {
  const columns = [{ column: 'a' }, { column: 'a', as: 'a2' }];
  expect(lowerNode('columns.select', { columns }, { inputs })['output']).toMatchObject({
    columns: [{ name: 'a' }, { name: 'a2' }],
  });
});

test('two columns of one name are an error at the second', () => {
  const columns = [{ column: 'a' }, { column: 'b', as: 'A' }];
  expect(lowerProblem('columns.select', { columns }, { inputs })).toMatchObject({
    code: 'duplicate-column',
    param: 'columns[1].as',
  });
  const kept = { columns: [{ column: 'a', as: 'b' }], rest: 'keep' };
  expect(lowerProblem('columns.select', kept, { inputs })).toMatchObject({ param: 'rest' });
});

test('an unknown column is an error', () => {
  expect(lowerProblem('columns.select', { columns: [{ column: 'z' }] }, { inputs })).toMatchObject({
    code: 'unknown-column',
    param: 'columns[0].column',
  });
});

test('an empty list is refused', () => {
  expect(paramProblems('columns.select', { columns: [] })).toEqual([
    'columns: Choose at least one column.',
  ]);
});
