import { expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Join, Relation, StageOutput } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
import { halvePartition } from './halve-partition.ts';
import { partitionsOf } from './partitions.ts';
import type { StageStats } from './physical-context.ts';
import { DEFAULT_SIZING } from './sizing.ts';

const blocks = [
  { rows: 5, bytes: 50 },
  { rows: 0, bytes: 0 },
  { rows: 1, bytes: 10 },
  { rows: 4, bytes: 40 },
];
const STATS: StageStats = {
  sourceBytes: 0,
  partitions: [
    { rows: 10, bytes: 100, blocks },
    { rows: 3, bytes: 30, blocks: [{ rows: 3, bytes: 30 }] },
  ],
};
const context = {
  sizing: { ...DEFAULT_SIZING, coalesceBytes: 50 },
  splitsOf: () => [],
  stage: () => STATS,
};

const stored = (): StageOutput => ({
  kind: 'stage-output',
  stage: 's',
  schema: [{ name: 'k', type: scalar('INTEGER') }],
  distribution: { kind: 'materialise' },
  read: 'partition',
});

const k = ex.column('k');
const join = (type: Join['type'], left: Relation): Relation =>
  rel.join({
    left,
    right: { ...stored(), stage: 'other', read: 'all' },
    type,
    on: [{ left: k, right: k }],
    columns: [{ name: 'k', side: 'left', column: 'k' }],
    strategy: 'broadcast',
  });

const halves = async (relation: Relation, index = 0) => {
  const partition = partitionsOf(relation, context)[index];
  if (partition === undefined) throw new Error('no such partition');
  const found = await halvePartition(partition, async () => undefined, context);
  return found?.map(({ parts, rowOffset }) => [
    parts.map((part) => ('slice' in part ? part.slice : 'whole')),
    rowOffset,
  ]);
};

test.each<[string, (input: Relation) => Relation]>([
  ['narrow steps', (input) => rel.filter(rel.select(input, ['k']), ex.isNotNull(k))],
  ['a partial aggregate', (input) => ({ ...rel.aggregate(input, [], []), phase: 'partial' })],
  ['each partition\u2019s first rows', (input) => ({ ...rel.limit(input, 3), local: true })],
])('stored rows below %s are cut between blocks, in the middle of their bytes', async (_, make) => {
  expect(await halves(make(stored()))).toEqual([
    [[{ from: 0, to: 1 }], 0],
    [[{ from: 1, to: 4 }], 5],
  ]);
  expect(await halves(make(stored()), 1), 'one block').toBeUndefined();
});

test('the left side of a join is cut, the right one read whole by both halves', async () => {
  expect(await halves(join('left', stored()))).toEqual([
    [[{ from: 0, to: 1 }, 'whole'], 0],
    [[{ from: 1, to: 4 }, 'whole'], 5],
  ]);
});

test.each<[string, (input: Relation) => Relation]>([
  ['a sort', (input) => rel.sort(input, [ex.key(k)])],
  ['a whole aggregate', (input) => rel.aggregate(input, [{ name: 'k', expression: k }], [])],
  ['a full join', (input) => join('full', input)],
  ['a window', (input) => rel.window(input, [])],
])('rows below %s stay together', async (_, make) => {
  expect(await halves(make(stored()))).toBeUndefined();
});

test('halves are cut again', async () => {
  const [partition] = partitionsOf(stored(), context);
  if (partition === undefined) throw new Error('no partition');
  const [, second] = (await halvePartition(partition, async () => undefined, context)) ?? [];
  if (second === undefined) throw new Error('not cut');
  const again = await halvePartition(second, async () => undefined, context);
  expect(again?.map(({ parts, rowOffset }) => [parts, rowOffset])).toMatchObject([
    [[{ slice: { from: 1, to: 3 } }], 5],
    [[{ slice: { from: 3, to: 4 } }], 6],
  ]);
});
