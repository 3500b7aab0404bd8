import { expect, test } from 'vitest';
import { sizeInBytes } from './describe-files.ts';

test.each([
  ['Relation [id#0] parquet, Statistics(sizeInBytes=1.5 KiB)', 1536],
  ['Relation [id#0] csv, Statistics(sizeInBytes=812.0 B)', 812],
  ['Statistics(sizeInBytes=8.0 EiB)', 2 ** 63],
  ['Relation [id#0] parquet', undefined],
])('the size of files in %s', (text, bytes) => {
  expect(sizeInBytes(text)).toBe(bytes);
});
