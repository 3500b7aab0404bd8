import { expect, test } from 'vitest';
import { toFailure } from './duckdb-error.ts';

const messageOf = (exception_message: string): string =>
  toFailure(
    new Error(JSON.stringify({ exception_type: 'Conversion', exception_message })),
    'SELECT 1',
  ).error.message;

test('types are told by their names in SQL, values as they are', () => {
  expect(messageOf("Could not convert string 'late' to INT64")).toBe(
    "Could not convert string 'late' to BIGINT",
  );
  expect(messageOf('Type UINT8 with value 300 cannot be cast from type INT32 to UINT8')).toBe(
    'Type UINT8 with value 300 cannot be cast from type INTEGER to UTINYINT',
  );
  expect(messageOf("Could not convert string 'cast it to INT64' to DATE")).toBe(
    "Could not convert string 'cast it to INT64' to DATE",
  );
});
