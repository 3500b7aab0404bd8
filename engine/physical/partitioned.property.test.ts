import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Distribution, Join, Relation } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import { optimise } from '../optimise/optimise.ts';
import { Choices } from '../optimise/testing/choices.ts';
import { planText } from '../optimise/testing/plan-text.ts';
import { randomPlan } from '../optimise/testing/random-plan.ts';
import { allKeys, plain, sorted, table } from '../optimise/testing/random-table.ts';
import { openUnoptimised, runPlan } from '../optimise/testing/run-plan.ts';
import type { Cell, NativeDuckDB } from '../testing/native.ts';
import { openNative } from '../testing/native.ts';
import type { Sizing } from './sizing.ts';
import { PhysicalRunner } from './testing/run-physical.ts';

const inAnyOrder = (rows: readonly (readonly Cell[])[]): string[] =>
  rows.map((row) => JSON.stringify(row)).sort();

/** For tables of a few rows of 100 bytes each. */
const SIZING: Sizing = {
  broadcastBytes: 300,
  exchangePartitionBytes: 150,
  coalesceBytes: 100,
  skewedBytes: 400,
  sampleKeysBytes: 0,
  sampledKeys: 4,
  fewestSampledKeys: 1,
  selectRanksBytes: 0,
  singleSortBytes: 200,
};

const RUNS = Number(process.env['SLUICE_PROPERTY_RUNS'] ?? 60);

let unoptimised: NativeDuckDB;
beforeAll(async () => {
  unoptimised = await openUnoptimised();
});
afterAll(() => unoptimised.close());

/** Rows of each root, computed over tables in splits of at most so many rows. */
async function runSplit(native: NativeDuckDB, roots: readonly Relation[], splitRows: number) {
  const runner = new PhysicalRunner(native, SIZING);
  const split = await runner.split(roots, splitRows);
  const { bind, sourceSchema, estimate } = runner.context;
  const optimised = await optimise(split, { bind, sourceSchema, estimate });
  return { rows: await runner.run(optimised.roots), exchanges: runner.exchanges };
}

/**
 * Expects the same rows from the plan at once and over split tables.
 *
 * @returns kinds of the exchanges that ran; nothing when there is nothing to compare with
 */
async function compare(
  roots: readonly Relation[],
  splitRows: number,
): Promise<readonly string[] | undefined> {
  const native = await openNative();
  try {
    const wanted: (readonly (readonly Cell[])[])[] = [];
    for (const root of roots) {
      // DuckDB's own optimiser leaves out work that fails: stages that store rows cannot.
      if (!(await runPlan(unoptimised, root)).ok) return undefined;
      const outcome = await runPlan(native, root);
      if (!outcome.ok) return undefined;
      wanted.push(outcome.rows);
    }
    const got = await runSplit(native, roots, splitRows).catch(async (thrown: unknown) => {
      if (await mayFail(roots, splitRows)) return undefined;
      throw new Error(planText(...roots), { cause: thrown });
    });
    if (got === undefined) return undefined;
    for (const [i, root] of roots.entries()) {
      const rows = got.rows[i] ?? [];
      expect(inAnyOrder(rows), planText(root)).toEqual(inAnyOrder(wanted[i] ?? []));
      if (root.kind === 'sort') expect(rows, planText(root)).toEqual(wanted[i]);
    }
    return got.exchanges;
  } finally {
    native.close();
  }
}

/**
 * Whether a failure in parts is not ours: a part of the plan fails by itself, and is not read at
 * once because the other side of a join is empty; or DuckDB's optimiser moved a cast to other rows.
 */
async function mayFail(roots: readonly Relation[], splitRows: number): Promise<boolean> {
  for (const part of walk(roots)) if (!(await runPlan(unoptimised, part)).ok) return true;
  const native = await openUnoptimised();
  try {
    return await runSplit(native, roots, splitRows).then(
      () => true,
      () => false,
    );
  } finally {
    native.close();
  }
}

test('a random plan gives the same rows in one piece and in many partitions', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.noBias(fc.nat(1 << 16)), { minLength: 12, maxLength: 70, size: 'max' }),
      fc.integer({ min: 1, max: 4 }),
      async (tape, splitRows) => {
        const { roots } = randomPlan(tape);
        // Where nothing can be compared another plan takes its place.
        fc.pre((await compare(roots, splitRows)) !== undefined);
      },
    ),
    // Plans are small: shrinking one costs more than it saves.
    { numRuns: RUNS, endOnFailure: true },
  );
});

const SEVEN_ROWS = [0, 3, 1234];
const t = table(new Choices(SEVEN_ROWS), 't');
const u = table(new Choices(SEVEN_ROWS), 'u');

const joined = (on: Join['on']): Relation =>
  rel.join({
    left: t.relation,
    right: u.relation,
    type: 'inner',
    on,
    columns: [
      { name: 'a', side: 'left', column: 't1' },
      { name: 'b', side: 'right', column: 'u1' },
    ],
  });

/** Random plans need not hold every kind of exchange: these do. */
const PLANS: Readonly<Record<Distribution['kind'], Relation>> = {
  single: rel.limit(sorted(t).relation, 3),
  broadcast: joined([]),
  hash: rel.aggregate(t.relation, plain(t.columns.slice(1, 2)), [
    { name: 'n', call: ex.call('count') },
  ]),
  range: rel.sort(t.relation, allKeys(t.columns)),
  materialise: joined([{ left: ex.column('t0'), right: ex.column('u0') }]),
};

test.each(Object.entries(PLANS))(
  'a plan with a %s exchange gives the same rows',
  async (kind, plan) => {
    expect(await compare([plan], 2)).toContain(kind);
  },
);
