/** Pipelines for what Spark needs of its users: orders without ties, and promises about keys. */
import { documentOf, overTable, overTwo, step } from '../../nodes/testing/case-builder.ts';
import type { CaseTable } from '../../nodes/testing/case-data.ts';
import type { CaseFile, ConformanceCase } from '../../nodes/testing/case.ts';

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

const reading = (
  name: string,
  type: string,
  path: string,
  file: CaseFile,
  params: Readonly<Record<string, unknown>> = {},
): ConformanceCase => ({
  name,
  document: documentOf(`${type}: ${name}`, { data: step(type, { path, ...params }) }),
  targets: ['data.output'],
  ordered: true,
  files: { [path]: file },
});

const csv = (name: string, lines: readonly string[], params = {}): ConformanceCase =>
  reading(name, 'input.csv', 'data.csv', { kind: 'text', text: `${lines.join('\n')}\n` }, params);

const json = (name: string, lines: readonly string[]): ConformanceCase => ({
  ...reading(name, 'input.json', 'data.json', { kind: 'text', text: `${lines.join('\n')}\n` }),
  ownReader: ['data.output'],
});

const parquet = (name: string, table: CaseTable): ConformanceCase =>
  reading(name, 'input.parquet', 'data.parquet', { kind: 'table', format: 'parquet', table });

const MIXED = ['{"a": 1.50}', '{"a": "x"}', '{"a": true}', '{"a": [1, 2.0]}', '{"a": {"b": null}}'];

/** The step reads the sorted rows: their order is that of its own, where it has none. */
const sortedBefore = (cases: readonly ConformanceCase[]): ConformanceCase[] =>
  cases.map((each) => {
    const { nodes } = each.document;
    const { step } = nodes;
    if (step === undefined) throw new Error('a case without its step');
    const sorted = {
      type: 'rows.sort',
      inputs: { input: 'data' },
      params: { by: LAST_FIRST.order },
    };
    return {
      ...each,
      document: {
        ...each.document,
        nodes: { ...nodes, sorted, step: { ...step, inputs: { input: 'sorted' } } },
      },
    };
  });

export const SPARK_CASES: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'input.csv': [
    csv('a text that is null', ['a,b,c', '1,NA,x', 'NA,2.5,', ',"","NA"', '4,-1,"N""A"'], {
      null_values: ['NA'],
    }),
    csv('dates in a format of their own', ['day,n', 'Jan 1 2000,1', ',2', 'Dec 31 1999,3'], {
      columns: { day: { type: 'DATE', format: '%b %d %Y' } },
    }),
    csv('dates, times and booleans that are found', [
      'day,at,ok,d',
      '2024-02-29,2024-02-29 12:34:56,true,1e3',
      '2024-1-5,2024-02-29 00:00:00,false,-0.5',
      ',,,',
    ]),
    csv('empty lines', ['a,b', '1,x', '', '2,y']),
    csv('one column with empty lines', ['a', '1', '', '2']),
    csv('a comma before the fraction', ['a;b', '1,5;x', '2,25;y'], {
      delimiter: ';',
      decimal: ',',
      columns: { a: 'DOUBLE' },
    }),
  ],
  'input.json': [
    json('values of several types', MIXED),
    json('dates and times', [
      '{"day": "2024-02-29", "at": "2024-02-29 12:34:56", "t": "2024-02-29T12:34:56"}',
      '{"day": null, "at": "1969-12-31 23:59:59.5"}',
    ]),
    json('an array whose layout is found', [
      '[{"a": 1, "b": [true, null]},',
      ' {"a": null, "b": []}]',
    ]),
  ],
  'input.parquet': [
    parquet('unsigned and huge numbers', {
      columns: ['UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'TINYINT', 'FLOAT'].map(
        (type, i) => ({
          name: `n${i}`,
          type,
        }),
      ),
      rows: [
        [255, 65535, 4294967295, '18446744073709551615', -128, 1.5],
        [0, null, 0, 0, null, null],
      ],
    }),
    parquet('UUIDs', {
      columns: [{ name: 'u', type: 'UUID' }],
      rows: [['a81bc81b-dead-4e5d-abff-90865d1e13b1'], [null]],
    }),
    parquet('times with a zone', {
      columns: [{ name: 'at', type: 'TIMESTAMP WITH TIME ZONE' }],
      rows: [['2024-01-01 00:00:00+00'], [null]],
    }),
    parquet('times and nested values', {
      columns: [
        { name: 'at', type: 'TIMESTAMP' },
        { name: 's', type: 'STRUCT(a INTEGER, b VARCHAR[])' },
        { name: 'm', type: 'MAP(VARCHAR, INTEGER)' },
      ],
      rows: [
        ['1969-12-31 23:59:59.999999', null, null],
        ['2024-02-29 12:00:00', null, null],
      ],
    }),
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
    ...sortedBefore(
      overTable('after a sort', 'columns.record-id', { name: 'no' }, { ordered: false }),
    ),
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
    ...sortedBefore(
      overTable('the first after a sort', 'rows.distinct', { keys: ['g'] }, { ordered: false }),
    ),
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
