import { expect, test } from 'vitest';
import { formatQuery, indent, withoutReturns } from './format-query.ts';

test('each clause has a line of its own, what stands in parentheses none', () => {
  const sql = `SELECT "a", sum("order") OVER (PARTITION BY "a" ORDER BY "b") FROM (SELECT * FROM "t" WHERE true) LEFT JOIN "u" ON "t"."a" IS DISTINCT FROM "u"."a" WHERE "a" > 1 GROUP BY "a" ORDER BY "a" LIMIT 3`;
  expect(formatQuery(sql).split('\n')).toEqual([
    'SELECT a, sum("order") OVER (PARTITION BY a ORDER BY b)',
    'FROM (SELECT * FROM t WHERE true)',
    'LEFT JOIN u ON t.a IS DISTINCT FROM u.a',
    'WHERE a > 1',
    'GROUP BY a',
    'ORDER BY a',
    'LIMIT 3',
  ]);
});

test('texts and comments stay as they are', () => {
  const sql = `SELECT 'it''s "x" from where', "From", "a ""b""", $q$ "y" where $q$ -- "z" from`;
  expect(formatQuery(sql)).toBe(
    `SELECT 'it''s "x" from where', "From", "a ""b""", $q$ "y" where $q$ -- "z" from`,
  );
});

test('lines are set in, but for those within texts, names and comments', () => {
  const sql = `SELECT 'two\nlines',\n\n  "a\nb" /* c\nd */ -- e\nFROM t`;
  expect(indent(sql)).toBe(`  SELECT 'two\nlines',\n\n    "a\nb" /* c\nd */ -- e\n  FROM t`);
  expect(indent("SELECT E'it\\'s\nx'\nFROM t")).toBe("  SELECT E'it\\'s\nx'\n  FROM t");
});

test('carriage returns in texts become calls', () => {
  expect(withoutReturns("SELECT 'a\r\nb', 'c'")).toBe("SELECT ('a' || chr(13) || '\nb'), 'c'");
});
