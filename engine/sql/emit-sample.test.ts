import { afterAll, beforeAll, expect, test } from 'vitest';
import { rel } from '../contract/rel.ts';
import type { Sample } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
import { openNative } from '../testing/native.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { emitRelation } from './emit-relation.ts';
import { columnsOf, sqlOf, table } from './testing/emit-case.ts';

let db: NativeDuckDB;
beforeAll(async () => {
  db = await openNative();
  await db.execute('CREATE TABLE t AS SELECT i, i % 3 AS g FROM range(10000) r(i)');
  await db.execute('CREATE TABLE tail AS SELECT * FROM t WHERE i >= 6000');
});
afterAll(() => db.close());

const schema = [
  { name: 'i', type: scalar('BIGINT') },
  { name: 'g', type: scalar('BIGINT') },
];
const t = table('t', schema);
const sample = (changes: Partial<Sample>): Sample =>
  rel.sample(t, { method: 'random', amount: { fraction: 0.1 }, by: [], seed: 7, ...changes });
const drawn = async (relation: Sample, rowOffset = '0'): Promise<number[]> =>
  (await db.queryCells(sqlOf(relation, { rowOffset }))).map((row) => Number(row[0]));

test('the first rows', async () => {
  expect(sqlOf(sample({ method: 'first', amount: { rows: 2 } }))).toBe('SELECT * FROM "t" LIMIT 2');
  expect(await drawn(sample({ method: 'first', amount: { fraction: 0.07 } }))).toHaveLength(700);
});

test('a fraction is drawn row by row, in order, alike for every spread over partitions', async () => {
  const all = await drawn(sample({}));
  expect(all.length).toBeGreaterThan(900);
  expect(all.length).toBeLessThan(1100);
  expect(all).toEqual([...all].sort((a, b) => a - b));
  const tail = { ...sample({}), input: table('tail', schema) };
  expect(await drawn(tail, '6000')).toEqual(all.filter((i) => i >= 6000));
  expect(await drawn(sample({ amount: { fraction: 1 } }))).toHaveLength(10000);
  expect(await drawn(sample({ amount: { fraction: 0 } }))).toHaveLength(0);
});

test('the draws of two seeds have nothing to do with each other', async () => {
  const half = { amount: { fraction: 0.5 } };
  for (const seed of [1, 2, 3, 42, -1]) {
    const first = new Set(await drawn(sample({ ...half, seed: 0 })));
    const both = (await drawn(sample({ ...half, seed }))).filter((i) => first.has(i)).length;
    expect(both).toBeGreaterThan(2300);
    expect(both).toBeLessThan(2700);
  }
});

test('a number of rows', async () => {
  const rows = await drawn(sample({ amount: { rows: 50 } }));
  expect(rows).toHaveLength(50);
  expect(rows).toEqual([...rows].sort((a, b) => a - b));
  expect(await drawn(sample({ amount: { rows: 50 }, seed: 8 }))).not.toEqual(rows);
});

test('a number or a fraction of every stratum', async () => {
  const strata = async (relation: Sample) =>
    (await db.queryCells(`SELECT g, count(*) FROM (${sqlOf(relation)}) GROUP BY 1 ORDER BY 1`)).map(
      (row) => row[1],
    );
  const base = { method: 'stratified', by: ['g'] } as const;
  expect(await strata(sample({ ...base, amount: { rows: 5 } }))).toEqual([5, 5, 5]);
  expect(await strata(sample({ ...base, amount: { fraction: 0.1 } }))).toEqual([333, 333, 333]);
});

test('without an offset the call stays in the text', () => {
  const text = emitRelation(sample({}), { dialect: 'duckdb', leaf: () => '"t"', columnsOf }).sql;
  expect(text).toContain('__row_offset() + row_number() OVER ()');
});
