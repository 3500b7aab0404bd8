import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '../../engine/worker/duckdb/session.ts';
import { openNodeSession } from '../../engine/worker/testing/open-node-session.ts';
import { cellText } from './cell-text.ts';

let session: Session;

beforeAll(async () => {
  session = await openNodeSession();
});
afterAll(() => session.close());

/** The page must write a value as DuckDB itself casts it to text. */
test.each([
  '42::INTEGER',
  '-7::BIGINT',
  "'-170141183460469231731687303715884105728'::HUGEINT",
  '340282366920938463463374607431768211455::UHUGEINT',
  '1.5::DOUBLE',
  'true',
  "'text'",
  "''",
  '-12.340::DECIMAL(9,3)',
  '0.05::DECIMAL(4,2)',
  '-12345678901234567890123456.789::DECIMAL(38,3)',
  "DATE '2024-02-29'",
  "DATE '0044-03-15 (BC)'",
  "DATE 'infinity'",
  "TIME '01:02:03.004'",
  "TIMESTAMP '1969-12-31 23:59:59.999999'",
  "TIMESTAMP '2024-01-02 03:04:05'",
  "TIMESTAMP_S '2024-01-02 03:04:05'",
  "TIMESTAMP_MS '2024-01-02 03:04:05.006'",
  "TIMESTAMP_NS '2024-01-02 03:04:05.000000007'",
  "UUID 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
  "'a\\x00b'::BLOB",
  '[1, NULL, 3]',
  "{'a': 1, 'b': [DATE '2024-01-01']}",
  "MAP {'k': 1.50, 'l': NULL}",
  'NULL::INTEGER',
])('%s', async (sql) => {
  // The value stands in the second row, so that offsets matter.
  const query = `SELECT v FROM (SELECT 1 AS n, ${sql} AS v UNION ALL SELECT 0, NULL) ORDER BY n`;
  const described = session.describe(query);
  if (!described.ok) throw new Error(described.message);
  const vector = (await session.stream(query)).getChildAt(0);
  const [column] = described.columns;
  if (vector === null || column === undefined) throw new Error('no column');
  const expected: unknown = session
    .query(`SELECT CAST(${sql} AS VARCHAR) AS t`)
    .getChildAt(0)
    ?.get(0);
  expect(cellText(vector, column.type, 1)).toBe(expected);
  expect(cellText(vector, column.type, 0)).toBeNull();
});
