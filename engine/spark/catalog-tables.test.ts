import { expect, test } from 'vitest';
import { isCatalogTable } from '../contract/file-target.ts';
import { partsOfTable, tableName, tableProblem } from './catalog-tables.ts';

test.each([
  ['table://orders', ['orders']],
  ['table://sales.orders', ['sales', 'orders']],
  ['TABLE://lake.sales.orders', ['lake', 'sales', 'orders']],
  ['table://`my-lake`.`a.b`.`odd``name`', ['my-lake', 'a.b', 'odd`name']],
])('%s has the names %j', (path, parts) => {
  expect(isCatalogTable(path)).toBe(true);
  expect(tableProblem([path], 'parquet')).toBeUndefined();
  expect(partsOfTable(tableName(path))).toEqual(parts);
});

test.each([
  'table://',
  'table://.orders',
  'table://sales.',
  'table://sales..orders',
  'table://sales/orders',
  'table://my-lake.orders',
  'table://orders; DROP TABLE orders',
  'table://`orders',
  'table://a`b`',
  'table://``',
])('%s names no table', (path) => {
  expect(tableProblem([path], 'parquet')?.message).toBe(`${path} is no name of a table.`);
});

test('a table stands alone, and is no CSV file', () => {
  expect(tableProblem(['a.csv', 's3a://table/x'], 'csv')).toBeUndefined();
  expect(tableProblem(['table://a', 'b.parquet'], 'parquet')?.hint).toContain('union');
  expect(tableProblem(['table://a'], 'csv')?.hint).toContain('Choose Parquet');
});
