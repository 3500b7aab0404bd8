import { expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import { scalar } from '../contract/schema.ts';
import { formatRelation } from './explain.ts';

const orders = rel.scan({ format: 'csv', paths: ["data/it's.csv"], onBadRow: 'fail' });
const people = rel.scan(
  { format: 'parquet', paths: ['people.parquet'] },
  { columns: ['id', 'full name'], bounds: [{ column: 'id', op: '>=', value: ex.integer(5) }] },
);
const id = ex.column('id');

test('a shared relation is written once', () => {
  const kept = rel.filter(orders, ex.binary('>', ex.column('order'), ex.integer(10)));
  const text = formatRelation([
    rel.sink(rel.union([kept, rel.limit(kept, 5, 2)]), {
      path: 'out.parquet',
      format: 'parquet',
      partitionBy: ['year'],
      mode: 'append',
      csv: { delimiter: ',', quote: '"', header: true, nullValue: '' },
    }),
    rel.distinct({
      input: kept,
      keys: ['id'],
      keep: 'last',
      order: [ex.key(id, 'desc', 'first')],
      output: 'kept',
    }),
  ]);
  expect(text).toBe(
    [
      "write parquet 'out.parquet' partitioned by year (append)",
      '  union of 2',
      '    #1 filter "order" > 10',
      "      scan csv 'data/it''s.csv'",
      '    limit 5 offset 2',
      '      #1',
      'distinct by id keep last in order of id desc nulls first',
      '  #1',
    ].join('\n'),
  );
});

test('each kind of relation has a line of its own', () => {
  const joined = rel.join({
    left: orders,
    right: people,
    type: 'left',
    on: [{ left: ex.column('who'), right: id }],
    condition: ex.binary('<', ex.column('a', 'left'), ex.column('b', 'right')),
    columns: [
      { name: 'who', side: 'left', column: 'who' },
      { name: 'name', side: 'right', column: 'full name' },
    ],
    expect: 'many-to-one',
  });
  const grouped = rel.aggregate(
    joined,
    [{ name: 'name', expression: ex.column('name') }],
    [{ name: 'n', call: ex.call('count') }],
  );
  const top = rel.topN({
    input: grouped,
    per: [ex.column('name')],
    by: [ex.key(ex.column('n'), 'desc')],
    rows: 3,
    offset: 0,
  });
  const numbered = rel.window(top, [
    {
      name: 'i',
      window: {
        kind: 'window',
        call: ex.call('row_number'),
        partitionBy: [],
        orderBy: [ex.key(ex.column('n'))],
      },
    },
  ]);
  const sampled = rel.sample(numbered, {
    method: 'stratified',
    amount: { rows: 2 },
    by: ['name'],
    seed: 4,
  });
  const asked = rel.sql({
    inputs: [{ name: 'top', relation: sampled }],
    query: 'SELECT *\n  FROM top',
    param: 'query',
    perPartition: false,
  });
  expect(formatRelation([asked])).toBe(
    [
      "sql over top 'SELECT * FROM top'",
      '  sample stratified 2 rows by name seed 4',
      '    window i = row_number() OVER (ORDER BY n)',
      '      top 3 per name by n desc',
      '        aggregate n = count(*) by name',
      '          left join on who = id and left.a < right.b expect many-to-one [left.who, name = right."full name"]',
      "            scan csv 'data/it''s.csv'",
      '            scan parquet \'people.parquet\' [id, "full name"] where id >= 5',
    ].join('\n'),
  );
});

test('with schemas', () => {
  const text = formatRelation([orders], {
    schemaOf: () => [
      { name: 'id', type: scalar('INTEGER') },
      { name: 'a b', type: { kind: 'decimal', precision: 5, scale: 2 } },
    ],
  });
  expect(text).toBe("scan csv 'data/it''s.csv' → (id INTEGER, \"a b\" DECIMAL(5,2))");
});
