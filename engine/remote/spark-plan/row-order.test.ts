import { expect, test } from 'vitest';
import type { NodeId } from '../../contract/ids.ts';
import { sx } from '../../spark/expression.ts';
import type { Frame, SparkStep } from '../../spark/frame.ts';
import { isOrdered } from './row-order.ts';

const rows: Frame = { kind: 'step', name: 'source_1' };
const sorted: Frame = {
  kind: 'sort',
  input: rows,
  by: [{ expression: sx.column('a'), direction: 'asc', nulls: 'last' }],
};
const STEPS: readonly SparkStep[] = [
  { name: 'sorted', node: 'sorted' as NodeId, frame: sorted },
  {
    name: 'kept',
    node: 'kept' as NodeId,
    frame: { kind: 'limit', input: { kind: 'step', name: 'sorted' }, rows: 3, offset: 0 },
  },
];

test.each<[what: string, frame: Frame, ordered: boolean]>([
  ['a sort', sorted, true],
  ['the first rows of a sorted step', { kind: 'step', name: 'kept' }, true],
  ['a filter of it', { kind: 'filter', input: sorted, condition: sx.boolean(true) }, true],
  ['rows as they come', rows, false],
  ['rows that are equal once', { kind: 'distinct', input: sorted }, false],
])('%s: %s', (_, frame, ordered) => {
  expect(isOrdered(frame, STEPS)).toBe(ordered);
});
