import { expect, test } from 'vitest';
import { scalar } from '../contract/schema.ts';
import { binsOf } from './profile-column.ts';

const DAY = 86_400;

test.each([
  ['one value', 'BIGINT', 5, 5, { from: 5, width: 0, count: 1 }],
  ['few numbers: one bin each', 'BIGINT', 1, 5, { from: 1, width: 1, count: 5 }],
  ['20 numbers', 'BIGINT', 0, 19, { from: 0, width: 1, count: 20 }],
  ['21 numbers: two in each bin', 'INTEGER', 0, 20, { from: 0, width: 2, count: 11 }],
  ['a percentage', 'INTEGER', 0, 100, { from: 0, width: 6, count: 17 }],
  ['a month of days', 'DATE', 0, 29 * DAY, { from: 0, width: 2 * DAY, count: 15 }],
  ['a week of days', 'DATE', DAY, 7 * DAY, { from: DAY, width: DAY, count: 7 }],
  ['no whole numbers', 'DOUBLE', 0, 10, { from: 0, width: 0.5, count: 20 }],
  ['too many to tell apart', 'BIGINT', 0, 2 ** 60, { from: 0, width: 2 ** 60 / 20, count: 20 }],
] as const)('%s', (_, type, least, most, bins) => {
  expect(binsOf(scalar(type), least, most)).toEqual(bins);
});

test('without a range there are no bins', () => {
  expect(binsOf(scalar('DOUBLE'), -Number.MAX_VALUE, Number.MAX_VALUE)).toBeUndefined();
  expect(binsOf(scalar('DOUBLE'), 0, Infinity)).toBeUndefined();
});
