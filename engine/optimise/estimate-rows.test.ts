import { expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
import { estimateBytes, estimateRows, selectivity } from './estimate-rows.ts';
import { customers, orders, ROWS } from './testing/rule-tester.ts';

const c = ex.column;
const rows = (relation: Relation): number =>
  estimateRows(relation, (scan: Scan) => ({
    rows: ('paths' in scan.source ? ROWS[scan.source.paths[0] ?? ''] : 0) ?? 0,
    bytes: 0,
  }));

test('scans, unions and limits are exact', () => {
  expect(rows(orders())).toBe(100_000);
  expect(rows(rel.union([orders(), customers()]))).toBe(100_100);
  expect(rows(rel.limit(customers(), 30, 90))).toBe(10);
  expect(rows(rel.aggregate(orders(), [], []))).toBe(1);
});

test('filters keep a share that depends on the comparison', () => {
  expect(selectivity(ex.binary('=', c('a'), ex.integer(1)))).toBe(0.1);
  expect(selectivity(ex.binary('<', c('a'), ex.integer(1)))).toBe(0.25);
  expect(selectivity(ex.boolean(true))).toBe(1);
  const range = ex.and(
    ex.binary('>', c('a'), ex.integer(1)),
    ex.binary('<', c('A'), ex.integer(9)),
    ex.binary('=', c('b'), ex.integer(9)),
  );
  expect(selectivity(range)).toBeCloseTo(0.025);
});

test('joins follow the larger input, groups about the root of the rows', () => {
  const on = [{ left: c('customer'), right: c('customer') }];
  const join = { left: orders(), right: customers(), on, columns: [] };
  expect(rows(rel.join({ ...join, type: 'inner' }))).toBe(100_000);
  expect(rows(rel.join({ ...join, type: 'cross', on: [] }))).toBe(10_000_000);
  expect(rows(rel.join({ ...join, type: 'semi' }))).toBe(50_000);
  const key = { name: 'customer', expression: c('customer') };
  expect(rows(rel.aggregate(orders(), [key], []))).toBe(317);
});

test('unknown sources count as large', () => {
  expect(estimateRows(orders(), () => undefined)).toBe(1_000_000);
});

test('bytes follow the types', () => {
  const schema = [
    { name: 'a', type: scalar('INTEGER') },
    { name: 'b', type: scalar('VARCHAR') },
  ];
  expect(estimateBytes(10, schema)).toBe(240);
});
