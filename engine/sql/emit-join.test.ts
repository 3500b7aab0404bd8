import { afterAll, beforeAll, expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Join, JoinColumn } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
import { openNative } from '../testing/native.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { sqlOf, table } from './testing/emit-case.ts';

let db: NativeDuckDB;
beforeAll(async () => {
  db = await openNative();
  await db.execute(
    "CREATE TABLE a AS SELECT * FROM (VALUES (1, 'x'), (2, 'y'), (NULL, 'z')) v(id, l)",
  );
  await db.execute(
    "CREATE TABLE b AS SELECT * FROM (VALUES (2, 'p'), (2, 'q'), (3, 'r'), (NULL, 's')) v(id, r)",
  );
  await db.execute(
    'CREATE TABLE trades AS SELECT * FROM (VALUES (1, 10), (1, 15), (2, 10)) v(k, t)',
  );
  await db.execute(
    "CREATE TABLE quotes AS SELECT * FROM (VALUES (1, 10, 'first'), (1, 10, 'second'), (1, 20, 'late'), (3, 1, 'other')) v(k, t, q)",
  );
});
afterAll(() => db.close());

const id = ex.column('id');
const a = table('a', [
  { name: 'id', type: scalar('INTEGER') },
  { name: 'l', type: scalar('VARCHAR') },
]);
const b = table('b', [
  { name: 'id', type: scalar('INTEGER') },
  { name: 'r', type: scalar('VARCHAR') },
]);
const columns: readonly JoinColumn[] = [
  { name: 'id', side: 'left', column: 'id' },
  { name: 'l', side: 'left', column: 'l' },
  { name: 'id right', side: 'right', column: 'id' },
];
const join = (type: Join['type'], changes: Partial<Join> = {}): Join =>
  rel.join({ left: a, right: b, type, on: [{ left: id, right: id }], columns, ...changes });
const sorted = async (relation: Join): Promise<unknown[]> =>
  db.queryCells(`${sqlOf(relation)} ORDER BY ALL`);

test('inner, left, right and full joins; null keys match nothing', async () => {
  expect(sqlOf(join('inner'))).toBe(
    'SELECT l."id", l."l", r."id" AS "id right" FROM "a" AS l JOIN "b" AS r ON l."id" = r."id"',
  );
  expect(await sorted(join('inner'))).toEqual([
    [2, 'y', 2],
    [2, 'y', 2],
  ]);
  expect(await sorted(join('left'))).toEqual([
    [1, 'x', null],
    [2, 'y', 2],
    [2, 'y', 2],
    [null, 'z', null],
  ]);
  expect(await sorted(join('right'))).toEqual([
    [2, 'y', 2],
    [2, 'y', 2],
    [null, null, 3],
    [null, null, null],
  ]);
  expect(await sorted(join('full'))).toHaveLength(6);
});

test('semi and anti joins keep left rows', async () => {
  const left = columns.slice(0, 2);
  expect(await sorted(join('semi', { columns: left }))).toEqual([[2, 'y']]);
  expect(await sorted(join('anti', { columns: left }))).toEqual([
    [1, 'x'],
    [null, 'z'],
  ]);
  const exists = join('semi', { columns: left, on: [] });
  expect(sqlOf(exists)).toContain('SEMI JOIN "b" AS r ON true');
  expect(await sorted(exists)).toHaveLength(3);
});

