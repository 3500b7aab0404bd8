import { expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import type { Expression } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
import { boundValue, compareBounds } from './bound-value.ts';
import { extractBounds } from './extract-bounds.ts';
import { joinSide } from './join-side.ts';
import { matchOnce } from './match-once.ts';
import { applied, customers, orders, testContext } from './testing/rule-tester.ts';
import { unshareScans } from './unshare-scans.ts';

const c = ex.column;
const bounds = (...parts: Expression[]): string =>
  applied(extractBounds, rel.filter(orders(), ex.and(...parts)));

test('comparisons, BETWEEN and IN become bounds; the filter stays', () => {
  expect(
    bounds(
      ex.binary('<', ex.integer(7), c('ID')),
      {
        kind: 'between',
        operand: c('day'),
        low: ex.text('2024-01-01'),
        high: ex.cast(ex.text('2024-02-01'), 'DATE'),
        negated: false,
      },
      {
        kind: 'in',
        operand: c('customer'),
        list: [ex.integer(10), ex.integer(9), { kind: 'unary', op: '-', operand: ex.integer(3) }],
        negated: false,
      },
    ),
  ).toMatchInlineSnapshot(`
    "filter 7 < "ID" AND "day" BETWEEN '2024-01-01' AND CAST('2024-02-01' AS DATE) AND "customer" IN (10, 9, -(3))
      scan orders where id > 7 and day >= DATE '2024-01-01' and day <= DATE '2024-02-01' and customer >= -3 and customer <= 10"
  `);
});

test('what is not a plain comparison of exactly comparable types gives no bound', () => {
  const parts: Expression[] = [
    ex.or(ex.binary('>', c('id'), ex.integer(1)), ex.binary('>', c('id'), ex.integer(2))),
    ex.binary('>', ex.binary('+', c('id'), ex.integer(1)), ex.integer(2)),
    ex.binary('=', c('id'), ex.text('5')),
    ex.binary('=', c('id'), ex.double(5)),
    ex.binary('=', c('day'), ex.text('2024-1-1')),
    ex.binary('=', c('id'), ex.null('BIGINT')),
    ex.binary('<>', c('id'), ex.integer(1)),
    { kind: 'in', operand: c('id'), list: [ex.integer(1), c('customer')], negated: false },
  ];
  for (const part of parts) {
    const roots = [rel.filter(orders(), part)];
    expect(extractBounds.apply(roots, testContext())).toBe(roots);
  }
});

test('bounds are found once, and not for a scan that others read', () => {
  const filter = rel.filter(orders(), ex.binary('>', c('id'), ex.integer(1)));
  const once = extractBounds.apply([filter], testContext());
  expect(extractBounds.apply(once, testContext())).toBe(once);
  const shared = [filter, filter.input];
  expect(extractBounds.apply(shared, testContext())).toBe(shared);
});

test('bounds compare as the column does', () => {
  expect(boundValue(ex.text('2024-01-01'), scalar('TIMESTAMP'))?.value).toBe('2024-01-01 00:00:00');
  expect(boundValue(ex.literal('DECIMAL(3,1)', '1.5'), scalar('FLOAT'))).toBeUndefined();
  expect(boundValue(ex.literal('DECIMAL(3,1)', '1.5'), scalar('DOUBLE'))?.type).toBe('DOUBLE');
  expect(compareBounds(ex.integer(10), ex.integer(9))).toBeGreaterThan(0);
  expect(
    compareBounds(ex.literal('DECIMAL(3,2)', '-1.25'), ex.literal('DECIMAL(2,1)', '-1.3')),
  ).toBeGreaterThan(0);
  expect(compareBounds(ex.text('10'), ex.text('9'))).toBeLessThan(0);
  // Above the surrogates in code points, below them in UTF-16.
  expect(compareBounds(ex.text('\u{1F600}'), ex.text('\uFF5E'))).toBeGreaterThan(0);
});

test('the clearly smaller input of an inner join becomes the right one', () => {
  const join = rel.join({
    left: customers(),
    right: orders(),
    type: 'inner',
    on: [{ left: c('customer'), right: c('customer') }],
    condition: ex.binary('<', c('customer', 'left'), c('id', 'right')),
    columns: [
      { name: 'name', side: 'left', column: 'name' },
      { name: 'id', side: 'right', column: 'id' },
    ],
    expect: 'one-to-many',
  });
  expect(applied(joinSide, join)).toMatchInlineSnapshot(`
    "inner join on ("customer" = "customer") if r."customer" < l."id": r.name, l.id
      scan orders
      scan customers"
  `);
  const swapped = joinSide.apply([join], testContext());
  expect(swapped[0]).toMatchObject({ expect: 'many-to-one' });
  expect(joinSide.apply(swapped, testContext())).toBe(swapped);
  const outer = [{ ...join, type: 'left' as const }];
  expect(joinSide.apply(outer, testContext())).toBe(outer);
});

test('consumers of a Parquet scan get their own; a CSV stays shared', () => {
  const parquet = orders();
  const ids = rel.select(parquet, ['id']);
  expect(applied(unshareScans, [ids, rel.select(parquet, ['day'])])).toMatchInlineSnapshot(`
    "project id
      scan orders
    project day
      scan orders"
  `);
  const csv = rel.scan({ format: 'csv', paths: ['orders'], onBadRow: 'fail' });
  const roots = [rel.select(csv, ['id']), rel.select(csv, ['day'])];
  expect(unshareScans.apply(roots, testContext())).toEqual(roots);
  expect(applied(unshareScans, roots)).toContain('#1');
});

test('a semi join with a condition is an inner join where its keys are unique on the right', () => {
  const totals = rel.aggregate(
    orders(),
    [{ name: 'customer', expression: c('customer') }],
    [{ name: 'total', call: { kind: 'call', name: 'sum', args: [c('amount')] } }],
  );
  const semi = (right: Relation) =>
    rel.join({
      left: customers(),
      right,
      type: 'semi',
      on: [{ left: c('customer'), right: c('customer') }],
      condition: ex.binary('<', c('customer', 'left'), c('total', 'right')),
      columns: [{ name: 'name', side: 'left', column: 'name' }],
    });
  const counted = (relation: Relation) =>
    rel.aggregate(
      relation,
      [],
      [{ name: 'n', call: { kind: 'call', name: 'count_star', args: [] } }],
    );
  expect(applied(matchOnce, counted(semi(totals)))).toMatchInlineSnapshot(`
    "aggregate by (): n := count_star()
      inner join on ("customer" = "customer") if l."customer" < r."total": l.name
        scan customers
        aggregate by (customer): total := sum("amount")
          scan orders"
  `);
  // Of rows in an order, rows that match twice, and keys of other types, it stays.
  const mixed = testContext({
    schemaOf: (relation) =>
      relation === totals
        ? [{ name: 'customer', type: scalar('VARCHAR') }]
        : [{ name: 'customer', type: scalar('INTEGER') }],
  });
  for (const [roots, context] of [
    [[semi(totals)], testContext()],
    [[counted(semi(rel.filter(orders(), ex.binary('<', c('id'), ex.integer(9)))))], testContext()],
    [[counted(semi(totals))], mixed],
  ] as const) {
    expect(matchOnce.apply(roots, context)).toBe(roots);
  }
});
