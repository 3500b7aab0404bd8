import { expect, test } from 'vitest';
import { fromOf, quoteTable, tableParts } from './table-name.ts';

test.each([
  ['orders', ['orders']],
  ['sales.Orders', ['sales', 'Orders']],
  ['"a.b"."c""d"', ['a.b', 'c"d']],
  ['Tä ble', ['Tä ble']],
])('%s is read as its parts', (table, parts) => {
  expect(tableParts(table)).toEqual(parts);
});

test.each(['', '.', 'a.', 'a..b', '"a', 'a"b', 'a.b.c.d'])('%j is no name of a table', (table) => {
  expect(() => tableParts(table)).toThrow(`${JSON.stringify(table)} is no name of a table.`);
});

test('each database quotes in its own way, and nothing gets out of the quotes', () => {
  expect(quoteTable('s."a""; DROP"', 'postgres')).toBe('"s"."a""; DROP"');
  expect(quoteTable('s.a`; DROP', 'mysql')).toBe('`s`.`a``; DROP`');
});

test('a comment at the end of a query swallows nothing', () => {
  expect(fromOf({ query: 'SELECT 1 -- one' }, 'postgres')).toBe(
    '(SELECT 1 -- one\n) AS sluice_query',
  );
  expect(fromOf({ query: "SELECT ';' ;\n" }, 'mysql')).toBe("(SELECT ';'\n) AS sluice_query");
});
