import { expect, test } from 'vitest';
import type { Expression } from '../../../engine/contract/expression.ts';
import { ex } from '../../../engine/contract/expression.ts';
import { inputOf, lowerNode, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ a: 'INTEGER' }) };
const condition = ex.binary('>', ex.column('a'), ex.integer(1));

test('kept is where the condition is true, dropped all the rest, nulls included', () => {
  const lowered = lowerNode(
    'rows.filter',
    { condition: 'a > 1' },
    { inputs, expressions: { 'a > 1': condition } },
  );
  expect(lowered).toEqual({
    kept: { kind: 'filter', input: inputs.input.relation, condition },
    dropped: {
      kind: 'filter',
      input: inputs.input.relation,
      condition: ex.not(ex.call('coalesce', condition, ex.boolean(false))),
    },
  });
});

test('a window call in the condition is computed below and leaves no column', () => {
  const rank: Expression = { kind: 'window', call: ex.call('rank'), partitionBy: [], orderBy: [] };
  const lowered = lowerNode(
    'rows.filter',
    { condition: 'rank' },
    { inputs, expressions: { rank: ex.binary('<', rank, ex.integer(3)) } },
  );
  expect(lowered['kept']).toMatchObject({
    kind: 'project',
    columns: [{ name: 'a' }],
    input: {
      kind: 'filter',
      condition: ex.binary('<', ex.column('__window_0'), ex.integer(3)),
      input: { kind: 'window', expressions: [{ name: '__window_0', window: rank }] },
    },
  });
});

test('an empty condition is refused', () => {
  expect(paramProblems('rows.filter', { condition: '' })).toEqual([
    'condition: Too small: expected string to have >=1 characters',
  ]);
});
