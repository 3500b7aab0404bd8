/** Pipelines for what Spark needs of its users: orders without ties, and promises about keys. */
import { overTable, overTwo } from '../../nodes/testing/case-builder.ts';
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
  of('first', 'x', BY_ID),
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

export const SPARK_CASES: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'aggregate.group-by': [
    ...grouped('what Spark has, by a key with nulls', ['g']),
    ...grouped('what Spark has, without keys', []),
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
