import { expect, test } from 'vitest';
import { scalar } from '../../../engine/contract/schema.ts';
import { binFilters, histogramBars, shareText, shortNumber } from './histogram.ts';

const bins = [0, 1, 1000, 500].map((rows, i) => ({ from: String(i), to: String(i + 1), rows }));

test('the tallest bar fills the height, rows are never invisible, no rows are', () => {
  const bars = histogramBars(bins, 100, 40);
  expect(bars.map(({ height }) => height)).toEqual([0, 1, 40, 20]);
  expect(bars.map(({ x }) => x)).toEqual([0, 25, 50, 75]);
  expect(bars.every(({ x, width }) => x + width <= 100)).toBe(true);
  expect(histogramBars([], 100, 40)).toEqual([]);
  expect(histogramBars([{ from: '1', to: '1', rows: 0 }], 100, 40)[0]?.height).toBe(0);
});

test('a bin includes its upper bound only when it is the last', () => {
  const column = { name: 'n', type: scalar('INTEGER') };
  const operators = (isLast: boolean) =>
    binFilters(column, { from: '1', to: '5', rows: 3 }, isLast).map(({ operator }) => operator);
  expect(operators(false)).toEqual(['at-least', 'below']);
  expect(operators(true)).toEqual(['at-least', 'at-most']);
  expect(binFilters(column, { from: '7', to: '7', rows: 1 }, true)).toEqual([
    { column, operator: 'equals', value: '7' },
  ]);
});

test.each([
  [0, 10, '0%'],
  [0, 0, '0%'],
  [1, 100_000, '<0.1%'],
  [1, 8, '13%'],
  [1, 80, '1.3%'],
  [99_999, 100_000, '>99.9%'],
  [5, 5, '100%'],
])('%d of %d is %s', (part, whole, text) => expect(shareText(part, whole)).toBe(text));

test.each([
  ['44002085.163744', '44002085'],
  ['24999.5', '24999.5'],
  ['0.000012345678', '0.0000123457'],
  ['2024-01-01 00:00:00.1234567', '2024-01-01 00:00:00.1234567'],
  ['inf', 'inf'],
])('%s is short %s', (text, short) => expect(shortNumber(text)).toBe(short));
