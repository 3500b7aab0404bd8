/** Functions that need an OVER clause. Every aggregate may have one too. */
import type { FunctionEntry } from './entry.ts';
import { family } from './entry.ts';

const ROWS = `SELECT * FROM (VALUES (1, 10), (2, 20), (3, 20), (4, NULL)) AS t(x, y)`;

const window = family('window', 'window', ROWS);

export const WINDOW: readonly FunctionEntry[] = [
  window('row_number', '() → BIGINT', 'Number of the row, from 1.', [
    'row_number() OVER (ORDER BY x)',
    '4',
  ]),
  window('rank', '() → BIGINT', 'Rank with gaps after ties.', [
    'rank() OVER (ORDER BY y DESC NULLS LAST)',
    '4',
  ]),
  window('dense_rank', '() → BIGINT', 'Rank without gaps.', [
    'dense_rank() OVER (ORDER BY y DESC NULLS LAST)',
    '3',
  ]),
  window('percent_rank', '() → DOUBLE', 'Rank from 0 to 1.', [
    'percent_rank() OVER (ORDER BY x)',
    '1.0',
  ]),
  window('cume_dist', '() → DOUBLE', 'Fraction of rows up to this one.', [
    'cume_dist() OVER (ORDER BY x)',
    '1.0',
  ]),
  window(
    'ntile',
    '(count BIGINT) → BIGINT',
    'Number of the part when rows are dealt into equal parts.',
    ['ntile(2) OVER (ORDER BY x)', '2'],
  ),
  window('lag', '(value T, offset? BIGINT, default? T) → T', 'The value some rows before.', [
    'lag(y, 2) OVER (ORDER BY x)',
    '20',
  ]),
  window('lead', '(value T, offset? BIGINT, default? T) → T', 'The value some rows after.', [
    'lead(y, 1, -1) OVER (ORDER BY x)',
    '-1',
  ]),
  window('first_value', '(value T) → T', 'The value of the first row of the frame.', [
    'first_value(y) OVER (ORDER BY x)',
    '10',
  ]),
  window('last_value', '(value T) → T', 'The value of the last row of the frame.', [
    'last_value(y IGNORE NULLS) OVER (ORDER BY x)',
    '20',
  ]),
  window(
    'nth_value',
    '(value T, n BIGINT) → T',
    'The value of a row of the frame, counted from 1.',
    ['nth_value(x, 2) OVER (ORDER BY x)', '2'],
  ),
];
