import { expect, test } from 'vitest';
import { showControls, truncate, widthOf } from './fit-text.ts';
import { formatBytes, formatCount, formatDuration } from './format-amount.ts';
import { progressLine } from './progress-bar.ts';
import { createStyle, wantsColour } from './style.ts';

test('widths', () => {
  expect(widthOf('abc')).toBe(3);
  expect(widthOf('上海')).toBe(4);
  expect(widthOf('e\u0301')).toBe(1);
});

test('truncate cuts between graphemes', () => {
  expect(truncate('abcdef', 6)).toBe('abcdef');
  expect(truncate('abcdef', 5)).toBe('abcd…');
  expect(truncate('上海上海', 6)).toBe('上海…');
  expect(truncate('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
  expect(truncate('x'.repeat(1e6), 4)).toBe('xxx…');
});

test('control characters are shown, not obeyed', () =>
  expect(showControls('a\r\n\u001B\u202Eü')).toBe('a\\r\\n\\x1b\\u202eü'));

test('amounts', () => {
  expect([0, 999, 1000, 1234, 999_999, 1.2e6, 2e9, 3.25e12].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1 kB',
    '1.23 kB',
    '1 MB',
    '1.2 MB',
    '2 GB',
    '3.25 TB',
  ]);
  expect([0, 85.4, 999.6, 3210, 59_990, 125_000, 3_720_000].map(formatDuration)).toEqual([
    '0 ms',
    '85 ms',
    '1.0 s',
    '3.2 s',
    '1 min 0 s',
    '2 min 5 s',
    '1 h 2 min',
  ]);
  expect([0, 1, 1234567].map((n) => formatCount(n, 'row'))).toEqual([
    '0 rows',
    '1 row',
    '1,234,567 rows',
  ]);
});

test('colour', () => {
  expect(wantsColour(true, {})).toBe(true);
  expect(wantsColour(false, {})).toBe(false);
  expect(wantsColour(true, { NO_COLOR: '1' })).toBe(false);
  expect(wantsColour(true, { NO_COLOR: '' })).toBe(true);
  expect(wantsColour(true, { TERM: 'dumb' })).toBe(false);
  expect(createStyle(false).red('x')).toBe('x');
  expect(createStyle(true).red('x')).toBe('\u001B[31mx\u001B[39m');
});

test('the progress line says how far, and fits', () => {
  const progress = {
    type: 'progress',
    bytesRead: 5e8,
    bytesTotal: 2e9,
    rows: 45_123_000,
    tasksDone: 5,
    tasksTotal: 8,
    time: 3210,
  } as const;
  const plain = createStyle(false);
  expect(progressLine(progress, 3210, 100, plain)).toBe(
    '███████████████░░░░░░░░░   62%  5/8 tasks  500 MB of 2 GB  45.1M rows  3.2 s',
  );
  expect(progressLine(undefined, 0, 100, plain)).toContain('planning');
  expect(widthOf(progressLine(progress, 3210, 40, plain))).toBeLessThanOrEqual(40);
});
