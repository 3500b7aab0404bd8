import { afterAll, beforeAll, expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Join } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
import { columnsOf, sqlOf, table } from '../sql/testing/emit-case.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { openNative } from '../testing/native.ts';
import { guardExpectations } from './guard-expectations.ts';

let db: NativeDuckDB;
beforeAll(async () => {
  db = await openNative();
  await db.execute("CREATE TABLE a AS FROM (VALUES (1, 'x'), (2, 'y'), (2, 'z')) v(id, l)");
  await db.execute(
    "CREATE TABLE b AS FROM (VALUES (2, 'p'), (3, 'q'), (NULL, 'r'), (NULL, 's')) v(id, r)",
  );
});
afterAll(() => db.close());

const id = scalar('INTEGER');
const text = scalar('VARCHAR');
const a = table('a', [
  { name: 'id', type: id },
  { name: 'l', type: text },
]);
const b = table('b', [
  { name: 'id', type: id },
  { name: 'r', type: text },
]);

const join = (expected: Join['expect'], left = a, right = b): Join =>
  rel.join({
    left,
    right,
    type: 'left',
    on: [{ left: ex.column('id'), right: ex.column('id') }],
    columns: [
      { name: 'id', side: 'left', column: 'id' },
      { name: 'other', side: 'right', column: 'id' },
    ],
    ...(expected === undefined ? {} : { expect: expected }),
  });

const rows = (relation: Join): Promise<unknown[]> =>
  db.queryCells(`${sqlOf(guardExpectations(relation, columnsOf))} ORDER BY ALL`);

test('rows are the same where each key stands once, whatever repeats are null', async () => {
  const wanted = [
    [1, null],
    [2, 2],
    [2, 2],
  ];
  expect(await rows(join('many-to-one'))).toEqual(wanted);
  expect(await rows(join('many-to-many'))).toEqual(wanted);
});

test.each([
  ['one-to-many', 'left'],
  ['one-to-one', 'left'],
] as const)('%s: the query fails on keys that repeat on the %s side', async (expected, side) => {
  await expect(rows(join(expected))).rejects.toThrow(
    `The join expects ${expected}, but keys are repeated on the ${side} side.`,
  );
});

test('many-to-one: the query fails on keys that repeat on the right side', async () => {
  await expect(rows(join('many-to-one', b, a))).rejects.toThrow('on the right side');
});

test('other relations stay what they are', () => {
  expect(guardExpectations(a, columnsOf)).toBe(a);
  const open = join(undefined);
  expect(guardExpectations(open, columnsOf)).toBe(open);
});
