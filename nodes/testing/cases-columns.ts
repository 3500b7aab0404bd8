import { overTable } from './case-builder.ts';
import type { ConformanceCase } from './case.ts';

export const columnCases: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'columns.select': [
    ...overTable('order, name and type', 'columns.select', {
      columns: [{ column: 'm', as: 'money', type: 'DOUBLE' }, { column: 'id' }],
    }),
    ...overTable('the rest behind', 'columns.select', {
      columns: [{ column: 'day' }],
      rest: 'keep',
    }),
  ],
  'columns.rename': [
    ...overTable('by map', 'columns.rename', { map: { g: 'x', x: 'g' } }),
    ...overTable('by pattern', 'columns.rename', { pattern: '^(.)$', replacement: 'col $1' }),
  ],
  'columns.derive': [
    ...overTable('one after the other', 'columns.derive', {
      expressions: [
        { name: 'y', expression: 'x * 2' },
        { name: 'z', expression: 'y + x' },
        { name: 'x', expression: 'coalesce(x, 0)' },
        { name: 'label', expression: "upper(g) || '-' || x" },
      ],
    }),
    ...overTable(
      'with windows',
      'columns.derive',
      {
        expressions: [
          { name: 'share', expression: 'm / sum(m) over (partition by g)' },
          { name: 'n', expression: 'row_number() over (partition by g order by id)' },
        ],
      },
      { shuffles: true },
    ),
  ],
  'columns.cast': [
    ...overTable('text that is no number is null', 'columns.cast', {
      casts: [{ column: 'g', type: 'INTEGER' }],
      on_error: 'null',
    }),
    ...overTable(
      'text that is no number is rejected',
      'columns.cast',
      {
        casts: [
          { column: 'g', type: 'INTEGER' },
          { column: 'x', type: 'UTINYINT' },
        ],
        on_error: 'reject',
      },
      { ports: ['output', 'rejects'], conserves: true },
    ),
    ...overTable(
      'casts that fit',
      'columns.cast',
      {
        casts: [
          { column: 'x', type: 'BIGINT' },
          { column: 'm', type: 'VARCHAR' },
          { column: 'day', type: 'TIMESTAMP' },
        ],
      },
      { ports: ['output', 'rejects'], conserves: true },
    ),
  ],
  'columns.record-id': [
    ...overTable('in the order of the input', 'columns.record-id', {}),
    ...overTable(
      'per group, from 100',
      'columns.record-id',
      {
        name: 'n',
        start: 100,
        per: ['g'],
        order: [{ column: 'd', direction: 'desc', nulls: 'first' }],
      },
      { shuffles: true },
    ),
  ],
};
