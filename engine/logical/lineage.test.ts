import { beforeAll, expect, test } from 'vitest';
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { nodeId } from '../contract/ids.ts';
import { rel } from '../contract/rel.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import { loadExpressionParser, parseExpression } from '../expression/parser.ts';
import { lineageOf } from './lineage.ts';

beforeAll(loadExpressionParser);

const scan = (node: string): Scan => ({
  ...rel.scan({ format: 'csv', paths: [node], onBadRow: 'fail' }),
  origin: { node: nodeId(node), port: 'output' },
});
const a = scan('a');
const b = scan('b');
const columns = new Map<Relation, readonly string[]>([
  [a, ['id', 'x', 'y']],
  [b, ['id', 'z']],
]);
const columnsOf = (relation: Relation): readonly string[] =>
  columns.get(relation) ?? ['id', 'whatever'];

const parsed = (text: string): Expression => {
  const result = parseExpression(text, 'p');
  if (!result.ok) throw new Error(result.message);
  return result.expression;
};

const sources = (relation: Relation): unknown =>
  Object.fromEntries(
    [...lineageOf(relation, columnsOf)].map(([name, { sources: found, exact }]) => [
      name,
      `${found.map((source) => `${source.node}.${source.column}`).join(' ')}${exact ? '' : ' ?'}`,
    ]),
  );

test('through projections, joins and groups', () => {
  const sums = rel.project(a, [
    { name: 'id', expression: ex.column('ID') },
    { name: 's', expression: parsed('x + list_sum(list_transform([y], lambda x: x * 2))') },
    { name: 'one', expression: ex.integer(1) },
  ]);
  const joined = rel.join({
    left: sums,
    right: b,
    type: 'inner',
    on: [],
    columns: [
      { name: 'key', side: 'left', column: 'id' },
      { name: 's', side: 'left', column: 's' },
      { name: 'z', side: 'right', column: 'z' },
    ],
  });
  const grouped = rel.aggregate(
    joined,
    [{ name: 'key', expression: ex.column('key') }],
    [{ name: 'total', call: ex.call('sum', parsed('s * z')) }],
  );
  expect(sources(sums)).toEqual({ id: 'a.id', s: 'a.x a.y', one: '' });
  expect(sources(grouped)).toEqual({ key: 'a.id', total: 'a.x a.y b.z' });
});

test('through unions, unpivots, pivots and windows', () => {
  const both = rel.union([rel.select(a, ['id', 'x']), b]);
  expect(sources(both)).toEqual({ id: 'a.id b.id', x: 'a.x b.z' });
  const long = rel.unpivot(a, {
    columns: ['x', 'y'],
    nameTo: 'what',
    valueTo: 'v',
    dropNulls: true,
  });
  expect(sources(long)).toEqual({ id: 'a.id', what: '', v: 'a.x a.y' });
  const wide = rel.pivot(a, {
    rows: ['id'],
    column: 'x',
    aggregates: [{ name: 'n', call: ex.call('sum', ex.column('y')) }],
    values: [ex.text('p')],
  });
  expect(sources(wide)).toEqual({ id: 'a.id', p: 'a.y a.x' });
  const window = parsed('sum(x) OVER (PARTITION BY id ORDER BY y)');
  if (window.kind !== 'window') throw new Error('no window');
  expect(sources(rel.window(a, [{ name: 'w', window }]))).toMatchObject({ w: 'a.x a.id a.y' });
});

test("a user's query may read anything", () => {
  const query = rel.sql({
    inputs: [{ name: 'b', relation: b }],
    query: 'FROM b',
    param: 'query',
    perPartition: false,
  });
  expect(sources(query)).toEqual({ id: 'b.id b.z ?', whatever: 'b.id b.z ?' });
});
