import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Relation } from '../contract/relation.ts';
import type { Cell, NativeDuckDB } from '../testing/native.ts';
import { optimise } from './optimise.ts';
import { planText } from './testing/plan-text.ts';
import { randomPlan } from './testing/random-plan.ts';
import { inlineSchema, openUnoptimised, planSql, runPlan } from './testing/run-plan.ts';

let native: NativeDuckDB;
beforeAll(async () => {
  native = await openUnoptimised();
});
afterAll(() => native.close());

const bind = async (relation: Relation) => {
  const answer = await native.describe(planSql(relation));
  if (!answer.ok) throw new Error(answer.message);
  return answer.columns;
};

const inAnyOrder = (rows: readonly (readonly Cell[])[]): string[] =>
  rows.map((row) => JSON.stringify(row)).sort();

const RUNS = Number(process.env['SLUICE_PROPERTY_RUNS'] ?? 300);

test('a random plan gives the same rows, and no new error, after every rule', async () => {
  const fired = new Map<string, number>();
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.noBias(fc.nat(1 << 16)), { minLength: 12, maxLength: 70, size: 'max' }),
      async (tape) => {
        const { roots } = randomPlan(tape);
        const result = await optimise(roots, {
          bind,
          sourceSchema: inlineSchema,
          // So that joins change sides, whatever the tables hold.
          estimate: (scan) => ({
            rows: inlineSchema(scan)[0]?.name === 't0' ? 10 : 1000,
            bytes: 1,
          }),
        });
        result.fired.forEach((name) => fired.set(name, (fired.get(name) ?? 0) + 1));
        for (const [i, root] of roots.entries()) {
          const optimised = result.roots[i];
          if (optimised === undefined) throw new Error('a root is missing');
          const expected = await runPlan(native, root);
          // A written error may go away; none may come.
          if (!expected.ok) continue;
          compared += 1;
          const actual = await runPlan(native, optimised);
          const context = () => `${planText(root)}\n=>\n${planText(optimised)}`;
          if (!actual.ok) throw new Error(`${actual.message}\n${context()}`);
          expect(inAnyOrder(actual.rows), context()).toEqual(inAnyOrder(expected.rows));
          if (root.kind === 'sort') expect(actual.rows, context()).toEqual(expected.rows);
        }
      },
    ),
    { numRuns: RUNS },
  );
  // The generator must keep reaching the rules and must not only make plans that fail.
  expect(compared).toBeGreaterThan(RUNS / 2);
  expect(fired.size).toBeGreaterThan(RUNS >= 300 ? 6 : 3);
});
