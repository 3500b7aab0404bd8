import { expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { mergeFilters } from './merge-filters.ts';
import { mergeProjects } from './merge-projects.ts';
import { pushDownLimit } from './push-down-limit.ts';
import { applied, customers, orders, testContext } from './testing/rule-tester.ts';

const c = ex.column;
const unchanged = (rule: typeof mergeProjects, plan: Relation): void => {
  const roots = [plan];
  expect(rule.apply(roots, testContext())).toBe(roots);
};

test('projects merge; a literal keeps its type inside another expression', () => {
  const inner = rel.project(orders(), [
    { name: 'net', expression: ex.binary('*', c('amount'), ex.double(0.8)) },
    { name: 'one', expression: ex.integer(1) },
    { name: 'who', expression: c('customer') },
  ]);
  const outer = rel.project(inner, [
    { name: 'x', expression: ex.binary('+', c('net'), c('one')) },
    { name: 'one', expression: c('one') },
    { name: 'a', expression: c('who') },
    { name: 'b', expression: c('who') },
  ]);
  expect(applied(mergeProjects, outer)).toMatchInlineSnapshot(`
    "project x := "amount" * 0.8e0 + CAST(1 AS INTEGER), one := 1, a := "customer", b := "customer"
      scan orders"
  `);
});

test('projects stay apart where work or a random value would be repeated', () => {
  const use = (input: Relation): Relation =>
    rel.project(input, [
      { name: 'x', expression: c('v') },
      { name: 'y', expression: c('v') },
    ]);
  const value = (expression: Parameters<typeof ex.not>[0]) =>
    rel.project(orders(), [{ name: 'v', expression }]);
  unchanged(mergeProjects, use(value(ex.call('md5', c('day')))));
  unchanged(mergeProjects, rel.select(value(ex.call('random')), ['v']).input);
  const opaque = rel.project(value(c('amount')), [
    { name: 'o', expression: { kind: 'opaque', text: 'v::JSON', identifiers: ['v'] } },
  ]);
  unchanged(mergeProjects, opaque);
});

test('a project of all columns under their own names goes', () => {
  expect(
    applied(mergeProjects, rel.select(customers(), ['customer', 'name', 'active'])),
  ).toMatchInlineSnapshot(`"scan customers"`);
  unchanged(mergeProjects, rel.select(customers(), ['name', 'customer', 'active']));
});

test('filters merge, inner condition first, and equal conjuncts are kept once', () => {
  const inner = rel.filter(orders(), ex.and(ex.isNotNull(c('id')), ex.isNotNull(c('day'))));
  const outer = rel.filter(inner, ex.and(ex.isNotNull(c('amount')), ex.isNotNull(c('id'))));
  expect(applied(mergeFilters, outer)).toMatchInlineSnapshot(`
    "filter "id" IS NOT NULL AND "day" IS NOT NULL AND "amount" IS NOT NULL
      scan orders"
  `);
  const random = ex.binary('<', ex.call('random'), ex.double(0.5));
  expect(applied(mergeFilters, rel.filter(rel.filter(orders(), random), random)))
    .toMatchInlineSnapshot(`
    "filter random() < 0.5e0 AND random() < 0.5e0
      scan orders"
  `);
});

test('a limit goes below projects and turns a sort into a top-n', () => {
  const sorted = rel.sort(orders(), [ex.key(c('amount'), 'desc')]);
  const limited = rel.limit(rel.select(sorted, ['id']), 10, 5);
  expect(applied(pushDownLimit, limited)).toMatchInlineSnapshot(`
    "project id
      top 10 offset 5 per () by "amount" desc
        scan orders"
  `);
});

test('a limit over a limit keeps the range that both leave', () => {
  expect(applied(pushDownLimit, rel.limit(rel.limit(orders(), 10, 2), 20, 4)))
    .toMatchInlineSnapshot(`
    "limit 6 offset 6
      scan orders"
  `);
  expect(applied(pushDownLimit, rel.limit(rel.limit(orders(), 3, 2), 20, 4)))
    .toMatchInlineSnapshot(`
    "limit 0 offset 6
      scan orders"
  `);
});

test('branches of a union are limited too, once', () => {
  const plan = rel.limit(rel.union([orders(), rel.limit(orders(), 3)]), 10, 5);
  const once = pushDownLimit.apply([plan], testContext());
  expect(applied(pushDownLimit, plan)).toMatchInlineSnapshot(`
    "limit 10 offset 5
      union
        limit 15 offset 0
          scan orders
        limit 3 offset 0
          scan orders"
  `);
  expect(pushDownLimit.apply(once, testContext())).toBe(once);
});

test('a limit does not go below what chooses, multiplies or numbers rows', () => {
  const unnested = rel.project(orders(), [{ name: 'x', expression: ex.call('unnest', c('day')) }]);
  unchanged(pushDownLimit, rel.limit(rel.filter(orders(), ex.isNotNull(c('id'))), 3));
  unchanged(pushDownLimit, rel.limit(unnested, 3));
});
