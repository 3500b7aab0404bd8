/** Groupings in two steps or in one, as a sample of the keys tells. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
import { formatRelation } from '../logical/explain.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { openNative } from '../testing/native.ts';
import { runPlan } from '../optimise/testing/run-plan.ts';
import { chooseGrouping } from './choose-grouping.ts';
import { insertExchanges } from './insert-exchanges.ts';
import { planPhysical } from './plan-physical.ts';
import { distinctShare, isOpenGrouping } from './sample-keys.ts';
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
  exchangePartitionBytes: 500,
  sampleKeysBytes: 1000,
  sampledKeys: 10,
  fewestSampledKeys: 5,
};

const table = (keys: number): Relation =>
  rel.scan({
    format: 'inline',
    columns: [
      { name: 'k', type: scalar('INTEGER') },
      { name: 'v', type: scalar('DOUBLE') },
    ],
    rows: Array.from({ length: 60 }, (_, i) => [ex.integer((i * 7) % keys), ex.double(i / 4)]),
  });

const grouped = (input: Relation): Relation =>
  rel.aggregate(
    input,
    [{ name: 'k', expression: ex.column('k') }],
    [
      { name: 'n', call: ex.call('count') },
      { name: 's', call: ex.call('sum', ex.column('v')) },
      { name: 'a', call: ex.call('avg', ex.column('v')) },
    ],
  );

const once = (input: Relation): Relation =>
  rel.distinct({ input, keys: ['k'], keep: 'first', order: [], output: 'kept' });

test.each([
  ['a grouping', grouped],
  ['a distinct', once],
])('%s of many rows is open until its keys were looked at', async (_, make) => {
  const runner = new PhysicalRunner(native, SIZING);
  const [input = table(3)] = await runner.split([table(3)], 10);
  const [planned] = await planPhysical([make(input)], runner.context);
  const open = planned as Relation;
  if (!isOpenGrouping(open)) throw new Error('not open');
  const plans = [
    insertExchanges([open], runner.context),
    insertExchanges([await chooseGrouping(open, 0.5, runner.context)], runner.context),
    insertExchanges([await chooseGrouping(open, 0.51, runner.context)], runner.context),
  ];
  // Every runner names its tables anew.
  expect(
    plans
      .map((plan) => formatRelation(plan))
      .join('\n\n')
      .replace(/source_\d+/g, 't'),
  ).toMatchSnapshot();
});

test.each([
  ['few keys', 3, 'in two'],
  ['keys of their own', 60, 'whole'],
])('rows with %s give what one task gives', async (_, keys, chosen) => {
  const runner = new PhysicalRunner(native, SIZING);
  for (const make of [grouped, once]) {
    const relation = make(table(keys));
    const [rows = []] = await runner.run(await runner.split([relation], 10));
    const expected = await runPlan(native, relation);
    const sorted = (list: readonly unknown[]): string[] =>
      list.map((row) => JSON.stringify(row)).sort();
    expect(expected.ok && sorted(expected.rows)).toEqual(sorted(rows));
    expect(runner.exchanges).toContain(chosen);
  }
});

test('small inputs and groupings of one key are not looked at', async () => {
  const runner = new PhysicalRunner(native, { ...SIZING, sampleKeysBytes: 100_000 });
  const [input = table(3)] = await runner.split([table(3)], 10);
  const plan = await planPhysical([grouped(input), rel.aggregate(input, [], [])], runner.context);
  expect(formatRelation(plan)).not.toContain('open');
});

test('what the sample does not show is expected to go on as it began', () => {
  const sizing = { ...DEFAULT_SIZING, sampledKeys: 50_000, fewestSampledKeys: 1_000 };
  const share = (keys: number, sampled: number, rows: number): number =>
    distinctShare(keys, sampled, rows, sizing);
  expect(share(50_000, 50_000, 400_000)).toBe(1);
  expect(share(900, 900, 900), 'too few rows to tell').toBe(0);
  expect(share(3_000, 4_000, 4_000), 'all rows were seen').toBe(0.75);
  expect(share(10, 50_000, 400_000)).toBeLessThan(0.001);
  // 50,000 keys, equally likely: of 50,000 rows 63 % have a key of their own, of 400,000 rows 12 %.
  expect(share(31_606, 50_000, 400_000)).toBeCloseTo(0.125, 3);
});
