import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Relation } from '../contract/relation.ts';
import { optimise } from '../optimise/optimise.ts';
import { planText } from '../optimise/testing/plan-text.ts';
import { randomPlan } from '../optimise/testing/random-plan.ts';
import type { Outcome } from '../optimise/testing/run-plan.ts';
import { openUnoptimised, runPlan } from '../optimise/testing/run-plan.ts';
import type { Cell, NativeDuckDB } from '../testing/native.ts';
import { openNative } from '../testing/native.ts';
import type { Sizing } from './sizing.ts';
import { PhysicalRunner } from './testing/run-physical.ts';

let unoptimised: NativeDuckDB;
beforeAll(async () => {
  unoptimised = await openUnoptimised();
});
afterAll(() => unoptimised.close());

const inAnyOrder = (rows: readonly (readonly Cell[])[]): string[] =>
  rows.map((row) => JSON.stringify(row)).sort();

/** For tables of a few rows of 100 bytes each. */
const SIZING: Sizing = {
  broadcastBytes: 300,
  exchangePartitionBytes: 150,
  coalesceBytes: 100,
  sampleKeysBytes: 0,
  sampledKeys: 4,
  fewestSampledKeys: 1,
  singleSortBytes: 200,
};

const RUNS = Number(process.env['SLUICE_PROPERTY_RUNS'] ?? 60);

test('a random plan gives the same rows in one piece and in many partitions', async () => {
  let compared = 0;
  const exchanges = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.noBias(fc.nat(1 << 16)), { minLength: 12, maxLength: 70, size: 'max' }),
      fc.integer({ min: 1, max: 4 }),
      async (tape, splitRows) => {
        const native = await openNative();
        try {
          const { roots } = randomPlan(tape);
          const expected: Outcome[] = [];
          for (const root of roots) {
            // DuckDB's own optimiser leaves out work that fails: stages that store rows cannot.
            if (!(await runPlan(unoptimised, root)).ok) return;
            expected.push(await runPlan(native, root));
          }
          const runner = new PhysicalRunner(native, SIZING);
          const split = await runner.split(roots, splitRows);
          const { bind, sourceSchema, estimate } = runner.context;
          const optimised = await optimise(split, { bind, sourceSchema, estimate });
          const rows = await runner.run(optimised.roots);
          runner.exchanges.forEach((kind) => exchanges.add(kind));
          roots.forEach((root: Relation, i) => {
            const wanted = expected[i];
            const got = rows[i] ?? [];
            if (wanted?.ok !== true) return;
            compared += 1;
            const text = planText(root);
            expect(inAnyOrder(got), text).toEqual(inAnyOrder(wanted.rows));
            if (root.kind === 'sort') expect(got, text).toEqual(wanted.rows);
          });
        } finally {
          native.close();
        }
      },
    ),
    // Plans are small: shrinking one costs more than it saves.
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(RUNS / 2);
  // How groupings are chosen is checked for itself in choose-grouping.test.ts.
  expect([...exchanges]).toEqual(
    expect.arrayContaining(['broadcast', 'hash', 'materialise', 'range', 'single']),
  );
}, 120_000);
