/** Data of which one value holds most rows: partitions stay balanced, results stay the same. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Join, Relation } from '../contract/relation.ts';
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
  skewedBytes: 2000,
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

/** Eight of ten rows have one key; the others have each their own, every tenth of them null. */
const hot = (i: number): number | null => (i % 10 < 8 ? 7 : i % 100 === 8 ? null : i);

const joined = (type: Join['type'], changes: Partial<Join> = {}): Relation =>
  rel.join({
    left: table(hot),
    // Keys 7 and 0 to 39: the hot one is there twice, most others not at all.
    right: table((i) => (i === 40 ? 7 : i), 41),
    type,
    on: [{ left: ex.column('k'), right: ex.column('k') }],
    columns: [
      { name: 'k', side: 'left', column: 'k' },
      { name: 'id', side: 'left', column: 'id' },
      ...(type === 'semi' || type === 'anti'
        ? []
        : [{ name: 'other', side: 'right' as const, column: 'id' }]),
    ],
    ...changes,
  });

const inAnyOrder = (rows: readonly unknown[]): string[] =>
  rows.map((row) => JSON.stringify(row)).sort();

const runBoth = async (relation: Relation, sizing = SIZING): Promise<PhysicalRunner> => {
  const runner = new PhysicalRunner(native, sizing);
  const [rows = []] = await runner.run(await runner.split([relation], 7));
  const expected = await runPlan(native, relation);
  if (!expected.ok) throw new Error(expected.message);
  expect(inAnyOrder(rows)).toEqual(inAnyOrder(expected.rows));
  return runner;
};

const largestShare = (rows: readonly number[]): number =>
  Math.max(...rows) / rows.reduce((sum, count) => sum + count, 0);

test.each(['inner', 'left', 'semi', 'anti'] as const)(
  'the hot key of an %s join is spread over tasks',
  async (type) => {
    const runner = await runBoth(joined(type));
    const [left] = runner.storedRows.filter(({ kind }) => kind === 'hash');
    expect(largestShare(left?.rows ?? [])).toBeGreaterThan(0.75);
    expect(largestShare(runner.rowsRead)).toBeLessThan(0.2);
  },
);

test.each(['right', 'full'] as const)(
  'the hot key of a %s join stays in one task',
  async (type) => {
    const runner = await runBoth(joined(type));
    expect(largestShare(runner.rowsRead)).toBeGreaterThan(0.75);
  },
);

const byKey = [{ name: 'k', expression: ex.column('k') }];

test.each<[string, () => Relation]>([
  [
    'a grouping in two steps',
    () => rel.aggregate(joined('inner'), byKey, [{ name: 'n', call: ex.call('count') }]),
  ],
  [
    'a grouping of whole groups',
    () =>
      rel.aggregate(joined('left'), byKey, [
        { name: 'm', call: ex.call('median', ex.column('id')) },
      ]),
  ],
  [
    'first rows of groups',
    () =>
      rel.topN({
        input: joined('left'),
        per: [ex.column('k')],
        by: [ex.key(ex.column('id')), ex.key(ex.column('other'))],
        rows: 2,
        offset: 0,
      }),
  ],
])('rows of a skewed join meet again in %s', async (_, make) => {
  const runner = await runBoth(make());
  expect(runner.storedRows.filter(({ kind }) => kind === 'hash')).toHaveLength(3);
});

test('both sides of a self join are read by their own slices', async () => {
  const self = table(hot);
  await runBoth(joined('inner', { left: self, right: self }));
});

test.each<[string, (input: Relation) => Relation]>([
  [
    'a grouping',
    (input) => rel.aggregate(input, byKey, [{ name: 's', call: ex.call('sum', ex.column('id')) }]),
  ],
  [
    'a distinct',
    (input) => rel.distinct({ input, keys: ['k'], keep: 'last', order: [], output: 'kept' }),
  ],
])('%s of rows as they are gets its partial step when one key is hot', async (_, make) => {
  // The first rows have keys of their own, and so the sample is mistaken.
  const relation = make(table((i) => (i < 20 ? i : (hot(i) ?? i))));
  const runner = await runBoth(relation, {
    ...SIZING,
    sampleKeysBytes: 0,
    sampledKeys: 7,
    fewestSampledKeys: 1,
  });
  expect(runner.exchanges).toContain('whole');
  const [raw, partial] = runner.storedRows.filter(({ kind }) => kind === 'hash');
  expect(largestShare(raw?.rows ?? [])).toBeGreaterThan(0.6);
  expect(largestShare(partial?.rows ?? [])).toBeLessThan(0.5);
});
