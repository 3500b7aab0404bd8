import { readFileSync, readdirSync } from 'node:fs';
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

test('what is too wide for a line has one for each part', () => {
  const sql = `SELECT l.origin, count(*) FILTER (WHERE delay >= 15) AS late, avg(delay) AS mean_delay, CASE WHEN delay BETWEEN 0 AND 15 THEN 'a little late, as it happens' WHEN delay < 0 THEN 'early' ELSE 'far too late for anybody' END AS verdict FROM (SELECT *, row_number() OVER () AS __ordinal FROM read_csv('flights.csv', auto_detect = false, header = true, delim = ',', columns = {'origin': 'VARCHAR', 'delay': 'BIGINT'})) WHERE delay BETWEEN -120 AND 1440 AND origin IS NOT NULL AND distance > 100 AND destination <> origin GROUP BY 1`;
  expect(formatQuery(sql)).toMatchInlineSnapshot(`
    "SELECT
      l.origin,
      count(*) FILTER (WHERE delay >= 15) AS late,
      avg(delay) AS mean_delay,
      CASE
        WHEN delay BETWEEN 0 AND 15 THEN 'a little late, as it happens'
        WHEN delay < 0 THEN 'early'
        ELSE 'far too late for anybody'
      END AS verdict
    FROM (
      SELECT *, row_number() OVER () AS __ordinal
      FROM read_csv(
        'flights.csv',
        auto_detect = false,
        header = true,
        delim = ',',
        columns = {'origin': 'VARCHAR', 'delay': 'BIGINT'}
      )
    )
    WHERE delay BETWEEN -120 AND 1440
      AND origin IS NOT NULL
      AND distance > 100
      AND destination <> origin
    GROUP BY 1"
  `);
});

test('white space alone is changed, in the queries that people write by hand, too', () => {
  const folder = new URL('../../e2e/tpch/queries/', import.meta.url);
  const tokens = (text: string): string => text.replaceAll(/\s+/g, '');
  for (const name of readdirSync(folder)) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    expect(tokens(formatQuery(text)), name).toBe(tokens(text));
    const line = text.replaceAll(/--.*\n/g, '').replaceAll(/\s+/g, ' ');
    expect(tokens(formatQuery(line)), name).toBe(tokens(line));
  }
});

test('parts of a window and rows of values have lines of their own', () => {
  const name = 'a_rather_long_name_of_a_column';
  const sql = `SELECT sum(${name}) OVER (PARTITION BY ${name}, b ORDER BY ${name}, d ROWS BETWEEN 5 PRECEDING AND CURRENT ROW) AS s FROM (VALUES (1, '${name}'), (2, '${name}'), (3, '${name}')) AS v(d, ${name})`;
  expect(formatQuery(sql)).toBe(`SELECT
  sum(${name}) OVER (
    PARTITION BY ${name}, b
    ORDER BY ${name}, d
    ROWS BETWEEN 5 PRECEDING AND CURRENT ROW
  ) AS s
FROM (
  VALUES
    (1, '${name}'),
    (2, '${name}'),
    (3, '${name}')
) AS v(d, ${name})`);
});

test('words that are functions or belong to what is before begin no clause', () => {
  const sql = 'SELECT left(a, 1), mode() WITHIN GROUP (ORDER BY b) FROM t';
  expect(formatQuery(sql)).toBe('SELECT left(a, 1), mode() WITHIN GROUP (ORDER BY b)\nFROM t');
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
