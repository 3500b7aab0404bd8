/** Physical plans as text, exchanges in place: one for each way in which rows have to meet. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Join, Relation, StageOutput } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
import { formatRelation } from '../logical/explain.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { openNative } from '../testing/native.ts';
import { insertExchanges } from './insert-exchanges.ts';
import { makeTasks } from './make-tasks.ts';
import { partitionsOf } from './partitions.ts';
import type { StageStats } from './physical-context.ts';
import { planPhysical } from './plan-physical.ts';
import type { Sizing } from './sizing.ts';
import { coalescePartitions, DEFAULT_SIZING } from './sizing.ts';
import { PhysicalRunner } from './testing/run-physical.ts';

let native: NativeDuckDB;
let runner: PhysicalRunner;
/** Six rows in three splits, and three in one. */
let many: Relation;
let few: Relation;

const SIZING: Sizing = { ...DEFAULT_SIZING, exchangePartitionBytes: 150 };

beforeAll(async () => {
  native = await openNative();
  runner = new PhysicalRunner(native, SIZING);
  const inline = (name: string, count: number): Relation =>
    rel.scan({
      format: 'inline',
      columns: [
        { name: 'k', type: scalar('INTEGER') },
        { name, type: scalar('DOUBLE') },
      ],
      rows: Array.from({ length: count }, (_, i) => [ex.integer(i % 2), ex.double(i)]),
    });
  [many = inline('v', 0)] = await runner.split([inline('v', 6)], 2);
  [few = inline('w', 0)] = await runner.split([inline('w', 3)], 3);
});
afterAll(() => native.close());

const k = ex.column('k');
const v = ex.column('v');
const byK = [{ name: 'k', expression: k }];
const numbered = (partitionBy: readonly (typeof k)[], orderBy = [ex.key(v)]) => ({
  kind: 'window' as const,
  call: ex.call('row_number'),
  partitionBy,
  orderBy,
});
const joined = (type: Join['type'], right: Relation, changes: Partial<Join> = {}): Relation =>
  rel.join({
    left: many,
    right,
    type,
    on: [{ left: k, right: k }],
    columns: [{ name: 'k', side: 'left', column: 'k' }],
    ...changes,
  });
const distinctCall = (name: string): Call => ({ ...ex.call(name, v), distinct: true });

const PLANS: Readonly<Record<string, () => Relation>> = {
  'narrow steps need no exchange': () => rel.filter(rel.select(many, ['k']), ex.isNotNull(k)),
  'a grouping in parts': () => rel.aggregate(many, byK, [{ name: 's', call: ex.call('sum', v) }]),
  'a total in parts': () => rel.aggregate(many, [], [{ name: 'n', call: ex.call('count') }]),
  'a grouping that needs whole groups': () =>
    rel.aggregate(many, byK, [{ name: 'm', call: ex.call('median', v) }]),
  'distinct values are counted in two steps': () =>
    rel.aggregate(many, byK, [{ name: 'n', call: distinctCall('count') }]),
  'a grouping of one partition': () =>
    rel.aggregate(few, byK, [{ name: 'n', call: ex.call('count') }]),
  'a sort waits for sizes': () => rel.sort(many, [ex.key(v)]),
  'first rows': () => rel.limit(many, 5, 2),
  'first rows of groups': () =>
    rel.topN({ input: many, per: [k], by: [ex.key(v)], rows: 1, offset: 0 }),
  'duplicates go twice': () =>
    rel.distinct({ input: many, keys: ['k'], keep: 'first', order: [], output: 'kept' }),
  'windows by different columns become a chain': () =>
    rel.window(many, [
      { name: 'a', window: numbered([k]) },
      { name: 'b', window: numbered([v]) },
    ]),
  'row numbers need counts alone': () =>
    rel.window(many, [{ name: 'n', window: numbered([], []) }]),
  'an inner join waits for the size of its right side': () => joined('inner', few),
  'a full join shuffles': () => joined('full', few),
  'a cross join broadcasts': () => joined('cross', few, { on: [] }),
  'a shared relation is stored once': () => {
    const shared = rel.filter(many, ex.isNotNull(v));
    return rel.union([shared, rel.project(shared, [...byK, { name: 'v', expression: v }])]);
  },
  'a query over all rows': () =>
    rel.sql({
      inputs: [{ name: 'many', relation: many }],
      query: 'SELECT * FROM many',
      param: 'query',
      perPartition: false,
    }),
};

