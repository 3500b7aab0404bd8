import { expect, test } from 'vitest';
import { formatType } from '../contract/schema.ts';
import { canonicalType, parseType } from './types.ts';

test.each([
  ['INT', 'INTEGER'],
  ['int8', 'BIGINT'],
  ['text', 'VARCHAR'],
  ['NUMERIC(7, 2)', 'DECIMAL(7,2)'],
  ['decimal', 'DECIMAL(18,3)'],
  ['timestamptz', 'TIMESTAMP WITH TIME ZONE'],
  ['INT[3][]', 'INTEGER[3][]'],
  ['STRUCT(a INT, "b c" VARCHAR)', 'STRUCT("a" INTEGER, "b c" VARCHAR)'],
  ['MAP(INT, TEXT[])', 'MAP(INTEGER, VARCHAR[])'],
  ["ENUM('a', 'b''c')", "ENUM('a', 'b''c')"],
])('%s is %s', (text, canonical) => {
  const result = parseType(text);
  expect(result.ok && formatType(result.type)).toBe(canonical);
  expect(canonicalType(canonical)).toBe(canonical);
});

test.each([
  ['INTEGR', 0, 6],
  ['STRUCT(a INTT)', 9, 13],
  ['INT x', 4, 5],
  ['INT[', 4, 4],
])('%s is wrong at %i to %i', (text, start, end) => {
  const result = parseType(text);
  expect(result.ok ? undefined : [result.start, result.end]).toEqual([start, end]);
});

test('an unknown type keeps its text', () => {
  expect(canonicalType('my_type')).toBe('my_type');
});
