import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatDuration } from './format.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [999_600, '1.00 MB'],
  [48_250_000, '48.3 MB'],
  [2.5e12, '2.50 TB'],
  [3.1e15, '3100 TB'],
])('%d bytes', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0.4, '0 ms'],
  [999, '999 ms'],
  [999.6, '1.00 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min 00 s'],
  [185_400, '3 min 05 s'],
])('%d milliseconds', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test('counts', () => {
  expect(formatCount(3_000_000)).toBe('3,000,000');
});
