import { expect, test } from 'vitest';
import { plainReason } from './csv-rejects.ts';

test.each([
  ['Expected Number of Columns: 3 Found: 2', '2 values instead of 3'],
  ['Expected Number of Columns: 3 Found: 1', '1 value instead of 3'],
  [
    `Error when converting column "a "b"". Could not convert string "x "y"" to 'BIGINT'`,
    'column "a "b"": "x "y"" cannot be read as BIGINT',
  ],
  ['Value with unterminated quote found.', 'Value with unterminated quote found.'],
])('%s', (message, reason) => {
  expect(plainReason(message)).toBe(reason);
});
