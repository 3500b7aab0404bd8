/** Every expression form and function that Spark is said to have, on data, against DuckDB. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExpressionBench, Outcome } from './expressions.ts';
import { openExpressionBench } from './expressions.ts';
import { CASES } from './function-cases.ts';

let bench: ExpressionBench;

beforeAll(async () => {
  bench = await openExpressionBench();
});

afterAll(async () => {
  await bench.close();
});

describe.each(Object.entries(CASES))('%s', (_, { place, same = [], fails = [], refused = [] }) => {
  let outcomes: ReadonlyMap<string, Outcome>;

  beforeAll(async () => {
    const texts = [...same, ...refused];
    const found = [
      ...(await bench.compare(texts, place)),
      // One that fails would fail all that are in a query with it.
      ...(await bench.compare(fails, place)),
    ];
    outcomes = new Map([...texts, ...fails].map((text, i) => [text, found[i] as Outcome]));
  });

  test.each(same)('same: %s', (text) => {
    expect(outcomes.get(text), JSON.stringify(outcomes.get(text))).toMatchObject({ kind: 'same' });
  });

  test.each(fails)('fails on both sides: %s', (text) => {
    expect(outcomes.get(text)).toMatchObject({ kind: 'error' });
  });

  test.each(refused)('refused: %s', (text) => {
    expect(outcomes.get(text)).toMatchObject({ kind: 'refused' });
  });
});
