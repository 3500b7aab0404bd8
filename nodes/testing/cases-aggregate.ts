import { overTable } from './case-builder.ts';
import type { ConformanceCase } from './case.ts';

const of = (name: string, column: string, more: object = {}): object => ({
  name: `${name}_${column}`,
  function: name,
  column,
  ...more,
});

/** Aggregates that split into parts, and those that need every row of a group. */
const SPLIT = [
  { name: 'rows', function: 'count' },
  of('count', 'x'),
  of('sum', 'x'),
  of('sum', 'm'),
  of('avg', 'd'),
  of('min', 'day'),
  of('max', 'g'),
  of('stddev', 'd'),
  of('variance', 'x'),
  of('bool_and', 'ok'),
  of('bool_or', 'ok'),
  of('corr', 'x', { by: 'd' }),
  of('first', 'x'),
  of('last', 'x'),
  of('any', 'x'),
  of('arg_min', 'id', { by: 'd' }),
  of('arg_max', 'id', { by: 'd' }),
];
const WHOLE = [
  of('median', 'd'),
  of('quantile', 'd', { fraction: 0.9 }),
  of('count_distinct', 'x'),
  of('approx_count_distinct', 'x'),
  of('list', 'x'),
  of('string_agg', 'g', { separator: '|', order: [{ column: 'x', nulls: 'first' }] }),
  { name: 'positive', function: 'sum', expression: 'x * 2', filter: 'x > 0' },
  { name: 'kinds', function: 'sum', column: 'x', distinct: true },
];

const groups = (name: string, keys: readonly string[], aggregates: readonly object[]) =>
  overTable(name, 'aggregate.group-by', { keys, aggregates }, { ordered: false });

export const aggregateCases: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'aggregate.group-by': [
    ...groups('parts, by a key with nulls', ['g'], SPLIT),
    ...groups('parts, without keys', [], SPLIT),
    ...groups('whole groups, by a key with nulls', ['g'], WHOLE),
    ...groups('whole groups, without keys', [], WHOLE),
    ...groups('mixed, by two keys', ['g', 'ok'], [...SPLIT.slice(0, 4), ...WHOLE.slice(0, 3)]),
    ...groups('keys alone', ['ok', 'g'], []),
    // Its own case: of values that are equally frequent, any may be the mode.
    ...groups('mode', ['id'], [of('mode', 'x')]),
  ],
  'aggregate.window': [
    ...overTable(
      'ranks',
      'aggregate.window',
      {
        partition: ['g'],
        order: [{ column: 'x' }],
        expressions: [
          { name: 'rn', function: 'row_number' },
          { name: 'rk', function: 'rank' },
          { name: 'dr', function: 'dense_rank' },
          { name: 'pr', function: 'percent_rank' },
          { name: 'cd', function: 'cume_dist' },
          { name: 'quarter', function: 'ntile', args: [4] },
        ],
      },
      { shuffles: true },
    ),
    ...overTable(
      'neighbours',
      'aggregate.window',
      {
        partition: ['g'],
        order: [{ column: 'id' }],
        expressions: [
          { name: 'before', function: 'lag', column: 'x' },
          { name: 'after', function: 'lead', column: 'x', args: [2, -1] },
          { name: 'first', function: 'first_value', column: 'x' },
          { name: 'second', function: 'nth_value', column: 'x', args: [2] },
        ],
      },
      { shuffles: true },
    ),
    ...overTable(
      'a moving frame',
      'aggregate.window',
      {
        partition: ['ok'],
        order: [{ column: 'id' }],
        frame: { start: { kind: 'preceding', offset: 2 }, end: { kind: 'following', offset: 1 } },
        expressions: [
          { name: 'mean', function: 'avg', column: 'd' },
          { name: 'n', function: 'count' },
        ],
      },
      { shuffles: true },
    ),
    ...overTable('running total without groups', 'aggregate.window', {
      order: [{ column: 'id' }],
      expressions: [{ name: 'total', function: 'sum', column: 'd' }],
    }),
    ...overTable('a week by date', 'aggregate.window', {
      order: [{ column: 'day' }],
      frame: { unit: 'range', start: { kind: 'preceding', offset: 'INTERVAL 7 DAY' } },
      expressions: [{ name: 'n', function: 'count', column: 'x' }],
    }),
  ],
  'aggregate.pivot': [
    ...overTable(
      'values found in the data',
      'aggregate.pivot',
      { rows: ['ok', 'g'], column: 'x', values: [{ column: 'd', function: 'sum' }] },
      { ordered: false, sizes: ['many', 'one'] },
    ),
    ...overTable(
      'fixed values, two cells',
      'aggregate.pivot',
      {
        rows: ['g'],
        column: 'ok',
        values: [
          { column: 'x', function: 'max' },
          { column: 'id', function: 'count', name: 'n' },
        ],
        fixed_values: [true, false],
      },
      { ordered: false },
    ),
  ],
  'aggregate.unpivot': [
    ...overTable(
      'nulls kept, types unified',
      'aggregate.unpivot',
      { columns: ['x', 'd'] },
      { columns: ['id', 'x', 'd', 'g'] },
    ),
    ...overTable(
      'nulls dropped',
      'aggregate.unpivot',
      { columns: ['d', 'm'], name_to: 'what', value_to: 'how_much', drop_nulls: true },
      { columns: ['g', 'd', 'm'] },
    ),
  ],
};
