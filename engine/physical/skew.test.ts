/** Data of which one value holds most rows: partitions stay balanced, results stay the same. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
import { runPlan } from '../optimise/testing/run-plan.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { openNative } from '../testing/native.ts';
import type { Sizing } from './sizing.ts';
import { DEFAULT_SIZING } from './sizing.ts';
import { PhysicalRunner } from './testing/run-physical.ts';

let native: NativeDuckDB;
beforeEach(async () => {
  native = await openNative();
});
afterEach(() => native.close());

const SIZING: Sizing = {
  ...DEFAULT_SIZING,
  broadcastBytes: 100,
  exchangePartitionBytes: 2000,
  coalesceBytes: 1000,
  singleSortBytes: 500,
};

const ROWS = 200;

/** Rows numbered by `id` in the order in which they come, with keys from 0. */
const table = (keyOf: (i: number) => number | null, rows = ROWS): Relation =>
  rel.scan({
    format: 'inline',
    columns: [
      { name: 'k', type: scalar('INTEGER') },
      { name: 'id', type: scalar('INTEGER') },
    ],
    rows: Array.from({ length: rows }, (_, i) => {
      const key = keyOf(i);
      return [key === null ? ex.null('INTEGER') : ex.integer(key), ex.integer(i)];
    }),
  });

test.each([
  ['all keys equal', () => 1],
  ['all keys null', () => null],
  ['most keys equal', (i: number) => (i % 5 === 0 ? i : 50)],
])('a sort with %s has balanced partitions, and ties keep their order', async (_, keyOf) => {
  const runner = new PhysicalRunner(native, SIZING);
  const relation = rel.sort(table(keyOf), [ex.key(ex.column('k'), 'desc')]);
  const [rows] = await runner.run(await runner.split([relation], 7));
  const expected = await runPlan(native, relation);
  expect(expected.ok && expected.rows).toEqual(rows);
  const ranges = runner.storedRows.find(({ kind }) => kind === 'range')?.rows ?? [];
  expect(ranges.length).toBe((ROWS * 100) / SIZING.exchangePartitionBytes);
  expect(Math.max(...ranges)).toBeLessThanOrEqual((2 * ROWS) / ranges.length);
});
