import { expect, test } from 'vitest';
import { ex } from '../../../engine/contract/expression.ts';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ a: 'INTEGER', g: 'VARCHAR' }) };

test('numbers from 1 in the order of the input, as the last column', () => {
  expect(lowerNode('columns.record-id', {}, { inputs })).toEqual({
    output: {
      kind: 'window',
      input: inputs.input.relation,
      expressions: [
        {
          name: 'record_id',
          window: { kind: 'window', call: ex.call('row_number'), partitionBy: [], orderBy: [] },
        },
      ],
    },
  });
});

test('another start is added on top; groups count anew', () => {
  const params = { name: 'n', start: 0, per: ['g'], order: [{ column: 'a', direction: 'desc' }] };
  expect(lowerNode('columns.record-id', params, { inputs })['output']).toMatchObject({
    kind: 'project',
    columns: [
      { name: 'a' },
      { name: 'g' },
      { name: 'n', expression: ex.binary('+', ex.column('n'), ex.bigint(-1)) },
    ],
    input: {
      expressions: [
        { window: { partitionBy: [ex.column('g')], orderBy: [ex.key(ex.column('a'), 'desc')] } },
      ],
    },
  });
});

test('an existing name is an error', () => {
  expect(lowerProblem('columns.record-id', { name: 'A' }, { inputs })).toMatchObject({
    code: 'duplicate-column',
    param: 'name',
  });
});

test('a start that is no whole number is refused', () => {
  expect(paramProblems('columns.record-id', { start: 0.5 })).toEqual([
    'start: Invalid input: expected int, received number',
  ]);
});
