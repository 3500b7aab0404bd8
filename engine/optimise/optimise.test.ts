import { expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
import type { Schema } from '../contract/schema.ts';
import { createColumnNames } from './columns-of.ts';
import { optimise } from './optimise.ts';
import type { Rule } from './rule.ts';
import { planText } from './testing/plan-text.ts';
import { customers, orders, sourceSchema } from './testing/rule-tester.ts';

const c = ex.column;

/** Every column is an INTEGER, but for projects of a text literal. */
const bind = async (relation: Relation): Promise<Schema> => {
  if (relation.kind === 'sql') return [{ name: 'n', type: scalar('BIGINT') }];
  const names = createColumnNames((scan) => sourceSchema(scan).map(({ name }) => name));
  const texts = new Set(
    relation.kind === 'project'
      ? relation.columns.flatMap(({ name, expression }) =>
          expression.kind === 'literal' && expression.type === 'VARCHAR' ? [name] : [],
        )
      : [],
  );
  return names
    .columnsOf(relation)
    .map((name) => ({ name, type: scalar(texts.has(name) ? 'VARCHAR' : 'INTEGER') }));
};

const late = (): Relation =>
  rel.filter(
    rel.join({
      left: orders(),
      right: rel.select(customers(), ['customer', 'name', 'active']),
      type: 'inner',
      on: [{ left: c('customer'), right: c('customer') }],
      columns: [
        { name: 'id', side: 'left', column: 'id' },
        { name: 'day', side: 'left', column: 'day' },
        { name: 'amount', side: 'left', column: 'amount' },
        { name: 'name', side: 'right', column: 'name' },
      ],
    }),
    ex.and(ex.binary('>', c('amount'), ex.integer(15)), ex.binary('=', c('name'), ex.text('Ann'))),
  );

test('the rules work together until nothing changes', async () => {
  const totals = rel.aggregate(
    late(),
    [{ name: 'name', expression: c('name') }],
    [{ name: 'n', call: ex.call('count') }],
  );
  const top = rel.limit(rel.sort(totals, [ex.key(c('n'), 'desc')]), 3);
  const result = await optimise([top], { bind, sourceSchema });
  expect(planText(...result.roots)).toMatchInlineSnapshot(`
    "top 3 offset 0 per () by "n" desc
      aggregate by (name): n := count(*)
        inner join on ("customer" = "customer"): r.name
          project customer
            filter "amount" > 15
              scan orders [customer, amount] where amount > 15e0
          filter "name" = 'Ann'
            scan customers [customer, name] where name = 'Ann'"
  `);
  expect(result.fired).toMatchInlineSnapshot(`
    [
      "push-down-filter",
      "push-down-limit",
      "prune-columns",
      "merge-projects",
      "extract-bounds",
    ]
  `);
  const again = await optimise(result.roots, { bind, sourceSchema });
  expect(again.fired).toEqual([]);
  expect(again.roots).toBe(result.roots);
});

test('shared relations stay shared', async () => {
  const shared = late();
  const count = rel.aggregate(shared, [], [{ name: 'n', call: ex.call('count') }]);
  const result = await optimise([rel.select(shared, ['id', 'name']), count], {
    bind,
    sourceSchema,
  });
  expect(planText(...result.roots)).toMatchInlineSnapshot(`
    "#1: inner join on ("customer" = "customer"): l.id, r.name
      project id, customer
        filter "amount" > 15
          scan orders [id, customer, amount] where amount > 15e0
      filter "name" = 'Ann'
        scan customers [customer, name] where name = 'Ann'
    aggregate by (): n := count(*)
      project id
        #1"
  `);
});

test('a rule that changes names or types is refused by name', async () => {
  const rename: Rule = {
    name: 'rename',
    apply: (roots) => roots.map((r) => rel.select(r, ['id'])),
  };
  await expect(optimise([orders()], { bind, sourceSchema, rules: [rename] })).rejects.toThrow(
    /Rule rename changed the columns \(id, customer, amount, day\) to \(id\)/,
  );

  const plan = rel.select(orders(), ['id']);
  const harmless: Rule = {
    name: 'harmless',
    apply: (roots) => roots.map((r) => (r === plan ? rel.filter(r, ex.boolean(true)) : r)),
  };
  const retype: Rule = {
    name: 'retype',
    apply: (roots) =>
      roots.map((r) =>
        r.kind === 'filter' ? rel.project(r, [{ name: 'id', expression: ex.text('x') }]) : r,
      ),
  };
  await expect(optimise([plan], { bind, sourceSchema, rules: [harmless, retype] })).rejects.toThrow(
    'Rule retype changed the types (id INTEGER) to (id VARCHAR).',
  );
});

test('names of a query come from the binder; its input keeps every column', async () => {
  const query = rel.sql({
    inputs: [{ name: 't', relation: rel.select(orders(), ['id', 'day']) }],
    query: 'SELECT count(*) AS n FROM t',
    param: 'query',
    perPartition: false,
  });
  const result = await optimise([query], { bind, sourceSchema });
  expect(planText(...result.roots)).toMatchInlineSnapshot(`
    "sql SELECT count(*) AS n FROM t
      scan orders [id, day]"
  `);
});

test('a pivot whose values are not known yet leaves the plan as it is', async () => {
  const pivot = rel.pivot(rel.filter(orders(), ex.boolean(true)), {
    rows: ['id'],
    column: 'day',
    aggregates: [{ name: 'n', call: ex.call('count') }],
  });
  const roots = [pivot];
  expect(await optimise(roots, { bind, sourceSchema })).toEqual({ roots, fired: [] });
});
