/** Every expression form and function that Spark is said to have, on data, against DuckDB. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExpressionBench } from './expressions.ts';
import { openExpressionBench } from './expressions.ts';
import { CASES } from './function-cases.ts';

let bench: ExpressionBench;

beforeAll(async () => {
  bench = await openExpressionBench();
});

afterAll(async () => {
  await bench.close();
});

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  test.each(cases.same ?? [])('same: %s', async (text) => {
    const outcome = await bench.compare(text, cases.place);
    expect(outcome, text).toMatchObject({ kind: 'same' });
  });

  test.each(cases.refused ?? [])('refused: %s', async (text) => {
    expect(await bench.compare(text, cases.place), text).toMatchObject({ kind: 'refused' });
  });
});
