import { expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { eliminateTrivial } from './eliminate-trivial.ts';
import { maxRows } from './max-rows.ts';
import { applied, orders, testContext } from './testing/rule-tester.ts';

const c = ex.column;
const simplify = (plan: Relation): string => applied(eliminateTrivial, plan);
const unchanged = (plan: Relation): void => {
  expect(eliminateTrivial.apply([plan], testContext())[0]).toBe(plan);
};
const byId = [ex.key(c('id'))];
const kept = (input: Relation, keys?: readonly string[]) =>
  rel.distinct({
    input,
    ...(keys === undefined ? {} : { keys }),
    keep: 'first',
    order: [],
    output: 'kept',
  });

test('TRUE in a filter, a union of one and limits that cut nothing go', () => {
  expect(simplify(rel.filter(orders(), ex.boolean(true)))).toBe('scan orders');
  expect(simplify(rel.filter(orders(), ex.and(ex.boolean(true), ex.isNull(c('id'))))))
    .toMatchInlineSnapshot(`
    "filter "id" IS NULL
      scan orders"
  `);
  expect(simplify(rel.union([orders()]))).toBe('scan orders');
  const total = rel.aggregate(orders(), [], [{ name: 'n', call: ex.call('count') }]);
  expect(simplify(rel.limit(total, 1))).not.toContain('limit');
  unchanged(rel.limit(total, 0));
  unchanged(rel.limit(total, 1, 1));
  unchanged(rel.filter(orders(), ex.boolean(false)));
});

test('a sort below an aggregate goes, unless an aggregate sees the order', () => {
  const over = (call: string): Relation =>
    rel.aggregate(
      rel.filter(rel.sort(orders(), byId), ex.isNotNull(c('day'))),
      [{ name: 'day', expression: c('day') }],
      [{ name: 'v', call: ex.call(call, c('amount')) }],
    );
  expect(simplify(over('max'))).toMatchInlineSnapshot(`
    "aggregate by (day): v := max("amount")
      filter "day" IS NOT NULL
        scan orders"
  `);
  unchanged(over('list'));
  unchanged(over('first'));
});

test('a sort below a sort goes where the outer keys include its own', () => {
  const inner = rel.sort(orders(), byId);
  expect(simplify(rel.sort(inner, [ex.key(c('day')), ex.key(c('id'), 'desc')])))
    .toMatchInlineSnapshot(`
    "sort "day" asc, "id" desc
      scan orders"
  `);
  // The inner one orders the ties of the outer one.
  unchanged(rel.sort(inner, [ex.key(c('day'))]));
});

test('a sort that feeds a limit, a window or a sink stays', () => {
  const sorted = rel.sort(orders(), byId);
  unchanged(rel.aggregate(rel.limit(sorted, 3), [], [{ name: 'n', call: ex.call('count') }]));
  unchanged(
    rel.aggregate(kept(sorted, ['day']), [], [{ name: 'n', call: ex.call('max', c('id')) }]),
  );
  unchanged(sorted);
});

test('distinct over rows that are distinct already goes', () => {
  expect(simplify(kept(kept(orders())))).toMatchInlineSnapshot(`
    "distinct kept (all)
      scan orders"
  `);
  expect(simplify(kept(rel.filter(kept(orders(), ['id']), ex.isNotNull(c('day'))))))
    .toMatchInlineSnapshot(`
    "filter "day" IS NOT NULL
      distinct kept (id)
        scan orders"
  `);
  unchanged(kept(kept(orders(), ['id', 'day']), ['id']));
  unchanged({ ...kept(kept(orders())), output: 'duplicates' });
});

test('the most rows that a relation can have', () => {
  expect(maxRows(orders())).toBe(Infinity);
  expect(maxRows(rel.union([rel.limit(orders(), 3), rel.limit(orders(), 4, 2)]))).toBe(7);
  expect(maxRows(rel.limit(rel.limit(orders(), 3), 9, 2))).toBe(1);
});
