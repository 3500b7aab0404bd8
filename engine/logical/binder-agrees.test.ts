/** What the binder derives piece by piece is what DuckDB says of the whole statement. */
import { expect, test } from 'vitest';
import type { WindowCall } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { emitTypedEmpty } from '../sql/emit-empty.ts';
import { emitRelation } from '../sql/emit-relation.ts';
import { parsed, table, useBinder } from './testing/binder-harness.ts';

const opened = useBinder();
const a = table({
  id: 'INTEGER',
  g: 'UTINYINT',
  amount: 'DECIMAL(10,2)',
  day: 'DATE',
  at: 'TIMESTAMP',
  'no te': 'VARCHAR',
  tags: 'VARCHAR[]',
  three: 'FLOAT[3]',
  kind: "ENUM('x', 'y')",
});
const b = table({ id: 'BIGINT', day: 'TIMESTAMP', rate: 'DOUBLE' });

const c = ex.column;
const windowOf = (text: string): WindowCall => {
  const expression = parsed(text);
  if (expression.kind !== 'window') throw new Error(text);
  return expression;
};
const joinOf = (type: 'inner' | 'left' | 'full') =>
  rel.join({
    left: a,
    right: b,
    type,
    on: [{ left: parsed('id + 1'), right: c('id') }],
    condition: ex.binary('<', c('day', 'left'), c('day', 'right')),
    columns: [
      { name: 'kind', side: 'left', column: 'kind' },
      { name: 'day', side: 'right', column: 'day' },
    ],
  });

const CASES: Readonly<Record<string, () => Relation>> = {
  filter: () => rel.filter(a, parsed("kind = 'x' AND amount BETWEEN 1 AND 2")),
  project: () =>
    rel.project(a, [
      { name: 'ID', expression: c('id') },
      ...[
        'amount / id',
        'amount * amount',
        'g + g',
        'day + INTERVAL 1 DAY',
        "date_trunc('month', day)",
        "coalesce(kind, 'z')",
        'CASE WHEN id > 1 THEN amount ELSE 1.123456 END',
        "{'a': id, 'b c': tags}",
        'MAP {kind: day}',
        '[id, amount]',
        'three[1]',
        'list_transform(tags, lambda x: length(x))',
        'NULL',
        '1',
        '10000000000',
        '1.50',
        'id IS NULL',
        'row_number() OVER ()',
      ].map((text, i) => ({ name: `e ${i}`, expression: parsed(text) })),
    ]),
  aggregate: () =>
    rel.aggregate(
      a,
      [
        { name: 'month', expression: parsed("date_trunc('month', at)") },
        { name: 'KIND', expression: c('kind') },
      ],
      [
        'sum(id)',
        'sum(g)',
        'avg(amount)',
        'sum(amount)',
        'count(DISTINCT id)',
        'list(day ORDER BY id)',
        'first(kind)',
        'median(day)',
        'mode("no te")',
        'string_agg("no te", \',\') FILTER (WHERE id > 1)',
        'arg_max(tags, id)',
        'approx_count_distinct(id)',
        'quantile_cont(amount, 0.5)',
      ].map((name) => {
        const call = parsed(name);
        if (call.kind !== 'call') throw new Error(name);
        return { name, call };
      }),
    ),
  ungrouped: () => rel.aggregate(a, [], [{ name: 'n', call: ex.call('count') }]),
  inner: () => joinOf('inner'),
  left: () => joinOf('left'),
  full: () => joinOf('full'),
  'as-of': () =>
    rel.asofJoin({
      left: a,
      right: b,
      type: 'left',
      on: [],
      nearest: { left: c('day'), right: c('day'), direction: 'forward' },
      columns: [{ name: 'rate', side: 'right', column: 'rate' }],
    }),
  sort: () => rel.sort(a, [ex.key(parsed('-id'))]),
  limit: () => rel.limit(a, 3),
  'top-n': () =>
    rel.topN({ input: a, per: [c('kind')], by: [ex.key(c('at'))], rows: 2, offset: 1 }),
  distinct: () => rel.distinct({ input: a, keep: 'first', order: [], output: 'kept' }),
  duplicates: () => rel.distinct({ input: a, keep: 'first', order: [], output: 'duplicates' }),
  union: () =>
    rel.union([
      rel.select(a, ['id', 'day', 'kind']),
      rel.project(b, [
        { name: 'x', expression: c('rate') },
        { name: 'y', expression: c('day') },
        { name: 'z', expression: ex.text('q') },
      ]),
    ]),
  window: () =>
    rel.window(a, [
      { name: 'lag', window: windowOf('lag(amount, 1, 0) OVER (PARTITION BY kind ORDER BY id)') },
      { name: 'sum', window: windowOf('sum(g) OVER (ORDER BY at ROWS 2 PRECEDING)') },
      { name: 'last', window: windowOf('last_value(tags) OVER (PARTITION BY kind)') },
      { name: 'part', window: windowOf('percent_rank() OVER (ORDER BY day)') },
      { name: 'tile', window: windowOf('ntile(4) OVER (ORDER BY day)') },
    ]),
  unpivot: () =>
    rel.unpivot(a, { columns: ['id', 'amount', 'g'], nameTo: 'n', valueTo: 'v', dropNulls: false }),
  unnest: () => rel.unnest(a, { column: 'tags', keepEmpty: true, positionName: 'i' }),
  'unnest an array': () => rel.unnest(a, { column: 'three', keepEmpty: false }),
  'sample of a fraction': () =>
    rel.sample(a, { method: 'random', amount: { fraction: 0.5 }, by: [], seed: 1 }),
  'sample of strata': () =>
    rel.sample(a, { method: 'stratified', amount: { rows: 2 }, by: ['kind'], seed: 1 }),
  sql: () =>
    rel.sql({
      inputs: [
        { name: 'a', relation: a },
        { name: 'b', relation: b },
      ],
      query: 'SELECT a.*, b.* FROM a JOIN b USING (id)',
      param: 'query',
      perPartition: false,
    }),
};

test.each(Object.keys(CASES))('%s', async (name) => {
  const relation = CASES[name]?.();
  if (relation === undefined) throw new Error(name);
  const bound = await opened.binder.bind(relation);
  const { sql } = emitRelation(relation, {
    dialect: 'duckdb',
    leaf: (leaf) => `(${emitTypedEmpty(leaf.kind === 'stage-output' ? leaf.schema : [])})`,
    columnsOf: (part) => (opened.binder.schemaOf(part) ?? []).map((column) => column.name),
    rowOffset: '0',
  });
  const whole = await opened.db.describe(sql);
  expect(bound).toEqual({ ok: true, schema: whole.ok ? whole.columns : whole });
  expect(await opened.db.queryCells(sql)).toHaveLength(name === 'ungrouped' ? 1 : 0);
});
