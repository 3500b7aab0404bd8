/** Pipelines for what Spark needs of its users: orders without ties, and promises about keys. */
import { documentOf, overTable, overTwo, step } from '../../nodes/testing/case-builder.ts';
import type { ConformanceCase } from '../../nodes/testing/case.ts';

const of = (name: string, column: string, more: object = {}): object => ({
  name: `${name}_${column}`,
  function: name,
  column,
  ...more,
});

/** Keys without ties but between rows that are alike. */
const BY_ID = { order: [{ column: 'id' }] };
const LAST_FIRST = { order: [{ column: 'id', direction: 'desc' }] };

const AGGREGATES = [
  { name: 'rows', function: 'count' },
  of('count', 'x'),
  of('sum', 'x'),
  of('sum', 'm'),
  of('sum', 'd'),
  of('avg', 'd'),
  of('avg', 'm'),
  of('min', 'day'),
  of('max', 'g'),
  of('stddev', 'd'),
  of('variance', 'x'),
  of('bool_and', 'ok'),
  of('bool_or', 'ok'),
  of('median', 'd'),
  of('quantile', 'd', { fraction: 0.9 }),
  of('count_distinct', 'x'),
  of('corr', 'x', { by: 'd' }),
  of('mode', 'x', { order: [{ column: 'x' }] }),
  of('first', 'x', BY_ID),
  of('first', 'g', { order: [{ column: 'x', direction: 'desc' }, { column: 'id' }] }),
  of('last', 'x', LAST_FIRST),
  of('list', 'x', BY_ID),
  of('string_agg', 'g', { separator: '|', ...LAST_FIRST }),
  { name: 'positive', function: 'sum', expression: 'x * 2', filter: 'x > 0' },
  { name: 'kinds', function: 'sum', column: 'x', distinct: true },
];

const grouped = (name: string, keys: readonly string[]): ConformanceCase[] =>
  overTable(name, 'aggregate.group-by', { keys, aggregates: AGGREGATES }, { ordered: false });

const windows = (name: string, params: Readonly<Record<string, unknown>>): ConformanceCase[] =>
  overTable(name, 'aggregate.window', params, { ordered: false });

const NULLS_CSV = ['a,b,c', '1,NA,x', 'NA,2.5,', ',"","NA"', '4,-1,"N""A"'];

export const SPARK_CASES: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'input.csv': [
    {
      name: 'dates in a format of their own',
      document: documentOf('input.csv: dates in a format of their own', {
        data: step('input.csv', {
          path: 'data.csv',
          columns: { day: { type: 'DATE', format: '%b %d %Y' } },
        }),
      }),
      targets: ['data.output'],
      ordered: true,
      files: { 'data.csv': { kind: 'text', text: 'day,n\nJan 1 2000,1\n,2\nDec 31 1999,3\n' } },
    },
    {
      name: 'a text that is null',
      document: documentOf('input.csv: a text that is null', {
        data: step('input.csv', { path: 'data.csv', null_values: ['NA'] }),
      }),
      targets: ['data.output'],
      ordered: true,
      files: { 'data.csv': { kind: 'text', text: `${NULLS_CSV.join('\n')}\n` } },
    },
  ],
  'aggregate.group-by': [
    ...grouped('what Spark has, by a key with nulls', ['g']),
    ...grouped('what Spark has, without keys', []),
    ...overTable(
      'the first by a key that ties',
      'aggregate.group-by',
      { keys: ['g'], aggregates: [of('first', 'id', { order: [{ column: 'ok' }] })] },
      { ordered: false },
    ),
  ],
  'aggregate.window': [
    ...windows('ranks without ties', {
      partition: ['g'],
      order: [{ column: 'x', direction: 'desc', nulls: 'first' }, { column: 'id' }],
      expressions: [
        { name: 'rk', function: 'rank' },
        { name: 'dr', function: 'dense_rank' },
        { name: 'pr', function: 'percent_rank' },
        { name: 'cd', function: 'cume_dist' },
      ],
    }),
    ...windows('the whole partition', {
      partition: ['g'],
      expressions: [
        { name: 'total', function: 'sum', column: 'm' },
        { name: 'mean', function: 'avg', column: 'd' },
        { name: 'n', function: 'count' },
      ],
    }),
  ],
  'columns.cast': [
    ...overTable(
      'text and numbers that do not fit are rejected',
      'columns.cast',
      {
        casts: [
          { column: 'g', type: 'INTEGER' },
          { column: 'x', type: 'TINYINT' },
        ],
        on_error: 'reject',
      },
      { ports: ['output', 'rejects'], conserves: true },
    ),
  ],
  'columns.record-id': [
    ...overTable('in an order', 'columns.record-id', {
      name: 'n',
      order: [{ column: 'd', direction: 'desc', nulls: 'first' }, { column: 'id' }],
    }),
  ],
  'rows.limit': [
    ...overTable('top rows without ties', 'rows.limit', {
      rows: 5,
      offset: 2,
      by: [{ column: 'm', direction: 'desc' }, { column: 'id' }],
    }),
    ...overTable('top rows of every group without ties', 'rows.limit', {
      rows: 2,
      per: ['g'],
      by: [{ column: 'x' }, { column: 'id' }],
    }),
  ],
  'rows.distinct': [
    ...overTable(
      'one by keys in an order without ties',
      'rows.distinct',
      { keys: ['g', 'ok'], keep: 'last', order: [{ column: 'x' }, { column: 'id' }] },
      { ports: ['output', 'duplicates'], conserves: true },
    ),
  ],
  'rows.sample': [
    ...overTable('a random share', 'rows.sample', { fraction: 0.5, method: 'random', seed: 5 }),
    ...overTable('a share of every group', 'rows.sample', {
      fraction: 0.5,
      method: 'stratified',
      by: ['g'],
    }),
  ],
  'combine.join': [
    ...overTwo(
      'keys that are unique as expected',
      'combine.join',
      { type: 'left', on: [{ left: 'g', right: 'g' }], expect: 'many-to-one' },
      { left: 'data', right: 'other_unique' },
    ).map((each) => ({
      ...each,
      document: {
        ...each.document,
        nodes: {
          ...each.document.nodes,
          other_unique: {
            type: 'rows.distinct',
            inputs: { input: 'other' },
            params: { keys: ['g'], order: [{ column: 'id' }] },
          },
        },
      },
    })),
  ],
};