const planned = async (relation: Relation): Promise<Relation[]> =>
  insertExchanges(await planPhysical([relation], runner.context), runner.context);

test.each(Object.keys(PLANS))('%s', async (name) => {
  const relation = (PLANS[name] ?? (() => many))();
  await runner.context.bind(relation);
  const plan = await planned(relation);
  expect(formatRelation(plan)).toMatchSnapshot();
  expect(insertExchanges(plan, runner.context)[0], 'exchanges are put in once').toBe(plan[0]);
});

test('small neighbours are read together, large partitions alone, order kept', () => {
  const sizing = { ...SIZING, coalesceBytes: 100 };
  expect(coalescePartitions([], sizing)).toEqual([]);
  expect(coalescePartitions([10, 20, 70, 1, 500, 0, 0, 99], sizing)).toEqual([
    [0, 1, 2],
    [3],
    [4],
    [5, 6, 7],
  ]);
});

const stored = (stage: string, changes: Partial<StageOutput> = {}): StageOutput => ({
  kind: 'stage-output',
  stage,
  schema: [{ name: 'k', type: scalar('INTEGER') }],
  distribution: { kind: 'hash', keys: [k], partitions: 3 },
  read: 'partition',
  ...changes,
});

const STATS: Readonly<Record<string, StageStats>> = {
  left: { sourceBytes: 0, partitions: [5, 6, 7].map((rows) => ({ rows, bytes: 60, blocks: [] })) },
  right: { sourceBytes: 0, partitions: [1, 2, 3].map((rows) => ({ rows, bytes: 30, blocks: [] })) },
};

const sizes = () => ({
  ...runner.context,
  sizing: { ...SIZING, coalesceBytes: 100 },
  stage: ({ stage }: StageOutput): StageStats => STATS[stage] ?? { sourceBytes: 0, partitions: [] },
});

const readBy = (relation: Relation): unknown[] =>
  partitionsOf(relation, sizes()).map(({ parts }) =>
    parts.map((part) => ('partitions' in part ? part.partitions : (part.split?.index ?? 'none'))),
  );

test('sides of a join that were hashed alike meet partition by partition', () => {
  const join = joined('inner', stored('right'), { left: stored('left'), strategy: 'shuffle' });
  expect(readBy(join)).toEqual([
    [[0], [0]],
    [[1], [1]],
    [[2], [2]],
  ]);
  expect(readBy(stored('right'))).toEqual([[[0, 1, 2]]]);
});

test('a broadcast side is read whole by every task', () => {
  const right = stored('right', { read: 'all' });
  const join = joined('inner', right, { strategy: 'broadcast' });
  expect(readBy(join)).toEqual([
    [0, 'all'],
    [1, 'all'],
    [2, 'all'],
  ]);
});

test('the tasks of a union are those of its branches, in order', () => {
  expect(readBy(rel.union([few, many, stored('right')]))).toEqual([
    [0],
    [0],
    [1],
    [2],
    [[0, 1, 2]],
  ]);
});

test('stored partitions know how many rows stand before them', () => {
  expect(partitionsOf(stored('left'), sizes()).map(({ rowOffset }) => rowOffset)).toEqual([
    0, 5, 11,
  ]);
});

test('a task is one statement over the tables that it reads', () => {
  const tasks = makeTasks(rel.filter(many, ex.isNotNull(v)), runner.context);
  expect(tasks.map(({ partition, inputs }) => [partition, inputs.length])).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
  ]);
  expect(new Set(tasks.map(({ sql }) => sql))).toEqual(
    new Set(['SELECT * FROM "in_0" WHERE "v" IS NOT NULL']),
  );
});

test.each([
  ['by a key', byK],
  ['in all', []],
])('distinct values of many partitions are counted once, %s', async (_, keys) => {
  const counted = rel.aggregate(many, keys, [{ name: 'n', call: distinctCall('count') }]);
  await runner.context.bind(counted);
  const [rows] = await runner.run([counted]);
  expect(rows?.map((row) => row.at(-1))).toEqual(keys.length === 0 ? [6] : [3, 3]);
});
