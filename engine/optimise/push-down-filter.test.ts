import { expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import type { Expression } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Join, JoinType, Relation } from '../contract/relation.ts';
import { pushDownFilter } from './push-down-filter.ts';
import { applied, customers, orders, testContext } from './testing/rule-tester.ts';

const c = ex.column;
const over = (column: string, value = 5): Expression =>
  ex.binary('>', c(column), ex.integer(value));
/** May raise an error. */
const failing = (column: string): Expression =>
  ex.binary('=', ex.cast(ex.cast(c(column), 'VARCHAR'), 'INTEGER'), ex.integer(1));

const push = (input: Relation, ...parts: Expression[]): string =>
  applied(pushDownFilter, rel.filter(input, ex.and(...parts)));

const join = (type: JoinType, options: Partial<Join> = {}): Join =>
  rel.join({
    left: orders(),
    right: customers(),
    type,
    on: [{ left: c('customer'), right: c('customer') }],
    columns: [
      { name: 'id', side: 'left', column: 'id' },
      { name: 'amount', side: 'left', column: 'amount' },
      ...(type === 'semi' || type === 'anti'
        ? []
        : [
            { name: 'who', side: 'right', column: 'customer' } as const,
            { name: 'active', side: 'right', column: 'active' } as const,
          ]),
    ],
    ...options,
  });

test('a project replaces the columns; sorts let everything through', () => {
  const input = rel.project(rel.sort(orders(), [ex.key(c('id'))]), [
    { name: 'double', expression: ex.binary('*', c('amount'), ex.integer(2)) },
  ]);
  expect(push(input, over('double'))).toMatchInlineSnapshot(`
    "project double := "amount" * 2
      sort "id" asc
        filter "amount" * 2 > 5
          scan orders"
  `);
});

test('a literal column keeps its type when it is put into a condition', () => {
  const input = rel.project(orders(), [{ name: 'one', expression: ex.integer(1) }]);
  expect(push(input, over('one'))).toMatchInlineSnapshot(`
    "project one := 1
      filter CAST(1 AS INTEGER) > 5
        scan orders"
  `);
});

test('what cannot be computed twice or elsewhere stays', () => {
  const random = rel.project(orders(), [
    { name: 'r', expression: ex.call('random') },
    { name: 'id', expression: c('id') },
  ]);
  expect(push(random, over('r'), over('id'))).toMatchInlineSnapshot(`
    "filter "r" > 5
      project r := random(), id
        filter "id" > 5
          scan orders"
  `);
  const numbered = rel.project(orders(), [
    { name: 'id', expression: c('id') },
    {
      name: 'n',
      expression: {
        kind: 'window',
        call: ex.call('row_number'),
        partitionBy: [],
        orderBy: [],
      },
    },
  ]);
  expect(push(numbered, over('id'))).toMatchInlineSnapshot(`
    "filter "id" > 5
      project id, n := row_number() OVER ()
        scan orders"
  `);
});

test('a union takes the filter into every branch, by position', () => {
  const union = rel.union([
    rel.select(orders(), ['id']),
    rel.project(customers(), [{ name: 'other', expression: c('customer') }]),
  ]);
  expect(push(union, over('id'))).toMatchInlineSnapshot(`
    "union
      project id
        filter "id" > 5
          scan orders
      project other := "customer"
        filter "customer" > 5
          scan customers"
  `);
});

test('a union of different types, or of types not known yet, keeps the filter above', () => {
  const union = rel.union([orders(), orders()]);
  const plan = rel.filter(union, over('id'));
  const context = testContext({ schemaOf: () => undefined });
  expect(pushDownFilter.apply([plan], context)).toEqual([plan]);
});

test.each(['inner', 'left', 'right', 'full', 'semi', 'anti', 'cross'] as const)(
  '%s join',
  (type) => {
    const right = type === 'semi' || type === 'anti' ? [] : [over('who')];
    expect(push(join(type), over('amount'), ...right)).toMatchSnapshot();
  },
);

test.each(['inner', 'left', 'right', 'full', 'semi', 'anti'] as const)(
  'condition of a %s join',
  (type) => {
    const one = ex.binary('>', c('amount', 'left'), ex.integer(1));
    const other = ex.binary('=', c('active', 'right'), ex.boolean(true));
    const both = ex.binary('<', c('id', 'left'), c('customer', 'right'));
    expect(
      applied(pushDownFilter, join(type, { condition: ex.and(one, other, both) })),
    ).toMatchSnapshot();
  },
);

test('an expectation is about all rows of its unique side', () => {
  expect(push(join('inner', { expect: 'many-to-one' }), over('amount'), over('who')))
    .toMatchInlineSnapshot(`
      "filter "who" > 5
        inner join on ("customer" = "customer"): l.id, l.amount, who := r.customer, r.active
          filter "amount" > 5
            scan orders
          scan customers"
    `);
});

test('a conjunct that may fail does not go below what removes rows', () => {
  expect(push(join('inner'), failing('amount'))).toMatchInlineSnapshot(`
    "filter CAST(CAST("amount" AS VARCHAR) AS INTEGER) = 1
      inner join on ("customer" = "customer"): l.id, l.amount, who := r.customer, r.active
        scan orders
        scan customers"
  `);
  expect(push(join('left'), failing('amount'))).toMatchInlineSnapshot(`
    "left join on ("customer" = "customer"): l.id, l.amount, who := r.customer, r.active
      filter CAST(CAST("amount" AS VARCHAR) AS INTEGER) = 1
        scan orders
      scan customers"
  `);
});

