import { expect, test } from 'vitest';
import { emptyDocument } from '../../../engine/document/schema.ts';
import { registry } from '../../../nodes/registry.ts';
import { balances, isCounted, outputsOf } from './conservation.ts';

const document = {
  ...emptyDocument('Flights'),
  nodes: {
    data: { type: 'input.csv', params: { path: 'a.csv', on_bad_row: 'reject' } },
    late: { type: 'rows.filter', inputs: { input: 'data' }, params: { condition: 'x' } },
    sorted: { type: 'rows.sort', inputs: { input: 'late.dropped' }, params: { by: [] } },
  },
};
const of = (counts: Record<string, number>) =>
  balances(document, Object.keys(document.nodes), new Map(Object.entries(counts)), registry);

test('steps that part their rows, with the sum', () => {
  const found = of({ 'data.output': 90, 'data.rejects': 10, 'late.kept': 30, 'late.dropped': 60 });
  expect(
    found.map(({ node, rowsIn, balanced, rejects }) => [node, rowsIn, balanced, rejects]),
  ).toEqual([
    ['data', undefined, undefined, true],
    ['late', 90, true, false],
  ]);
  expect(found[0]?.outputs).toEqual([
    { port: 'output', rows: 90 },
    { port: 'rejects', rows: 10 },
  ]);
});

test('a sum that does not add up is told, one with gaps is not', () => {
  expect(of({ 'data.output': 90, 'late.kept': 30, 'late.dropped': 59 })[1]?.balanced).toBe(false);
  expect(of({ 'data.output': 90, 'late.kept': 30 })[1]?.balanced).toBeUndefined();
});

test('what has to be counted for the sums, each output once', () => {
  const found = of({ 'data.output': 90 });
  expect(outputsOf(found)).toEqual(['data.output', 'data.rejects', 'late.kept', 'late.dropped']);
  expect(found.map(isCounted)).toEqual([false, false]);
  expect(
    of({ 'data.output': 9, 'data.rejects': 1, 'late.kept': 3, 'late.dropped': 6 }).map(isCounted),
  ).toEqual([true, true]);
});
