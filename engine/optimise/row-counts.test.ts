import { expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import type { Expression } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import type { RowCount } from './row-counts.ts';
import { createRowCounts, evaluateCount, solveCount, uncounted } from './row-counts.ts';
import { customers, orders } from './testing/rule-tester.ts';

const c = ex.column;
const big = ex.binary('>', c('amount'), ex.integer(10));
const dropped = (condition: Expression): Expression =>
  ex.not(ex.call('coalesce', condition, ex.boolean(false)));

const unknown = createRowCounts(() => undefined);
const hundred = createRowCounts(() => 100);
const nothing = (): undefined => undefined;
const rowsOf = (relation: Relation): number | undefined =>
  evaluateCount(hundred(relation), nothing);
const toCount = (count: RowCount): Relation[] => uncounted(count, () => false);

test('columns, order and windows change no count', () => {
  const input = orders();
  const windowed = rel.window(input, [
    {
      name: 'n',
      window: { kind: 'window', call: ex.call('row_number'), partitionBy: [], orderBy: [] },
    },
  ]);
  const shown = rel.sort(rel.select(windowed, ['n']), [ex.key(c('n'))]);
  expect(unknown(shown)).toEqual({ kind: 'counted', relation: input });
  expect(rowsOf(shown)).toBe(100);
});

test('a project that gives several rows for one is counted', () => {
  const exploded = rel.project(orders(), [
    { name: 'part', expression: ex.call('unnest', c('customer')) },
  ]);
  expect(hundred(exploded)).toEqual({ kind: 'counted', relation: exploded });
});

test('limits, unions, products and values of each row are arithmetic', () => {
  const input = orders();
  expect(rowsOf(rel.limit(input, 30))).toBe(30);
  expect(rowsOf(rel.limit(input, 30, 90))).toBe(10);
  expect(rowsOf(rel.limit(input, 30, 200))).toBe(0);
  expect(rowsOf(rel.union([input, rel.limit(input, 7), input]))).toBe(207);
  expect(rowsOf(rel.aggregate(input, [], []))).toBe(1);
  const long = { columns: ['id', 'amount'], nameTo: 'name', valueTo: 'value' };
  expect(rowsOf(rel.unpivot(input, { ...long, dropNulls: false }))).toBe(200);
  expect(rowsOf(rel.unpivot(input, { ...long, dropNulls: true }))).toBeUndefined();
  const cross = rel.join({
    left: input,
    right: customers(),
    type: 'cross',
    on: [],
    columns: [{ name: 'id', side: 'left', column: 'id' }],
  });
  expect(rowsOf(cross)).toBe(10_000);
});

test('what a filter drops is what it does not keep', () => {
  const input = orders();
  const left = hundred(rel.filter(input, dropped(big)));
  expect(toCount(left)).toEqual([rel.filter(input, big)]);
  expect(evaluateCount(left, () => 40)).toBe(60);
});

test('a negation of what may be null is counted itself', () => {
  const plain = rel.filter(orders(), ex.not(big));
  expect(hundred(plain)).toEqual({ kind: 'counted', relation: plain });
  const test = ex.or(ex.isNull(c('id')), ex.and(ex.isNotNull(c('day')), ex.isNull(c('amount'))));
  expect(toCount(hundred(rel.filter(orders(), ex.not(test))))).toEqual([
    rel.filter(orders(), test),
  ]);
});

test('duplicates are what a distinct does not keep; what has a partner is not left without one', () => {
  const input = orders();
  const distinct = { input, keys: ['id'], keep: 'first', order: [] } as const;
  const duplicates = hundred(rel.distinct({ ...distinct, output: 'duplicates' }));
  expect(toCount(duplicates)).toEqual([rel.distinct({ ...distinct, output: 'kept' })]);
  const join = {
    left: input,
    right: customers(),
    on: [{ left: c('customer'), right: c('customer') }],
    columns: [],
  };
  const matched = hundred(rel.join({ ...join, type: 'semi' }));
  expect(toCount(matched)).toEqual([rel.join({ ...join, type: 'anti' })]);
  expect(evaluateCount(matched, () => 12)).toBe(88);
});

test('a count that is known tells the one below it', () => {
  const input = orders();
  const kept = rel.filter(input, big);
  const left = rel.filter(input, dropped(big));
  const solve = (relation: Relation, rows: number, counts = hundred, found = nothing) =>
    solveCount(counts(relation), rows, found);
  expect(solve(rel.select(kept, ['id']), 30)).toEqual({ relation: kept, rows: 30 });
  expect(solve(left, 30)).toEqual({ relation: kept, rows: 70 });
  // Neither all rows nor those kept are known.
  expect(solve(left, 30, unknown)).toBeUndefined();
  expect(solveCount(unknown(left), 30, (part) => (part.kind === 'filter' ? 5 : undefined))).toEqual(
    { relation: input, rows: 35 },
  );
  // Ten rows of a limit of ten say nothing of those before it.
  expect(solve(rel.limit(kept, 10), 10)).toBeUndefined();
});

test('a plan whose parts are shared many times over is counted once', () => {
  let all: Relation = orders();
  for (let i = 0; i < 40; i += 1) all = rel.union([all, all]);
  expect(rowsOf(all)).toBe(100 * 2 ** 40);
  expect(toCount(unknown(all))).toHaveLength(1);
});
