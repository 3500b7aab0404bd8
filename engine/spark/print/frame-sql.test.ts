/** Frames as queries: what stands where. That they mean the same runs on a cluster, in e2e/cluster. */
import { expect, test } from 'vitest';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { simple } from '../types.ts';
import { frameSql } from './frame-sql.ts';
import { createSqlPrinter } from './spark-sql.ts';

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  orders: ['id', 'Customer', 'total'],
  people: ['id', 'name'],
};

const sqlOf = (frame: Frame): string =>
  frameSql(frame, {
    printer: createSqlPrinter((_, text) => text),
    columnsOf: (step) => COLUMNS[step] ?? [],
    tableOf: (source) => `files of ${source.format}`,
  });

const orders: Frame = { kind: 'step', name: 'orders' };
const people: Frame = { kind: 'step', name: 'people' };
const column = (name: string, expression: SparkExpression = sx.column(name)) => ({
  name,
  expression,
});
const on = sx.equal(sx.column('id', 'l'), sx.column('id', 'r'));

test.each<[what: string, frame: Frame, sql: string]>([
  ['a step', orders, 'SELECT * FROM `orders`'],
  [
    'files',
    { kind: 'read', source: { format: 'parquet', paths: ['a'], columns: ['id'] } },
    'SELECT * FROM `files of parquet`',
  ],
  [
    'numbers',
    { kind: 'range', name: 'n', start: '1', stop: '5', step: '2' },
    'SELECT id AS `n` FROM range(1, 5, 2)',
  ],
  [
    'values',
    { kind: 'values', schema: [{ name: 'n', type: simple('INT') }], rows: [[sx.int(1)]] },
    'SELECT * FROM VALUES (1) AS t(n)',
  ],
  [
    'a filter of a select',
    {
      kind: 'filter',
      input: { kind: 'select', input: orders, columns: [column('key', sx.column('id'))] },
      condition: sx.greater(sx.column('key'), sx.int(1)),
    },
    'SELECT * FROM (SELECT `id` AS `key` FROM `orders`) WHERE `key` > 1',
  ],
  [
    'a column in the place of another, whatever the case of its name',
    {
      kind: 'with-columns',
      input: orders,
      columns: [column('customer', sx.text('x')), column('more', sx.int(1))],
    },
    "SELECT `id`, 'x' AS `customer`, `total`, 1 AS `more` FROM `orders`",
  ],
  [
    'columns left out',
    { kind: 'drop', input: orders, columns: ['customer'] },
    'SELECT `id`, `total` FROM `orders`',
  ],
  [
    'columns of other names',
    { kind: 'rename', input: orders, columns: [{ from: 'Customer', to: 'who' }] },
    'SELECT `id`, `Customer` AS `who`, `total` FROM `orders`',
  ],
  [
    'groups',
    {
      kind: 'aggregate',
      input: orders,
      keys: [column('Customer')],
      aggregates: [column('n', sx.call('count'))],
    },
    'SELECT `Customer`, count(*) AS `n` FROM `orders` GROUP BY `Customer`',
  ],
  [
    'one row of all',
    { kind: 'aggregate', input: orders, keys: [], aggregates: [column('n', sx.call('count'))] },
    'SELECT count(*) AS `n` FROM `orders`',
  ],
  [
    'keys alone',
    { kind: 'aggregate', input: orders, keys: [column('Customer')], aggregates: [] },
    'SELECT DISTINCT `Customer` FROM `orders`',
  ],
  [
    'a join whose columns are chosen',
    {
      kind: 'select',
      input: { kind: 'join', left: orders, right: people, type: 'left', condition: on },
      columns: [column('id', sx.column('id', 'l')), column('name', sx.column('name', 'r'))],
    },
    'SELECT `l`.`id` AS `id`, `r`.`name` AS `name` FROM `orders` AS `l` LEFT JOIN `people` AS `r` ON `l`.`id` = `r`.`id`',
  ],
  [
    'a join that keeps the left columns',
    { kind: 'join', left: orders, right: people, type: 'anti', condition: on },
    'SELECT `l`.* FROM `orders` AS `l` LEFT ANTI JOIN `people` AS `r` ON `l`.`id` = `r`.`id`',
  ],
  [
    'keys that must not be repeated',
    { kind: 'expect-unique', input: people, keys: [sx.column('id')], message: 'twice' },
    "SELECT `id`, `name` FROM (SELECT *, count(*) OVER (PARTITION BY `id`) AS `rows_of_key` FROM `people`) WHERE CASE WHEN `rows_of_key` > 1 AND `id` IS NOT NULL THEN CAST(raise_error('twice') AS BOOLEAN) ELSE true END",
  ],
  [
    'the first rows in an order',
    {
      kind: 'limit',
      input: {
        kind: 'sort',
        input: orders,
        by: [{ expression: sx.column('total'), direction: 'desc', nulls: 'last' }],
      },
      rows: 3,
      offset: 2,
    },
    'SELECT * FROM (SELECT * FROM `orders` ORDER BY `total` DESC NULLS LAST) LIMIT 3 OFFSET 2',
  ],
  [
    'a small share of the rows',
    { kind: 'sample', input: orders, fraction: 1e-7, seed: 7 },
    'SELECT * FROM `orders` TABLESAMPLE (0.00001 PERCENT) REPEATABLE (7)',
  ],
  [
    'rows of several',
    { kind: 'union', inputs: [orders, { kind: 'distinct', input: orders }] },
    '(SELECT * FROM `orders`) UNION ALL (SELECT DISTINCT * FROM `orders`)',
  ],
  [
    'columns as rows',
    {
      kind: 'unpivot',
      input: people,
      ids: ['id'],
      columns: ['name'],
      nameTo: 'what',
      valueTo: 'value',
    },
    'SELECT * FROM `people` UNPIVOT INCLUDE NULLS (`value` FOR `what` IN (`name`))',
  ],
  [
    'rows in one task',
    { kind: 'one-partition', input: orders },
    'SELECT /*+ COALESCE(1) */ * FROM `orders`',
  ],
])('%s', (_, frame, sql) => {
  expect(sqlOf(frame)).toBe(sql);
});
