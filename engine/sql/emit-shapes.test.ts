import { afterAll, beforeAll, expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { nodeId } from '../contract/ids.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
import { openNative } from '../testing/native.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { emit, sqlOf, table } from './testing/emit-case.ts';
import { locateSql } from './writer.ts';

const AWKWARD = 'a "quoted". séléct 😀';

let db: NativeDuckDB;
beforeAll(async () => {
  db = await openNative();
  await db.execute(`CREATE TABLE t AS SELECT * FROM (VALUES
    (1, 'x', 10.5, [1, 2]), (2, 'y', NULL, []), (1, NULL, 2.5, NULL)) v(id, s, v, l)`);
  await db.execute(`CREATE TABLE "my ""table".x" AS SELECT 1 AS a`.replace('".x"', '.x"'));
  await db.execute(
    `CREATE TABLE odd AS SELECT i AS "${AWKWARD.replaceAll('"', '""')}", i % 2 AS "select" FROM range(4) r(i)`,
  );
});
afterAll(() => db.close());

const t = table('t', [
  { name: 'id', type: scalar('INTEGER') },
  { name: 's', type: scalar('VARCHAR') },
  { name: 'v', type: scalar('DOUBLE') },
  { name: 'l', type: { kind: 'list', element: scalar('INTEGER') } },
]);
const odd = table('odd', [
  { name: AWKWARD, type: scalar('BIGINT') },
  { name: 'select', type: scalar('BIGINT') },
]);
const column = ex.column;

test('names with quotes, spaces, dots, emoji and keywords', async () => {
  const summed = rel.aggregate(
    odd,
    [{ name: 'group', expression: column('select') }],
    [{ name: 'from "x"', call: ex.call('sum', column(AWKWARD)) }],
  );
  const sorted = rel.sort(summed, [ex.key(column('group'))]);
  expect(sqlOf(summed)).toBe(
    'SELECT "select" AS "group", sum("a ""quoted"". séléct 😀") AS "from ""x""" FROM "odd" GROUP BY 1',
  );
  expect(await db.queryCells(sqlOf(sorted))).toEqual([
    [0, 2],
    [1, 4],
  ]);
  expect(await db.columnNames(sqlOf(sorted))).toEqual(['group', 'from "x"']);
  const distinct = rel.distinct({
    input: odd,
    keys: ['select'],
    keep: 'last',
    order: [],
    output: 'kept',
  });
  expect(await db.queryCells(sqlOf(distinct))).toEqual([
    [2, 0],
    [3, 1],
  ]);
});

test('an aggregate without keys is one row, also over nothing', async () => {
  const none = rel.filter(t, ex.boolean(false));
  const counted = rel.aggregate(
    none,
    [],
    [
      { name: 'n', call: ex.call('count') },
      { name: 'total', call: ex.call('sum', column('v')) },
    ],
  );
  expect(sqlOf(counted)).toBe('SELECT count(*) AS "n", sum("v") AS "total" FROM "t" WHERE false');
  expect(await db.queryCells(sqlOf(counted))).toEqual([[0, null]]);
  expect(await db.queryCells(sqlOf(rel.aggregate(none, [], [])))).toHaveLength(1);
});

test('an ordered aggregate breaks ties by the order of the input', async () => {
  const listed = rel.aggregate(
    t,
    [],
    [{ name: 'all', call: { ...ex.call('list', column('v')), orderBy: [ex.key(column('id'))] } }],
  );
  expect(sqlOf(listed)).toBe(
    'SELECT list("v" ORDER BY "id" ASC NULLS LAST, "__ordinal" ASC NULLS LAST) AS "all" FROM (SELECT *, row_number() OVER () AS "__ordinal" FROM "t")',
  );
  expect(await db.queryCells(sqlOf(listed))).toEqual([[[10.5, 2.5, null]]]);
});

test('an ordered aggregate of distinct values is sorted by nothing but its values', async () => {
  const value = column('v');
  const call = { ...ex.call('list', value), distinct: true, orderBy: [ex.key(value, 'desc')] };
  const listed = rel.aggregate(t, [], [{ name: 'all', call }]);
  expect(sqlOf(listed)).toBe(
    'SELECT list(DISTINCT "v" ORDER BY "v" DESC NULLS LAST) AS "all" FROM "t"',
  );
  expect(await db.queryCells(sqlOf(listed))).toEqual([[[10.5, 2.5, null]]]);
});

test('an aggregate name that is also an input column does not change what is summed', async () => {
  const swapped = rel.aggregate(
    t,
    [{ name: 'v', expression: column('id') }],
    [{ name: 'id', call: ex.call('sum', column('v')) }],
  );
  expect(await db.queryCells(sqlOf(rel.sort(swapped, [ex.key(column('v'))])))).toEqual([
    [1, 13],
    [2, null],
  ]);
});

test('a union takes all rows in order, by position', async () => {
  const both = rel.union([rel.select(t, ['id']), rel.select(rel.limit(t, 1), ['id']), odd]);
  const one = rel.union([rel.select(t, ['id']), rel.select(rel.limit(t, 1), ['id'])]);
  expect(sqlOf(one)).toBe(
    'SELECT * FROM (SELECT "id" FROM "t") UNION ALL SELECT * FROM (SELECT "id" FROM (SELECT * FROM "t" LIMIT 1))',
  );
  expect(await db.queryCells(sqlOf(rel.limit(one, 3, 1)))).toEqual([[2], [1], [1]]);
  expect(sqlOf(rel.union([odd]))).toBe('SELECT * FROM "odd"');
  expect(sqlOf(both)).toContain('UNION ALL SELECT * FROM "odd"');
});

test('unpivot keeps nulls unless told', async () => {
  const base = rel.filter(rel.select(t, ['id', 'v']), ex.isNotNull(column('id')));
  const unpivot = { columns: ['v'], nameTo: 'what', valueTo: 'how much', dropNulls: false };
  const all = rel.unpivot(base, unpivot);
  expect(sqlOf(all)).toBe(
    'SELECT * FROM (SELECT * FROM (SELECT "id", "v" FROM "t") WHERE "id" IS NOT NULL) UNPIVOT INCLUDE NULLS ("how much" FOR "what" IN ("v"))',
  );
  expect(await db.queryCells(sqlOf(all))).toEqual([
    [1, 'v', 10.5],
    [2, 'v', null],
    [1, 'v', 2.5],
  ]);
  expect(
    await db.queryCells(sqlOf(rel.unpivot(base, { ...unpivot, dropNulls: true }))),
  ).toHaveLength(2);
  const filtered = rel.filter(all, ex.isNull(column('how much')));
  expect(await db.queryCells(sqlOf(filtered))).toEqual([[2, 'v', null]]);
});

test('unnest puts elements in place, with positions, and keeps empty lists when told', async () => {
  const base = rel.select(t, ['l', 'id']);
  const plain = rel.unnest(base, { column: 'l', keepEmpty: false, positionName: 'at' });
  expect(sqlOf(plain)).toBe(
    'SELECT unnest("l") AS "l", unnest(range(1, len("l") + 1)) AS "at", "id" FROM (SELECT "l", "id" FROM "t")',
  );
  expect(await db.queryCells(sqlOf(plain))).toEqual([
    [1, 1, 1],
    [2, 2, 1],
  ]);
  const kept = rel.unnest(base, { column: 'L', keepEmpty: true, positionName: 'at' });
  expect(await db.queryCells(sqlOf(kept))).toEqual([
    [1, 1, 1],
    [2, 2, 1],
    [null, null, 2],
    [null, null, 1],
  ]);
});

test('a relation without columns has a stand-in', async () => {
  const none = rel.project(t, []);
  expect(sqlOf(none)).toBe('SELECT NULL AS "__no_columns" FROM "t"');
  const counted = rel.aggregate(none, [], [{ name: 'n', call: ex.call('count') }]);
  expect(await db.queryCells(sqlOf(counted))).toEqual([[3]]);
});

const query = (text: string, inputs: readonly (readonly [string, Relation])[]): Relation =>
  rel.sql({
    inputs: inputs.map(([name, relation]) => ({ name, relation })),
    query: text,
    param: 'query',
    perPartition: false,
  });

test("a user's query sees its inputs as tables and may have its own WITH", async () => {
  const asked = query(
    'WITH big AS (SELECT * FROM orders WHERE id = 1) SELECT count(*) AS n FROM big, "it\'s" -- done;\n;',
    [
      ['orders', t],
      ["it's", rel.limit(odd, 2)],
    ],
  );
  expect(sqlOf(asked)).toBe(
    'WITH "orders" AS NOT MATERIALIZED (SELECT * FROM "t"), "it\'s" AS NOT MATERIALIZED (SELECT * FROM "odd" LIMIT 2) SELECT * FROM (WITH big AS (SELECT * FROM orders WHERE id = 1) SELECT count(*) AS n FROM big, "it\'s"\n)',
  );
  expect(await db.queryCells(sqlOf(asked))).toEqual([[4]]);
  expect(
    await db.queryCells(sqlOf(rel.filter(asked, ex.binary('>', column('n'), ex.integer(3))))),
  ).toEqual([[4]]);
});

test('only a terminator at the end of a query goes', async () => {
  const asked = query("SELECT ';' AS a, 'x' AS \"b;\" /* ; */ ; ; -- end", []);
  expect(await db.queryCells(sqlOf(asked))).toEqual([[';', 'x']]);
  await expect(db.queryCells(sqlOf(query('SELECT 1; DROP TABLE t', [])))).rejects.toThrow();
});

test("a user's query keeps its order", async () => {
  expect(
    await db.queryCells(sqlOf(query('SELECT v FROM x ORDER BY v DESC NULLS LAST', [['x', t]]))),
  ).toEqual([[10.5], [2.5], [null]]);
});

test('a position in the text leads back to the words and the step', () => {
  const span = { param: 'condition', start: 0, end: 5 };
  const filter: Relation = {
    ...rel.filter(
      t,
      ex.binary('>', { ...column('v'), span: { ...span, end: 1 } }, { ...ex.integer(1), span }),
    ),
    origin: { node: nodeId('big'), port: 'kept' },
  };
  const asked: Relation = {
    ...query('select wrong from rows', [['rows', filter]]),
    origin: { node: nodeId('q'), port: 'output' },
  };
  const { sql, marks } = emit(asked);
  expect(locateSql(marks, sql, sql.indexOf('"v"'))).toEqual({
    node: 'big',
    span: { param: 'condition', start: 0, end: 1 },
  });
  expect(locateSql(marks, sql, sql.indexOf('wrong'))).toEqual({
    node: 'q',
    span: { param: 'query', start: 7, end: 12 },
  });
  expect(locateSql(marks, sql, 0)).toBeUndefined();
});

test('what has no SQL is refused', () => {
  const exchange: Relation = { kind: 'exchange', input: t, distribution: { kind: 'single' } };
  expect(() => sqlOf(exchange)).toThrow('exchange');
  expect(() => sqlOf(rel.pivot(t, { rows: [], column: 's', aggregates: [] }))).toThrow('pivot');
});