test('semi and anti joins with a condition look for it in every row with the same key', async () => {
  // In this order DuckDB's own ANTI JOIN takes later rows for matched because an earlier one is.
  await db.execute(
    'CREATE TABLE few AS SELECT (i % 3)::INTEGER AS k, i AS n FROM range(9, -1, -1) r(i)',
  );
  await db.execute(
    'CREATE TABLE many AS SELECT (i % 3)::INTEGER AS k, i % 6 AS n FROM range(40) r(i)',
  );
  const schema = [
    { name: 'k', type: scalar('INTEGER') },
    { name: 'n', type: scalar('BIGINT') },
  ];
  const less = (type: 'semi' | 'anti'): Join =>
    rel.join({
      left: table('few', schema),
      right: table('many', schema),
      type,
      on: [{ left: ex.column('k'), right: ex.column('k') }],
      condition: ex.binary('<', ex.column('n', 'left'), ex.column('n', 'right')),
      columns: [{ name: 'n', side: 'left', column: 'n' }],
    });
  expect(await sorted(less('semi'))).toEqual([[0], [1], [2]]);
  expect(await sorted(less('anti'))).toEqual([[3], [4], [5], [6], [7], [8], [9]]);
});

test('a cross join, and one with a condition', async () => {
  expect(sqlOf(join('cross', { on: [] }))).toContain('FROM "a" AS l CROSS JOIN "b" AS r');
  expect(await sorted(join('cross', { on: [] }))).toHaveLength(12);
  const condition = ex.binary('<', ex.column('id', 'left'), ex.column('id', 'right'));
  const less = join('inner', { on: [], condition });
  expect(sqlOf(less)).toContain('"a" AS l JOIN "b" AS r ON (l."id" < r."id")');
  expect(await sorted(less)).toHaveLength(4);
});

test('keys that are computed stand in a sub-select; filters below stay in it', async () => {
  const left = rel.filter(a, ex.isNotNull(id));
  const on = [{ left: ex.binary('+', id, ex.integer(1)), right: id }];
  expect(sqlOf(join('inner', { left, on }))).toContain(
    'FROM (SELECT *, "id" + 1 AS "__key" FROM "a" WHERE "id" IS NOT NULL) AS l JOIN "b" AS r ON l."__key" = r."id"',
  );
  expect(await sorted(join('inner', { left, on }))).toEqual([
    [1, 'x', 2],
    [1, 'x', 2],
    [2, 'y', 3],
  ]);
});

const k = ex.column('k');
const time = ex.column('t');
const trades = table('trades', [
  { name: 'k', type: scalar('INTEGER') },
  { name: 't', type: scalar('INTEGER') },
]);
const quotes = table('quotes', [...trades.schema, { name: 'q', type: scalar('VARCHAR') }]);
const asof = (direction: 'backward' | 'forward', type: 'inner' | 'left') =>
  rel.asofJoin({
    left: trades,
    right: quotes,
    type,
    on: [{ left: k, right: k }],
    nearest: { left: time, right: time, direction },
    columns: [
      { name: 'k', side: 'left', column: 'k' },
      { name: 't', side: 'left', column: 't' },
      { name: 'q', side: 'right', column: 'q' },
    ],
  });
const rows = async (relation: ReturnType<typeof asof>): Promise<unknown[]> =>
  db.queryCells(`${sqlOf(relation)} ORDER BY ALL`);

test('the last row at or before, the first at or after; ties by the order of the input', async () => {
  expect(await rows(asof('backward', 'left'))).toEqual([
    [1, 10, 'second'],
    [1, 15, 'second'],
    [2, 10, null],
  ]);
  expect(await rows(asof('forward', 'inner'))).toEqual([
    [1, 10, 'first'],
    [1, 15, 'late'],
  ]);
  expect(sqlOf(asof('forward', 'inner'))).toBe(
    'SELECT l."k", l."t", r."q" FROM "trades" AS l ASOF JOIN (SELECT * FROM (SELECT *, row_number() OVER () AS "__ordinal" FROM "quotes") QUALIFY row_number() OVER (PARTITION BY "k", "t" ORDER BY "__ordinal" ASC) = 1) AS r ON l."k" = r."k" AND l."t" <= r."t"',
  );
});

test('an as-of join without equal keys', async () => {
  const open = rel.asofJoin({ ...asof('backward', 'inner'), on: [] });
  expect(await rows(open)).toEqual([
    [1, 10, 'second'],
    [1, 15, 'second'],
    [2, 10, 'second'],
  ]);
});
