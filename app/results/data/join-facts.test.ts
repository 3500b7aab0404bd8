import { expect, test } from 'vitest';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { registry } from '../../../nodes/registry.ts';
import { fanOut, joinFacts, joinOutputs } from './join-facts.ts';

const DOCUMENT: PipelineDocument = {
  format: 'sluice/1',
  name: 'Join',
  parameters: {},
  nodes: {
    orders: { type: 'input.csv', params: { path: 'orders.csv' } },
    late: { type: 'rows.filter', inputs: { input: 'orders' }, params: { condition: 'late' } },
    people: { type: 'input.csv', params: { path: 'people.csv' } },
    both: {
      type: 'combine.join',
      inputs: { left: 'late', right: 'people' },
      params: { type: 'left', on: [{ left: 'id', right: 'id' }] },
    },
  },
};

const OUTPUTS = {
  left: 'late.kept',
  output: 'both.output',
  leftUnmatched: 'both.left_unmatched',
  rightUnmatched: 'both.right_unmatched',
};

test('a join is told by its left input and its three outputs', () => {
  expect(joinOutputs(DOCUMENT, 'both', registry)).toEqual(OUTPUTS);
  expect(joinOutputs(DOCUMENT, 'late', registry)).toBeUndefined();
  expect(joinOutputs(DOCUMENT, 'gone', registry)).toBeUndefined();
});

test('facts are there when all is counted', () => {
  const counts = new Map([
    ['late.kept', 200],
    ['both.output', 500],
    ['both.left_unmatched', 3],
  ]);
  expect(joinFacts(OUTPUTS, counts)).toBeUndefined();
  const facts = joinFacts(OUTPUTS, counts.set('both.right_unmatched', 0));
  expect(facts).toEqual({ left: 200, output: 500, leftUnmatched: 3, rightUnmatched: 0 });
  expect(facts && fanOut(facts)).toBe(2.5);
  expect(fanOut({ left: 0, output: 0, leftUnmatched: 0, rightUnmatched: 4 })).toBeUndefined();
});
