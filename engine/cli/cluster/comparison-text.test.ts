import { expect, test } from 'vitest';
import type { PushComparison } from '../../contract/push-comparison.ts';
import { createStyle } from '../terminal/style.ts';
import { formatComparison } from './comparison-text.ts';

const out = {
  write: () => undefined,
  isTerminal: false,
  width: Infinity,
  style: createStyle(false),
};

const EQUAL = {
  columns: [
    { name: 'id', type: 'BIGINT' },
    { name: 'city', type: 'VARCHAR' },
  ],
  onlyHere: [],
  onlyThere: [],
  types: [],
  casts: [],
  rows: { here: 1200, there: 1200 },
  same: 1199,
  close: 1,
  unequal: { here: 0, there: 0 },
  different: [],
  truncated: false,
  equal: true,
};

const COMPARISON: PushComparison = {
  sources: [
    { step: 'orders', port: 'output', rows: 1000, whole: false, by: 'cluster' },
    { step: 'names', port: 'rejects', rows: 1, whole: true, by: 'here' },
  ],
  outputs: [
    { ...EQUAL, step: 'same' },
    { ...EQUAL, step: 'none', rows: { here: 0, there: 0 }, same: 0, close: 0 },
    {
      ...EQUAL,
      step: 'other',
      close: 0,
      equal: false,
      unequal: { here: 2, there: 2 },
      casts: [{ name: 'id', from: 'INT', to: 'BIGINT' }],
      different: [
        { here: ['1', 'Oslo\u0007'], there: ['1', null], cells: ['city'] },
        { here: ['2', ''], cells: [] },
        { there: ['3', 'New York'], cells: [] },
      ],
    },
  ],
  notes: [],
  milliseconds: { here: 85, there: 1900 },
};

test('what was found is told, with both values of a cell', () => {
  expect(formatComparison(COMPARISON, 'lab', out)).toBe(
    [
      'Compared with a sample: orders 1,000 rows (the first ones, read by the cluster); names.rejects 1 row (all)',
      'same: equal, 1,200 rows',
      '  1 row with floats that differ by less than 1e-9',
      'none: equal, 0 rows',
      '  The sample leaves no rows here: take more of them with --rows.',
      'other: different, 2 of 1,200 rows here and 2 of 1,200 rows there have no equal one',
      '  id is INT there, and cast to BIGINT',
      '  ~ id=1',
      '    - here:  city="Oslo\\u0007"',
      '    + there: city=NULL',
      '  - only here: id=2 city=""',
      '  + only there: id=3 city="New York"',
      '85 ms here, 1.9 s on lab',
      '',
    ].join('\n'),
  );
});
