import { expect, test } from 'vitest';
import { followExtension } from './follow-extension.ts';

test.each([
  ['rows.', 'csv', 'rows.parquet', 'parquet'],
  ['rows.json', 'json', 'rows.jsonl', 'ndjson'],
  ['rows.csv', 'csv', 'rows.', undefined],
  // Chosen against the name: a name that goes on saying the same does not change it.
  ['a.parquet', 'csv', 'ab.parquet', undefined],
  ['a.parque', 'parquet', 'a.parquet', undefined],
])('%s as %s becomes %s: %s', (path, format, typed, expected) => {
  expect(followExtension({ path, format }, typed)).toBe(expected);
});
