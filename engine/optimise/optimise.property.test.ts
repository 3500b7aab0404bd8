import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Relation } from '../contract/relation.ts';
import type { Cell, NativeDuckDB } from '../testing/native.ts';
import { extractBounds } from './extract-bounds.ts';
import { narrowSteps } from './narrow-steps.ts';
import type { Optimised } from './optimise.ts';
import { optimise } from './optimise.ts';
import type { Rule } from './rule.ts';
import { defaultRules } from './rules.ts';
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

const TAPES = fc.array(fc.noBias(fc.nat(1 << 16)), { minLength: 12, maxLength: 70, size: 'max' });

const optimised = (
  roots: readonly Relation[],
  rules: readonly Rule[] = defaultRules,
): Promise<Optimised> =>
  optimise(roots, {
    rules,
    bind,
    sourceSchema: inlineSchema,
    // So that joins change sides, whatever the tables hold.
    estimate: (scan) => ({ rows: inlineSchema(scan)[0]?.name === 't0' ? 10 : 1000, bytes: 1 }),
  });

/** Not a rule of the engine, but one that plans to export go through. */
const NARROW: Rule = {
  name: 'narrow-steps',
  apply: (roots, { columnsOf }) => {
    const narrow = narrowSteps(roots, columnsOf).roots;
    return narrow.every((root, i) => root === roots[i]) ? roots : narrow;
  },
};

test.each([
  ['every rule', defaultRules],
  ['its steps are narrowed', [NARROW]],
])('a random plan gives the same rows, and no new error, after %s', async (_, rules) => {
  await fc.assert(
    fc.asyncProperty(TAPES, async (tape) => {
      const { roots } = randomPlan(tape);
      const result = await optimised(roots, rules);
      let compared = 0;
      for (const [i, root] of roots.entries()) {
        const after = result.roots[i];
        if (after === undefined) throw new Error('a root is missing');
        const expected = await runPlan(native, root);
        // A written error may go away; none may come.
        if (!expected.ok) continue;
        compared += 1;
        const actual = await runPlan(native, after);
        const context = () => `${planText(root)}\n=>\n${planText(after)}`;
        if (!actual.ok) throw new Error(`${actual.message}\n${context()}`);
        expect(inAnyOrder(actual.rows), context()).toEqual(inAnyOrder(expected.rows));
        if (root.kind === 'sort') expect(actual.rows, context()).toEqual(expected.rows);
      }
      // Where nothing could be compared another plan takes its place.
      fc.pre(compared > 0);
    }),
    { numRuns: RUNS },
  );
});

/** Bounds are for the statistics of files; the tables of random plans are inline. */
const REACHABLE = defaultRules.filter((rule) => rule !== extractBounds).map(({ name }) => name);

test('such plans reach the rules', async () => {
  const fired = new Set<string>();
  // Always the same plans: which rules some random ones reach is a matter of luck.
  for (const tape of fc.sample(TAPES, { seed: 1, numRuns: 300 })) {
    const result = await optimised(randomPlan(tape).roots);
    result.fired.forEach((name) => fired.add(name));
  }
  expect([...fired].sort()).toEqual([...REACHABLE].sort());
});
