/** Quantiles, medians and modes of all rows, by ranges: what DuckDB gives, to the last bit. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Call, Literal } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { AggregateCall, Relation } from '../contract/relation.ts';
import type { Column } from '../contract/schema.ts';
import { scalar } from '../contract/schema.ts';
import { formatRelation } from '../logical/explain.ts';
import { runPlan } from '../optimise/testing/run-plan.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { openNative } from '../testing/native.ts';
import { insertExchanges } from './insert-exchanges.ts';
import { planPhysical } from './plan-physical.ts';
import { rankOf } from './select-ranks.ts';
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
  exchangePartitionBytes: 600,
  coalesceBytes: 600,
  selectRanksBytes: 1000,
  singleSortBytes: 500,
};

const COLUMNS: readonly Column[] = [
  { name: 'id', type: scalar('INTEGER') },
  { name: 'i', type: scalar('BIGINT') },
  { name: 'x', type: scalar('DOUBLE') },
  { name: 'd', type: { kind: 'decimal', precision: 9, scale: 2 } },
  { name: 'day', type: scalar('DATE') },
  { name: 't', type: scalar('VARCHAR') },
];

const table = (rows: number): Relation =>
  rel.scan({
    format: 'inline',
    columns: COLUMNS,
    rows: Array.from({ length: rows }, (_, n): Literal[] => {
      const i = (n * 37) % 101;
      if (n % 11 === 3) return [ex.integer(n), ...COLUMNS.slice(1).map(() => ex.null('INTEGER'))];
      return [
        ex.integer(n),
        ex.bigint(n % 3 === 0 ? 50 : i * 1_000_003),
        ex.double(i / 7),
        ex.literal('DECIMAL(9,2)', (i / 4).toFixed(2)),
        ex.literal('DATE', `2024-0${1 + (i % 9)}-1${i % 8}`),
        ex.text(`t${i % 30}`),
      ];
    }),
  });

const decimal = (text: string): Literal =>
  ex.literal(`DECIMAL(${text.length - 1},${text.length - 2})`, text);

const quantile = (name: string, column: string, fraction: Literal): Call =>
  ex.call(name, ex.column(column), fraction);

const FRACTIONS = ['0.0', '0.1', '0.25', '0.333', '0.5', '0.9', '1.0'];

const callsOf = (column: string): AggregateCall[] => {
  const kinds = column === 't' ? ['quantile_disc'] : ['quantile_disc', 'quantile_cont'];
  const calls = kinds.flatMap((kind) =>
    FRACTIONS.flatMap((text) => [
      quantile(kind, column, decimal(text)),
      quantile(kind, column, ex.double(Number(text))),
    ]),
  );
  const all = [...calls, ex.call('median', ex.column(column)), ex.call('count', ex.column(column))];
  if (column !== 'x') all.push(ex.call('mode', ex.column(column)));
  return all.map((call, i) => ({ name: `a${i}`, call }));
};

async function expectSame(relation: Relation, splitRows: number): Promise<PhysicalRunner> {
  const runner = new PhysicalRunner(native, SIZING);
  const [rows] = await runner.run(await runner.split([relation], splitRows));
  const expected = await runPlan(native, relation);
  if (!expected.ok) throw new Error(expected.message);
  expect(rows).toEqual(expected.rows);
  return runner;
}

test.each(['i', 'x', 'd', 'day', 't'])('ranks of all values of %s', async (column) => {
  const runner = await expectSame(rel.aggregate(table(120), [], callsOf(column)), 17);
  expect(runner.exchanges).toContain('range');
});

test.each([30, 31, 32])('ranks of %d rows', async (rows) => {
  await expectSame(rel.aggregate(table(rows), [], callsOf('x')), 4);
});

test('a filter, no values at all, and few of them', async () => {
  const some: Call = {
    ...ex.call('median', ex.column('x')),
    filter: ex.binary('>', ex.column('id'), ex.integer(20)),
  };
  const none = { ...some, filter: ex.binary('<', ex.column('id'), ex.integer(0)) };
  const few = { ...some, filter: ex.binary('<', ex.column('id'), ex.integer(3)) };
  const mode = { ...ex.call('mode', ex.column('t')), filter: none.filter };
  const calls = [some, none, few, mode, ex.call('max', ex.column('x'))];
  await expectSame(
    rel.aggregate(
      table(100),
      [],
      calls.map((call, i) => ({ name: `a${i}`, call })),
    ),
    9,
  );
});

test('the plan, and what stays in one piece', async () => {
  const runner = new PhysicalRunner(native, SIZING);
  const [input = table(1)] = await runner.split([table(60)], 10);
  const planned = async (calls: readonly Call[], from = input): Promise<string> => {
    const items = calls.map((call, i) => ({ name: `a${i}`, call }));
    const plan = await planPhysical([rel.aggregate(from, [], items)], runner.context);
    return formatRelation(insertExchanges(plan, runner.context));
  };
  const median = ex.call('median', ex.column('x'));
  const text = [
    await planned([median, ex.call('max', ex.column('x'))]),
    await planned(
      [ex.call('mode', ex.column('t'))],
      rel.filter(input, ex.isNotNull(ex.column('i'))),
    ),
    await planned([median, ex.call('list', ex.column('x'))]),
    await planned([{ ...median, distinct: true }]),
    await planned([ex.call('mode', ex.column('x'))]),
  ].join('\n\n');
  expect(text).toMatchSnapshot();
});

test('a rank is where DuckDB looks for it', () => {
  const cont = quantile('quantile_cont', 'x', ex.double(0.25));
  expect(rankOf(cont, 6)).toEqual({ rank: 1, towardsNext: 0.25 });
  const disc = (fraction: Literal): number =>
    rankOf(quantile('quantile_disc', 'x', fraction), 10).rank;
  expect(['0.0', '0.1', '0.11', '0.95', '1.0'].map((text) => disc(decimal(text)))).toEqual([
    0, 0, 1, 9, 9,
  ]);
});
