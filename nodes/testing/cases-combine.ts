import { documentOf, overTwo, step, tableStep } from './case-builder.ts';
import { caseTable } from './case-data.ts';
import type { ConformanceCase } from './case.ts';

const sides = { left: 'data', right: 'other' };
const ports = ['output', 'left_unmatched', 'right_unmatched'];
const on = [{ left: 'x', right: 'x' }];

export const combineCases: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'combine.join': [
    ...['inner', 'left', 'right', 'full', 'semi', 'anti'].flatMap((type) =>
      overTwo(`${type} on a key with nulls`, 'combine.join', { type, on }, sides, { ports }),
    ),
    ...overTwo(
      'two keys of other names',
      'combine.join',
      {
        type: 'left',
        on: [
          { left: 'g', right: 'g' },
          { left: 'id', right: 'x' },
        ],
        suffix: '_2',
      },
      sides,
      { ports },
    ),
    ...overTwo(
      'a key and a range',
      'combine.join',
      { type: 'left', condition: 'left.g = right.g and left.d < right.d' },
      sides,
      { ports },
    ),
    ...overTwo('a range alone', 'combine.join', { condition: 'left.id = right.id + 3' }, sides, {
      ports,
    }),
    ...overTwo('every pair', 'combine.join', { type: 'cross' }, sides, { ports }),
  ],
  'combine.union': [
    {
      // Each part is one row for sure: no limit cuts it, and still all of them are gathered.
      name: 'totals',
      document: documentOf('combine.union: totals', {
        data: tableStep(caseTable('many')),
        rows: step(
          'aggregate.group-by',
          { aggregates: [{ name: 'n', function: 'count' }] },
          'data',
        ),
        most: step(
          'aggregate.group-by',
          { aggregates: [{ name: 'n', function: 'max', column: 'id' }] },
          'data',
        ),
        step: step('combine.union', { by: 'position' }, { inputs: ['rows', 'most', 'rows'] }),
      }),
      targets: ['step.output'],
      ordered: true,
    },
    ...overTwo(
      'by name, missing as null',
      'combine.union',
      { on_mismatch: 'fill_null' },
      { inputs: ['other', 'data'] },
      { ordered: true },
    ),
    ...overTwo(
      'by position, filled',
      'combine.union',
      { by: 'position', on_mismatch: 'fill_null' },
      { inputs: ['data', 'other'] },
      { ordered: true },
    ),
    ...overTwo(
      'the same input twice',
      'combine.union',
      {},
      { inputs: ['data', 'data', 'other_all'] },
      { ordered: true },
    ),
  ],
  'code.sql': [
    ...overTwo(
      'two inputs',
      'code.sql',
      { query: 'SELECT g, count(*) AS n FROM data WHERE id IN (SELECT id FROM other) GROUP BY g' },
      { inputs: ['data', 'other'] },
    ),
    ...overTwo(
      'per partition',
      'code.sql',
      { query: 'SELECT id, x + 1 AS y FROM data WHERE x IS NOT NULL', per_partition: true },
      { inputs: ['data'] },
      { ordered: true },
    ),
  ],
};
