import { expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { narrowSteps } from './narrow-steps.ts';
import { planText } from './testing/plan-text.ts';
import { customers, orders, testContext } from './testing/rule-tester.ts';

const c = ex.column;
const { columnsOf } = testContext();
const narrow = (...roots: Relation[]): string => planText(...narrowSteps(roots, columnsOf).roots);

const joined = (): Relation =>
  rel.join({
    left: orders(),
    right: customers(),
    type: 'inner',
    on: [{ left: c('customer'), right: c('customer') }],
    columns: [
      { name: 'id', side: 'left', column: 'id' },
      { name: 'amount', side: 'left', column: 'amount' },
      { name: 'day', side: 'left', column: 'day' },
      { name: 'name', side: 'right', column: 'name' },
    ],
  });

const ranked = (input: Relation): Relation =>
  rel.window(input, [
    {
      name: 'place',
      window: { kind: 'window', call: ex.call('rank'), partitionBy: [], orderBy: [] },
    },
  ]);

test('what is computed shrinks, what is passed on stays as it is', () => {
  const filtered = rel.filter(joined(), ex.binary('>', c('amount'), ex.integer(5)));
  expect(narrow(rel.select(filtered, ['name']))).toMatchInlineSnapshot(`
    "project name
      filter "amount" > 5
        inner join on ("customer" = "customer"): l.amount, r.name
          scan orders
          scan customers"
  `);
});

test('rows that are stored for several readers hold only what these read', () => {
  const sorted = rel.sort(orders(), [ex.key(c('day'))]);
  const ids = rel.select(sorted, ['id']);
  const amounts = rel.select(sorted, ['amount']);
  expect(narrow(ids, amounts)).toMatchInlineSnapshot(`
    "project id
      #1: project id, amount
        sort "day" asc
          scan orders
    project amount
      #1"
  `);
});

test('inputs of a union keep their columns in step', () => {
  const union = rel.union([orders(), rel.sort(orders(), [ex.key(c('day'))])]);
  expect(narrow(rel.select(union, ['amount']))).toMatchInlineSnapshot(`
    "project amount
      union
        project amount
          scan orders
        project amount
          sort "day" asc
            scan orders"
  `);
});

test('every narrow relation knows the one it stands for', () => {
  const join = joined();
  const result = rel.select(ranked(join), ['name']);
  const { roots, originalOf } = narrowSteps([result], columnsOf);
  const [root] = roots;
  expect(root).toBeDefined();
  // The window is gone: nobody reads what it computes.
  const below = root?.kind === 'project' ? root.input : undefined;
  expect(below?.kind).toBe('join');
  expect(below === undefined ? undefined : originalOf(below)).toBe(join);
  expect(root === undefined ? undefined : originalOf(root)).toBe(result);
});

test('a plan of which all is used stays the same objects', () => {
  const plan = ranked(joined());
  expect(narrowSteps([plan], columnsOf).roots[0]).toBe(plan);
});
