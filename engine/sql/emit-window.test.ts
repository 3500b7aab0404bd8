import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SortKey, WindowCall, WindowFrame } from '../contract/expression.ts';
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
    ('b', 2, 10), ('a', 1, 20), ('b', 1, 30), ('b', 2, 40), ('a', 1, 50)) v(g, k, n)`);
});
afterAll(() => db.close());

const t = table('t', [
  { name: 'g', type: scalar('VARCHAR') },
  { name: 'k', type: scalar('INTEGER') },
  { name: 'n', type: scalar('INTEGER') },
]);
const g = ex.column('g');
const n = ex.column('n');
const byK: readonly SortKey[] = [ex.key(ex.column('k'))];

const over = (
  call: WindowCall['call'],
  orderBy: readonly SortKey[] = [],
  frame?: WindowFrame,
): WindowCall => ({
  kind: 'window',
  call,
  partitionBy: [g],
  orderBy,
  ...(frame === undefined ? {} : { frame }),
});

const sqlOfOne = (window: WindowCall): string => sqlOf(rel.window(t, [{ name: 'w', window }]));

const values = async (window: WindowCall): Promise<unknown[]> =>
  (await db.queryCells(sqlOfOne(window))).map((row) => row[3]);

test('numbering all rows streams', async () => {
  const window: WindowCall = {
    kind: 'window',
    call: ex.call('row_number'),
    partitionBy: [],
    orderBy: [],
  };
  const numbered = rel.window(t, [{ name: 'i', window }]);
  expect(sqlOf(numbered)).toBe('SELECT *, row_number() OVER () AS "i" FROM "t"');
  expect((await db.queryCells(sqlOf(numbered))).map((row) => row[3])).toEqual([1, 2, 3, 4, 5]);
});

test('row numbers break ties by the order of the input, which the rows keep', async () => {
  const window = over(ex.call('row_number'), byK);
  expect(sqlOfOne(window)).toBe(
    'SELECT * EXCLUDE ("__ordinal"), row_number() OVER (PARTITION BY "g" ORDER BY "k" ASC NULLS LAST, "__ordinal" ASC NULLS LAST) AS "w" FROM (SELECT *, row_number() OVER () AS "__ordinal" FROM "t") ORDER BY "__ordinal"',
  );
  expect(await values(window)).toEqual([2, 1, 1, 3, 2]);
});

test('ranks and running sums treat rows with equal keys alike', async () => {
  expect(await values(over(ex.call('rank'), byK))).toEqual([2, 1, 1, 2, 1]);
  expect(await values(over(ex.call('sum', n), byK))).toEqual([80, 70, 30, 80, 70]);
  expect(sqlOfOne(over(ex.call('sum', n), byK))).toContain(
    'OVER (PARTITION BY "g" ORDER BY "k" ASC NULLS LAST)',
  );
});

test('a ROWS frame runs in the order of the input', async () => {
  const frame: WindowFrame = {
    unit: 'rows',
    start: { kind: 'unbounded-preceding' },
    end: { kind: 'current-row' },
  };
  expect(await values(over(ex.call('sum', n), byK, frame))).toEqual([40, 20, 30, 80, 70]);
});

test('lag and lead without keys look at the rows before and after', async () => {
  expect(await values(over(ex.call('lag', n)))).toEqual([null, null, 10, 30, 20]);
  expect(await values(over(ex.call('lead', n, ex.integer(1), ex.integer(0))))).toEqual([
    30, 50, 40, 0, 0,
  ]);
});

test('first and last of a partition follow the order of the input', async () => {
  expect(await values(over(ex.call('first_value', n)))).toEqual([10, 20, 10, 10, 20]);
  expect(await values(over(ex.call('last_value', n)))).toEqual([40, 50, 40, 40, 50]);
});

test('the last of a running frame is the last of the rows with an equal key', async () => {
  expect(await values(over(ex.call('last_value', n), byK))).toEqual([40, 50, 30, 40, 50]);
  expect(await values(over(ex.call('list', n), byK))).toEqual([
    [30, 10, 40],
    [20, 50],
    [30],
    [30, 10, 40],
    [20, 50],
  ]);
});

test('distinct values are put in order by themselves', async () => {
  const list = { ...ex.call('list', ex.column('k')), distinct: true };
  const sorted = { ...list, orderBy: byK };
  expect(await values(over(sorted))).toEqual([[1, 2], [1], [1, 2], [1, 2], [1]]);
  expect(await values(over(list, byK))).toEqual([[1, 2], [1], [1], [1, 2], [1]]);
});

test('the nth value is found where the frame ends with it', async () => {
  const second = ex.call('nth_value', n, ex.integer(2));
  expect(await values(over(second, byK))).toEqual([10, 50, null, 10, 50]);
  const ordered = { ...second, orderBy: [ex.key(n, 'desc')] };
  expect(await values(over(ordered, byK))).toEqual([30, 20, null, 30, 20]);
  expect(await values(over({ ...ordered, ignoreNulls: true }, byK))).toEqual([
    30,
    20,
    null,
    30,
    20,
  ]);
});
