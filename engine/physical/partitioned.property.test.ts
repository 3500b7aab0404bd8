import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Distribution, Join, Relation } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
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
async function runSplit(
  native: NativeDuckDB,
  roots: readonly Relation[],
  splitRows: number,
  cutTasks = false,
) {
  const runner = new PhysicalRunner(native, SIZING, cutTasks);
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
  cutTasks = false,
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
    const got = await runSplit(native, roots, splitRows, cutTasks).catch(
      async (thrown: unknown) => {
        if (await mayFail(roots, splitRows)) return undefined;
        throw new Error(planText(...roots), { cause: thrown });
      },
    );
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
      fc.boolean(),
      async (tape, splitRows, cutTasks) => {
        const { roots } = randomPlan(tape);
        // Where nothing can be compared another plan takes its place.
        fc.pre((await compare(roots, splitRows, cutTasks)) !== undefined);
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

const k = ex.column('k');
const byK = [{ name: 'k', expression: k }];

/** Rows with a number of their own; so many of ten have one key, and some have none. */
const skewed = (rows: number, hot: number): Relation =>
  rel.scan({
    format: 'inline',
    columns: [
      { name: 'k', type: scalar('INTEGER') },
      { name: 'id', type: scalar('INTEGER') },
    ],
    rows: Array.from({ length: rows }, (_, i) => [
      (i * 7) % 10 < hot ? ex.integer(3) : i % 8 === 0 ? ex.null('INTEGER') : ex.integer(i % 17),
      ex.integer(i),
    ]),
  });

const selfJoin = (type: Join['type'], left: Relation, right: Relation): Relation =>
  rel.join({
    left,
    right,
    type,
    on: [{ left: k, right: k }],
    columns: ['k', 'id'].map((column) => ({ name: column, side: 'left', column })),
  });

const SHAPES: Readonly<Record<string, (left: Relation, right: Relation) => Relation>> = {
  sort: (left) => rel.sort(left, [ex.key(k, 'desc', 'first')]),
  inner: (left, right) => selfJoin('inner', left, right),
  left: (left, right) => selfJoin('left', left, right),
  semi: (left, right) => selfJoin('semi', left, right),
  anti: (left, right) => selfJoin('anti', left, right),
  full: (left, right) => selfJoin('full', left, right),
  'join, then group': (left, right) =>
    rel.aggregate(selfJoin('left', left, right), byK, [
      { name: 'n', call: ex.call('sum', ex.column('id')) },
    ]),
  group: (left) => rel.aggregate(left, byK, [{ name: 'n', call: ex.call('count') }]),
  distinct: (left) =>
    rel.distinct({ input: left, keys: ['k'], keep: 'last', order: [], output: 'kept' }),
  totals: (left) =>
    rel.aggregate(
      left,
      [],
      [
        ex.call('median', ex.column('id')),
        ex.call('quantile_disc', k, ex.double(0.8)),
        ex.call('quantile_cont', k, ex.literal('DECIMAL(2,1)', '0.3')),
        ex.call('mode', k),
        ex.call('max', k),
      ].map((call, i) => ({ name: `a${i}`, call })),
    ),
};

test('rows of which one key has most give the same in one piece and in many', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(SHAPES)),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 10 }),
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      async (shape, rows, hot, splitRows, cutTasks) => {
        const made = SHAPES[shape]?.(skewed(rows, hot), skewed(5 + (rows % 20), 1));
        if (made === undefined) throw new Error(`no shape ${shape}`);
        expect(await compare([made], splitRows, cutTasks)).toBeDefined();
      },
    ),
    { numRuns: Math.ceil(RUNS / 3), endOnFailure: true },
  );
});
