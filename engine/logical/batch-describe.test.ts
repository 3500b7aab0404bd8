import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Describe, DescribeAnswer } from '../contract/describe.ts';
import { formatType } from '../contract/schema.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { openNative } from '../testing/native.ts';
import { batchDescribe } from './batch-describe.ts';

let native: NativeDuckDB;
let asked: string[];
let describe: Describe;

beforeAll(async () => {
  native = await openNative();
});
afterAll(() => native.close());

const start = (): void => {
  asked = [];
  describe = batchDescribe((sql) => {
    asked.push(sql);
    return native.describe(sql);
  });
};

const typesOf = (answer: DescribeAnswer): readonly string[] | string =>
  answer.ok ? answer.columns.map(({ type }) => formatType(type)) : answer.type;

test('what is asked meanwhile is asked in one statement', async () => {
  start();
  const queries = Array.from({ length: 50 }, (_, i) => `SELECT ${i}::BIGINT AS a, 'x' AS b`);
  const answers = await Promise.all([...queries, 'SELECT 1 AS a -- end'].map(describe));
  expect(answers.map(typesOf)).toEqual([...queries.map(() => ['BIGINT', 'VARCHAR']), ['INTEGER']]);
  expect(asked).toHaveLength(2);
});

test('a query that does not bind leaves the answers of the others alone', async () => {
  start();
  const queries = ['SELECT 1', 'SELECT 2.5', 'SELECT nothing', 'SELECT (', "SELECT 'a', 2"];
  expect((await Promise.all(queries.map(describe))).map(typesOf)).toEqual([
    ['INTEGER'],
    ['DECIMAL(2,1)'],
    'Binder',
    'Parser',
    ['VARCHAR', 'INTEGER'],
  ]);
});

test('a call that fails is told to its caller alone', async () => {
  const failing = batchDescribe((sql) =>
    sql.includes('broken') ? Promise.reject(new Error('lost')) : native.describe(sql),
  );
  const answers = await Promise.allSettled(
    ['SELECT 1', "SELECT 'broken'", 'SELECT 2'].map(failing),
  );
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
