import { expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import { pruneColumns } from './prune-columns.ts';
import { applied, customers, orders, testContext } from './testing/rule-tester.ts';

const c = ex.column;
const prune = (...roots: Parameters<typeof applied>[1][]): string =>
  applied(pruneColumns, roots.flat());

test('a scan reads what is used, and filters keep their columns until the next step', () => {
  const late = rel.filter(orders(), ex.binary('>', c('amount'), ex.integer(5)));
  expect(prune(rel.select(late, ['id']))).toMatchInlineSnapshot(`
    "project id
      filter "amount" > 5
        scan orders [id, amount]"
  `);
});

test('counting rows reads the narrowest column', () => {
  const count = [{ name: 'n', call: ex.call('count') }];
  expect(prune(rel.aggregate(customers(), [], count))).toMatchInlineSnapshot(`
    "aggregate by (): n := count(*)
      scan customers [active]"
  `);
});

test('unused aggregates, windows and columns of a project are not computed', () => {
  const project = rel.project(orders(), [
    { name: 'a', expression: ex.call('abs', c('amount')) },
    { name: 'customer', expression: c('customer') },
    { name: 'unused', expression: c('day') },
  ]);
  const window = rel.window(project, [
    {
      name: 'rank',
      window: { kind: 'window', call: ex.call('rank'), partitionBy: [], orderBy: [] },
    },
  ]);
  const grouped = rel.aggregate(
    window,
    [{ name: 'customer', expression: c('customer') }],
    [
      { name: 'total', call: ex.call('sum', c('a')) },
      { name: 'least', call: ex.call('min', c('unused')) },
    ],
  );
  expect(prune(rel.select(grouped, ['total']))).toMatchInlineSnapshot(`
    "project total
      aggregate by (customer): total := sum("a")
        project a := abs("amount"), customer
          scan orders [customer, amount]"
  `);
});

test('a join outputs and takes only what is needed; its inputs are narrowed', () => {
  const join = rel.join({
    left: rel.filter(orders(), ex.isNotNull(c('day'))),
    right: customers(),
    type: 'left',
    on: [{ left: c('customer'), right: c('customer') }],
    condition: ex.binary('>', c('amount', 'left'), ex.integer(1)),
    columns: [
      { name: 'id', side: 'left', column: 'id' },
      { name: 'day', side: 'left', column: 'day' },
      { name: 'name', side: 'right', column: 'name' },
    ],
  });
  expect(prune(rel.select(join, ['name', 'id']))).toMatchInlineSnapshot(`
    "project name, id
      left join on ("customer" = "customer") if l."amount" > 1: l.id, r.name
        project id, customer, amount
          filter "day" IS NOT NULL
            scan orders
        scan customers [customer, name]"
  `);
});

test('a shared relation keeps what any consumer needs, and each takes its own', () => {
  const shared = rel.filter(orders(), ex.isNotNull(c('id')));
  const total = rel.aggregate(shared, [], [{ name: 't', call: ex.call('sum', c('amount')) }]);
  expect(prune(total, rel.select(shared, ['customer']))).toMatchInlineSnapshot(`
    "aggregate by (): t := sum("amount")
      project amount
        #1: filter "id" IS NOT NULL
          scan orders [id, customer, amount]
    project customer
      #1"
  `);
});

test('a union is pruned by position and its inputs keep exactly the same columns', () => {
  const union = rel.union([
    rel.filter(rel.select(orders(), ['id', 'amount', 'customer']), ex.isNotNull(c('amount'))),
    rel.project(customers(), [
      { name: 'x', expression: c('customer') },
      { name: 'y', expression: c('customer') },
      { name: 'z', expression: ex.integer(1) },
    ]),
  ]);
  expect(prune(rel.select(union, ['customer', 'id']))).toMatchInlineSnapshot(`
    "project customer, id
      union
        project id, customer
          filter "amount" IS NOT NULL
            project id, amount, customer
              scan orders [id, customer, amount]
        project x := "customer", z := 1
          scan customers [customer]"
  `);
});

test('queries and sinks take every column; distinct over all columns does too', () => {
  const query = rel.sql({
    inputs: [{ name: 't', relation: orders() }],
    query: 'FROM t',
    param: 'query',
    perPartition: false,
  });
  const distinct = rel.distinct({ input: orders(), keep: 'first', order: [], output: 'kept' });
  const context = testContext({
    columnsOf: (relation) =>
      relation.kind === 'project' ? ['id'] : ['id', 'customer', 'amount', 'day'],
  });
  const roots = [rel.select(query, ['id']), rel.select(distinct, ['id'])];
  expect(pruneColumns.apply(roots, context)).toBe(roots);
});

test('a row-multiplying column stays though nothing uses it', () => {
  const project = rel.project(orders(), [
    { name: 'each', expression: ex.call('unnest', c('day')) },
    { name: 'id', expression: c('id') },
  ]);
  expect(prune(rel.select(project, ['id']))).toMatchInlineSnapshot(`
    "project id
      project each := unnest("day"), id
        scan orders [id, day]"
  `);
});

test('a second run changes nothing', () => {
  const plan = rel.sort(
    rel.filter(rel.select(orders(), ['id', 'amount']), ex.isNotNull(c('amount'))),
    [ex.key(c('amount'))],
  );
  const once = pruneColumns.apply([rel.select(plan, ['id'])], testContext());
  expect(pruneColumns.apply(once, testContext())).toBe(once);
});
