/** Every expression form and function that Spark is said to have, on data, against DuckDB. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FUNCTIONS } from '../../engine/expression/functions/catalogue.ts';
import { loadExpressionParser } from '../../engine/expression/parser.ts';
import { openConnectSpark } from './connect-spark.ts';
import type { ExpressionBench, Outcome } from './expressions.ts';
import { openExpressionBench } from './expressions.ts';
import { formsOf, subjectOf } from './forms.ts';
import { CASES } from './function-cases.ts';
import { record } from './record.ts';
import { openSpark } from './spark.ts';

// Cases are named by what they are made of.
await loadExpressionParser();

const SPARKS = { 'spark-sql': () => openSpark(), cluster: openConnectSpark } as const;

let bench: ExpressionBench;

describe.each(Object.keys(SPARKS) as (keyof typeof SPARKS)[])('%s', (target) => {
  beforeAll(async () => {
    bench = await openExpressionBench(SPARKS[target]);
  });
  afterAll(() => bench.close());

  describe.each(Object.entries(CASES))(
    '%s',
    (_, { place, same = [], fails = [], refused = [] }) => {
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
        expect(outcomes.get(text), JSON.stringify(outcomes.get(text))).toMatchObject({
          kind: 'same',
        });
        for (const name of formsOf(text)) {
          record({ target, kind: 'function', name, of: text, outcome: 'same' });
        }
      });

      test.each(fails)('fails on both sides: %s', (text) => {
        expect(outcomes.get(text)).toMatchObject({ kind: 'error' });
      });

      test.each(refused)('refused: %s', (text) => {
        expect(outcomes.get(text)).toMatchObject({ kind: 'refused' });
        recordRefusal(subjectOf(text), text, outcomes.get(text));
      });
    },
  );

  describe('the rest of the catalogue is refused', () => {
    const tried = new Set(
      Object.values(CASES).flatMap(({ same = [], refused = [] }) => [
        ...same.flatMap(formsOf),
        ...refused.map(subjectOf),
      ]),
    );
    const rest = [...FUNCTIONS.values()].filter(({ name }) => !tried.has(name));

    test.each(rest)('$name', async ({ name, kind, example }) => {
      const place = kind === 'aggregate' ? 'aggregate' : 'row';
      const outcome = await bench.refusalOf(example.input, example.expression, place);
      expect(outcome).toMatchObject({ kind: 'refused' });
      recordRefusal(name, example.expression, outcome);
    });
  });
});

function recordRefusal(name: string, of: string, outcome: Outcome | undefined): void {
  if (outcome?.kind !== 'refused') return;
  const { reason } = outcome;
  // It is the translation that refuses, which all languages for Spark share.
  for (const target of ['spark-sql', 'cluster', 'pyspark', 'scala-spark', 'java-spark'] as const) {
    record({ target, kind: 'function', name, of, outcome: 'refused', reason });
  }
}
