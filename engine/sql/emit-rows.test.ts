import { afterAll, beforeAll, expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import { scalar } from '../contract/schema.ts';
import { openNative } from '../testing/native.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { sqlOf, table } from './testing/emit-case.ts';

let db: NativeDuckDB;
beforeAll(async () => {
  db = await openNative();
  await db.execute(`CREATE TABLE t AS SELECT * FROM (VALUES
    (2, 'b', 1), (1, 'a', 1), (2, 'b', 3), (NULL, 'c', 2), (1, 'a', 4), (2, 'd', 5)) v(k, s, n)`);
});
afterAll(() => db.close());

const t = table('t', [
  { name: 'k', type: scalar('INTEGER') },
  { name: 's', type: scalar('VARCHAR') },
  { name: 'n', type: scalar('INTEGER') },
]);
const k = ex.column('k');
const n = ex.column('n');

test('a filter over a table is its WHERE, a filter over a filter another term', async () => {
  const kept = rel.filter(
    rel.filter(t, ex.binary('>', n, ex.integer(1))),
    ex.binary('=', k, ex.integer(2)),
  );
  expect(sqlOf(kept)).toBe('SELECT * FROM "t" WHERE ("n" > 1) AND ("k" = 2)');
  expect(await db.queryCells(sqlOf(kept))).toEqual([
    [2, 'b', 3],
    [2, 'd', 5],
  ]);
});

test('a column computed under the name of one that the filter reads does not hide it', async () => {
  const kept = rel.filter(t, ex.binary('>', n, ex.integer(3)));
  const project = rel.project(kept, [{ name: 'n', expression: ex.binary('*', n, ex.integer(0)) }]);
  expect(sqlOf(project)).toBe('SELECT "n" * 0 AS "n" FROM "t" WHERE "n" > 3');
  expect(await db.queryCells(sqlOf(project))).toEqual([[0], [0]]);
  const above = rel.filter(project, ex.binary('=', n, ex.integer(0)));
  expect(sqlOf(above)).toBe(
    'SELECT * FROM (SELECT "n" * 0 AS "n" FROM "t" WHERE "n" > 3) WHERE "n" = 0',
  );
});

test('ties of a sort keep the order of the input', async () => {
  const sorted = rel.sort(rel.filter(t, ex.isNotNull(n)), [ex.key(k, 'desc', 'first')]);
  expect(sqlOf(rel.limit(sorted, 4, 1))).toBe(
    'SELECT * FROM "t" WHERE "n" IS NOT NULL ORDER BY "k" DESC NULLS FIRST, row_number() OVER () LIMIT 4 OFFSET 1',
  );
  expect(await db.queryCells(sqlOf(rel.limit(sorted, 4, 1)))).toEqual([
    [2, 'b', 1],
    [2, 'b', 3],
    [2, 'd', 5],
    [1, 'a', 1],
  ]);
});

test('a literal sort key is no position of the SELECT list', async () => {
  const sorted = rel.sort(t, [ex.key(ex.integer(3)), ex.key(ex.text('x'))]);
  expect(sqlOf(sorted)).toBe('SELECT * FROM "t" ORDER BY row_number() OVER ()');
});

test('limits stack', async () => {
  const limited = rel.limit(rel.limit(t, 4), 2, 1);
  expect(sqlOf(limited)).toBe('SELECT * FROM (SELECT * FROM "t" LIMIT 4) LIMIT 2 OFFSET 1');
  expect(await db.queryCells(sqlOf(limited))).toEqual([
    [1, 'a', 1],
    [2, 'b', 3],
  ]);
});

test('a projection over a sort keeps its order', async () => {
  const names = rel.select(rel.sort(t, [ex.key(n, 'desc')]), ['s']);
  expect(await db.queryCells(sqlOf(names))).toEqual([['d'], ['a'], ['b'], ['c'], ['b'], ['a']]);
});

test('top-n without groups is a sort with a limit', () => {
  const top = rel.topN({ input: t, per: [], by: [ex.key(n)], rows: 2, offset: 1 });
  expect(sqlOf(top)).toBe(
    'SELECT * FROM "t" ORDER BY "n" ASC NULLS LAST, row_number() OVER () LIMIT 2 OFFSET 1',
  );
});

test('top-n per group keeps the order of the input', async () => {
  const top = rel.topN({ input: t, per: [k], by: [ex.key(n, 'desc')], rows: 1, offset: 0 });
  expect(sqlOf(top)).toBe(
    'SELECT * EXCLUDE ("__ordinal") FROM (SELECT *, row_number() OVER () AS "__ordinal" FROM "t") QUALIFY row_number() OVER (PARTITION BY "k" ORDER BY "n" DESC NULLS LAST, "__ordinal") <= 1 ORDER BY "__ordinal"',
  );
  expect(await db.queryCells(sqlOf(top))).toEqual([
    [null, 'c', 2],
    [1, 'a', 4],
    [2, 'd', 5],
  ]);
  expect(
    await db.queryCells(sqlOf(rel.topN({ input: t, per: [k], by: [], rows: 1, offset: 1 }))),
  ).toEqual([
    [2, 'b', 3],
    [1, 'a', 4],
  ]);
});

test('distinct by keys keeps the first, the last, or the first in an order', async () => {
  const base = { input: t, keys: ['s'], order: [] } as const;
  const first = rel.distinct({ ...base, keep: 'first', output: 'kept' });
  expect(await db.queryCells(sqlOf(first))).toEqual([
    [2, 'b', 1],
    [1, 'a', 1],
    [null, 'c', 2],
    [2, 'd', 5],
  ]);
  const rest = rel.distinct({ ...base, keep: 'first', output: 'duplicates' });
  expect(await db.queryCells(sqlOf(rest))).toEqual([
    [2, 'b', 3],
    [1, 'a', 4],
  ]);
  const last = rel.distinct({ ...base, keep: 'last', output: 'kept' });
  expect(await db.queryCells(sqlOf(last))).toEqual([
    [2, 'b', 3],
    [null, 'c', 2],
    [1, 'a', 4],
    [2, 'd', 5],
  ]);
  const least = rel.distinct({ ...base, order: [ex.key(n)], keep: 'last', output: 'kept' });
  expect(sqlOf(least)).toContain('ORDER BY "n" DESC NULLS FIRST, "__ordinal" DESC) = 1');
  expect(await db.queryCells(sqlOf(least))).toEqual(await db.queryCells(sqlOf(last)));
});

test('whole rows once, in the order of the first or the last', async () => {
  const pairs = rel.select(t, ['k', 's']);
  const first = rel.distinct({ input: pairs, keep: 'first', order: [], output: 'kept' });
  expect(sqlOf(first)).toBe(
    'SELECT "k", "s" FROM (SELECT *, row_number() OVER () AS "__ordinal" FROM (SELECT "k", "s" FROM "t")) GROUP BY "k", "s" ORDER BY min("__ordinal")',
  );
  expect(await db.queryCells(sqlOf(first))).toEqual([
    [2, 'b'],
    [1, 'a'],
    [null, 'c'],
    [2, 'd'],
  ]);
  const last = rel.distinct({ input: pairs, keep: 'last', order: [], output: 'kept' });
  expect(await db.queryCells(sqlOf(last))).toEqual([
    [2, 'b'],
    [null, 'c'],
    [1, 'a'],
    [2, 'd'],
  ]);
  const rest = rel.distinct({ input: pairs, keep: 'first', order: [], output: 'duplicates' });
  expect(await db.queryCells(sqlOf(rest))).toEqual([
    [2, 'b'],
    [1, 'a'],
  ]);
});

test('the ordinal avoids the names of the input', async () => {
  const odd = rel.project(t, [{ name: '__Ordinal', expression: n }]);
  const first = rel.distinct({
    input: odd,
    keys: ['__Ordinal'],
    keep: 'first',
    order: [],
    output: 'kept',
  });
  expect(sqlOf(first)).toContain('"__ordinal_2"');
  expect(await db.queryCells(sqlOf(first))).toEqual([[1], [3], [2], [4], [5]]);
});