test('a conjunct that may fail does not go ahead of one that may guard it', () => {
  expect(push(join('left'), over('who'), failing('amount'))).toMatchInlineSnapshot(`
    "filter "who" > 5 AND CAST(CAST("amount" AS VARCHAR) AS INTEGER) = 1
      left join on ("customer" = "customer"): l.id, l.amount, who := r.customer, r.active
        scan orders
        scan customers"
  `);
  expect(push(join('left'), over('amount'), failing('amount'))).toMatchInlineSnapshot(`
    "left join on ("customer" = "customer"): l.id, l.amount, who := r.customer, r.active
      filter "amount" > 5 AND CAST(CAST("amount" AS VARCHAR) AS INTEGER) = 1
        scan orders
      scan customers"
  `);
});

test('aggregates let conditions on keys through', () => {
  const grouped = rel.aggregate(
    orders(),
    [{ name: 'year', expression: ex.call('year', c('day')) }],
    [{ name: 'n', call: ex.call('count') }],
  );
  expect(push(grouped, over('year'), over('n'))).toMatchInlineSnapshot(`
    "filter "n" > 5
      aggregate by (year := year("day")): n := count(*)
        filter year("day") > 5
          scan orders"
  `);
  const total = rel.aggregate(orders(), [], [{ name: 'n', call: ex.call('count') }]);
  expect(push(total, ex.boolean(false))).toMatchInlineSnapshot(`
    "filter false
      aggregate by (): n := count(*)
        scan orders"
  `);
});

test('windows let conditions on shared partition columns through', () => {
  const ranked = (partition: string) => ({
    name: `rank_${partition}`,
    window: {
      kind: 'window' as const,
      call: ex.call('rank'),
      partitionBy: [c('customer'), c(partition)],
      orderBy: [ex.key(c('amount'))],
    },
  });
  const window = rel.window(orders(), [ranked('day'), ranked('id')]);
  expect(push(window, over('customer'), over('id'))).toMatchInlineSnapshot(`
    "filter "id" > 5
      window rank_day := rank() OVER (PARTITION BY "customer", "day" ORDER BY "amount" ASC NULLS LAST), rank_id := rank() OVER (PARTITION BY "customer", "id" ORDER BY "amount" ASC NULLS LAST)
        filter "customer" > 5
          scan orders"
  `);
});

test('distinct and top-n let conditions on their groups through', () => {
  const distinct = rel.distinct({
    input: orders(),
    keys: ['customer'],
    keep: 'first',
    order: [],
    output: 'duplicates',
  });
  expect(push(distinct, over('customer'), over('id'), failing('customer'))).toMatchInlineSnapshot(`
      "filter "id" > 5 AND CAST(CAST("customer" AS VARCHAR) AS INTEGER) = 1
        distinct duplicates (customer)
          filter "customer" > 5
            scan orders"
    `);
  const top = rel.topN({
    input: orders(),
    per: [c('customer')],
    by: [ex.key(c('amount'))],
    rows: 3,
    offset: 0,
  });
  expect(push(top, over('customer'), over('id'))).toMatchInlineSnapshot(`
    "filter "id" > 5
      top 3 offset 0 per ("customer") by "amount" asc
        filter "customer" > 5
          scan orders"
  `);
});

test('unnest and unpivot let conditions on other columns through', () => {
  const unnest = rel.unnest(orders(), { column: 'day', keepEmpty: false, positionName: 'at' });
  expect(push(unnest, over('id'), over('day'), over('at'))).toMatchInlineSnapshot(`
    "filter "day" > 5 AND "at" > 5
      unnest day at at
        filter "id" > 5
          scan orders"
  `);
  const unpivot = rel.unpivot(orders(), {
    columns: ['amount', 'customer'],
    nameTo: 'name',
    valueTo: 'value',
    dropNulls: true,
  });
  expect(push(unpivot, over('id'), over('value'))).toMatchInlineSnapshot(`
    "filter "value" > 5
      unpivot amount, customer to name, value
        filter "id" > 5
          scan orders"
  `);
});

test('limits, samples, queries and shared relations keep the filter above', () => {
  const stuck: Relation[] = [
    rel.limit(orders(), 5),
    rel.sample(orders(), { method: 'random', amount: { fraction: 0.5 }, by: [], seed: 1 }),
    orders(),
  ];
  for (const input of stuck) {
    const plan = rel.filter(input, over('id'));
    expect(pushDownFilter.apply([plan], testContext())[0]).toBe(plan);
  }
  const shared = rel.select(orders(), ['id']);
  const roots = [rel.filter(shared, over('id')), shared];
  expect(pushDownFilter.apply(roots, testContext())).toBe(roots);
});

test('conjuncts go on through several relations and join those on their way', () => {
  const below = rel.filter(rel.sort(orders(), [ex.key(c('id'))]), over('amount'));
  expect(push(rel.select(below, ['id', 'customer']), over('id'))).toMatchInlineSnapshot(`
    "project id, customer
      sort "id" asc
        filter "amount" > 5 AND "id" > 5
          scan orders"
  `);
});
