import { afterAll, beforeAll, expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import { emitRelation } from '../sql/emit-relation.ts';
import { openNative } from '../testing/native.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { expandPivot } from './expand-pivot.ts';

let db: NativeDuckDB;
beforeAll(async () => {
  db = await openNative();
  await db.execute(
    "CREATE TABLE t AS SELECT * FROM (VALUES (1, 'a', 5), (1, 'b', 6), (2, 'a', 7), (1, 'a', 8)) v(r, c, n)",
  );
});
afterAll(() => db.close());

const pivotOf = (aggregates: readonly string[]) =>
  expandPivot(
    rel.pivot(rel.scan({ format: 'csv', paths: ['t'], onBadRow: 'fail' }), {
      rows: ['r'],
      column: 'c',
      aggregates: aggregates.map((name) => ({ name, call: ex.call(name, ex.column('n')) })),
      values: [ex.text('a'), ex.text('b')],
    }),
  );

test.each([
  [['sum'], 'sum(n)'],
  [['sum', 'count'], 'sum(n) AS sum, count(n) AS count'],
])("an expanded pivot %s is DuckDB's", async (names, using) => {
  const { sql } = emitRelation(pivotOf(names), {
    dialect: 'duckdb',
    leaf: () => '"t"',
    columnsOf: () => [],
  });
  const ours = `SELECT * FROM (${sql}) ORDER BY r`;
  const theirs = `SELECT * FROM (PIVOT t ON c USING ${using} GROUP BY r) ORDER BY r`;
  expect(await db.columnNames(ours)).toEqual(await db.columnNames(theirs));
  expect(await db.queryCells(ours)).toEqual(await db.queryCells(theirs));
});

test('a filter of the aggregate stays', () => {
  const [call] = expandPivot(
    rel.pivot(rel.scan({ format: 'csv', paths: ['t'], onBadRow: 'fail' }), {
      rows: [],
      column: 'c',
      aggregates: [{ name: 'n', call: { ...ex.call('count'), filter: ex.column('ok') } }],
      values: [ex.text('a')],
    }),
  ).aggregates;
  expect(call?.call.filter).toEqual(
    ex.binary(
      'and',
      ex.binary('is not distinct from', ex.column('c'), ex.text('a')),
      ex.column('ok'),
    ),
  );
});
