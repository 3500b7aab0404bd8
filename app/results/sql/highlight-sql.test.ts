import { expect, test } from 'vitest';
import { highlightSql } from './highlight-sql.ts';

const kinds = (sql: string): string[] =>
  highlightSql(sql)
    .filter(({ kind }) => kind !== 'plain')
    .map(({ kind, text }) => `${kind}:${text}`);

test('keywords, texts, names, numbers and comments', () => {
  expect(kinds(`SELECT "a ""b""", 'it''s', 1.5e3 FROM t1 -- select 'x'\nWHERE x`)).toEqual([
    'keyword:SELECT',
    'name:"a ""b"""',
    "text:'it''s'",
    'number:1.5e3',
    'keyword:FROM',
    "comment:-- select 'x'",
    'keyword:WHERE',
  ]);
});

test.each([
  ["SELECT 'open", "text:'open"],
  ['/* open', 'comment:/* open'],
  ['"open', 'name:"open'],
])('what is never closed ends at the end: %s', (sql, last) => {
  expect(kinds(sql).at(-1)).toBe(last);
});

test('no character is lost', () => {
  const sql = `WITH "x" AS (SELECT 1 AS a\n)\n\tSELECT a::VARCHAR || '–' /* ü */ FROM "x" -- end`;
  expect(
    highlightSql(sql)
      .map(({ text }) => text)
      .join(''),
  ).toBe(sql);
});
