import { expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import type { Relation } from '../contract/relation.ts';
import { rel } from '../contract/rel.ts';
import { createRelationKeys } from './relation-key.ts';
import { coverageOf } from './sample-relation.ts';

const scanOf = (path: string): Relation => rel.scan({ format: 'parquet', paths: [path] });
const [large, small] = [scanOf('large'), scanOf('small')];
const coverage = (relation: Relation) =>
  coverageOf(relation, (part) =>
    part === small ? 'whole' : part === large ? 'prefix' : undefined,
  );
const even = ex.binary('=', ex.column('a'), ex.integer(2));
const sorted = (input: Relation) => rel.sort(input, [ex.key(ex.column('a'))]);
const join = (left: Relation, right: Relation, type: 'inner' | 'left' | 'right' | 'full') =>
  rel.join({
    left,
    right,
    type,
    on: [{ left: ex.column('a'), right: ex.column('a') }],
    columns: [{ name: 'a', side: 'left', column: 'a' }],
  });

test('what keeps rows in their order gives the first rows of all', () => {
  const narrow = rel.limit(rel.select(rel.filter(large, even), ['a']), 10);
  expect([coverage(large), coverage(narrow)]).toEqual(['prefix', 'prefix']);
});

test('what needs all rows gives rows that may not be there', () => {
  const grouped = rel.aggregate(large, [], [{ name: 'n', call: ex.call('count') }]);
  expect([sorted(large), grouped, rel.filter(grouped, even)].map(coverage)).toEqual([
    'part',
    'part',
    'part',
  ]);
  expect(coverage(sorted(small))).toBe('whole');
});

test('a join gives first rows where only its left side is cut', () => {
  expect(coverage(join(large, sorted(small), 'inner'))).toBe('prefix');
  expect(coverage(join(large, small, 'left'))).toBe('prefix');
  expect(coverage(join(small, large, 'inner'))).toBe('part');
  expect(coverage(join(large, small, 'right'))).toBe('part');
  expect(coverage(join(small, small, 'full'))).toBe('whole');
});

test('a union of cut inputs gives no first rows', () => {
  expect(coverage(rel.union([large, small]))).toBe('part');
});

test('a key tells what rows a relation gives, not where it stands', () => {
  const key = (relation: Relation): string => createRelationKeys(() => 'v1')(relation);
  const at = { origin: { node: 'x', port: 'output' } } as unknown as Partial<Relation>;
  const same = rel.filter({ ...large, ...at } as Relation, even);
  expect(key(same)).toBe(key(rel.filter(large, even)));
  expect(key(rel.filter(small, even))).not.toBe(key(same));
  expect(createRelationKeys(() => 'v2')(same)).not.toBe(key(same));
  expect(key(sorted(same))).not.toBe(key(same));
});

test('a key is found of what is deeper than the stack', () => {
  const deep = (last: Relation): Relation => {
    let relation = last;
    for (let level = 0; level < 20_000; level++) relation = rel.filter(relation, even);
    return relation;
  };
  const key = createRelationKeys(() => 'v1')(deep(large));
  expect(key).toBe(createRelationKeys(() => 'v1')(deep(large)));
  expect(key).not.toBe(createRelationKeys(() => 'v1')(deep(small)));
});
