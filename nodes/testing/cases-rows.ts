import { overTable } from './case-builder.ts';
import type { ConformanceCase } from './case.ts';

export const rowCases: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'rows.filter': [
    ...overTable(
      'null counts as dropped',
      'rows.filter',
      { condition: "x > 0 or g = 'north'" },
      { ports: ['kept', 'dropped'], conserves: true },
    ),
    ...overTable(
      'a condition over other rows',
      'rows.filter',
      { condition: 'row_number() over (partition by g order by id) <= 2' },
      { ports: ['kept', 'dropped'], conserves: true, shuffles: true },
    ),
  ],
  'rows.sort': [
    ...overTable('keys in both directions', 'rows.sort', {
      by: [{ column: 'g', direction: 'desc', nulls: 'first' }, { column: 'd' }],
    }),
    ...overTable('by an expression', 'rows.sort', { by: [{ expression: 'abs(x)' }] }),
  ],
  'rows.limit': [
    ...overTable('first rows', 'rows.limit', { rows: 7, offset: 3 }),
    ...overTable('no rows', 'rows.limit', { rows: 0 }),
    ...overTable('top rows', 'rows.limit', { rows: 5, by: [{ column: 'm', direction: 'desc' }] }),
    ...overTable(
      'top rows per group',
      'rows.limit',
      { rows: 2, offset: 1, per: ['g'], by: [{ column: 'x' }] },
      { shuffles: true },
    ),
    ...overTable(
      'first rows per group',
      'rows.limit',
      { rows: 1, per: ['ok', 'g'] },
      { shuffles: true },
    ),
  ],
  'rows.distinct': [
    ...overTable(
      'by all columns',
      'rows.distinct',
      {},
      { ports: ['output', 'duplicates'], conserves: true, shuffles: true },
    ),
    ...overTable(
      'last by keys in an order',
      'rows.distinct',
      { keys: ['g', 'ok'], keep: 'last', order: [{ column: 'x' }] },
      { ports: ['output', 'duplicates'], conserves: true, shuffles: true },
    ),
    ...overTable(
      'first by key',
      'rows.distinct',
      { keys: ['g'] },
      { ports: ['output', 'duplicates'], conserves: true, shuffles: true },
    ),
  ],
  'rows.sample': [
    ...overTable('first rows', 'rows.sample', { rows: 10 }),
    ...overTable('first share', 'rows.sample', { fraction: 0.25 }),
    ...overTable('random rows', 'rows.sample', { rows: 10, method: 'random', seed: 5 }),
    ...overTable('of every group', 'rows.sample', { rows: 2, method: 'stratified', by: ['g'] }),
  ],
  'rows.explode': [
    ...overTable('elements', 'rows.explode', { column: 'tags' }),
    ...overTable('with empty lists and position', 'rows.explode', {
      column: 'tags',
      keep_empty: true,
      position_name: 'n',
    }),
  ],
};
