import { expect, test } from 'vitest';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ id: 'INTEGER', tags: 'VARCHAR[]', pair: 'INTEGER[2]' }) };

test('empty lists go unless kept; the position is optional', () => {
  expect(lowerNode('rows.explode', { column: 'Tags' }, { inputs })).toEqual({
    output: { kind: 'unnest', input: inputs.input.relation, column: 'tags', keepEmpty: false },
  });
  const params = { column: 'pair', keep_empty: true, position_name: 'n' };
  expect(lowerNode('rows.explode', params, { inputs })['output']).toMatchObject({
    column: 'pair',
    keepEmpty: true,
    positionName: 'n',
  });
});

test.each([
  [{ column: 'id' }, 'not-a-list', 'column'],
  [{ column: 'nope' }, 'unknown-column', 'column'],
  [{ column: 'tags', position_name: 'ID' }, 'duplicate-column', 'position_name'],
])('%j fails with %s', (params, code, param) => {
  expect(lowerProblem('rows.explode', params, { inputs })).toMatchObject({ code, param });
});

test('a column is needed', () => {
  expect(paramProblems('rows.explode', {})).toEqual([
    'column: Invalid input: expected string, received undefined',
  ]);
});
