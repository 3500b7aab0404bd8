import { expect, test } from 'vitest';
import { uriOfPath, uriOfSink } from './shared-paths.ts';

const PATHS = {
  folder: '/home/ada/flights',
  shared: { '/mnt/lake': 's3a://lake/', '/mnt/lake/hot': 'hdfs://hot/data', shared: 'file:///nfs' },
};

test.each([
  ['hdfs://node/data/*.parquet', 'hdfs://node/data/*.parquet'],
  ['s3a://bucket/a b', 's3a://bucket/a b'],
  ['https://example.org/a.csv', undefined],
  ['data/a.csv', undefined],
  ['/mnt/lake/2024/*.csv', 's3a://lake/2024/*.csv'],
  ['/mnt/lake', 's3a://lake'],
  ['/mnt/lakes/a', undefined],
  ['/mnt/lake/hot/a', 'hdfs://hot/data/a'],
  ['../../../mnt/lake/./x/../a', 's3a://lake/a'],
  ['file:///mnt/lake/a', 's3a://lake/a'],
  ['file:/tmp/a', undefined],
  ['shared/a', 'file:///nfs/a'],
  ['C:\\data\\a', undefined],
])('%s is seen at %s', (path, uri) => {
  expect(uriOfPath(path, PATHS)).toBe(uri);
});

test.each([
  ['out/late.parquet', undefined, undefined],
  ['out/late.parquet', 'hdfs://node/results/', 'hdfs://node/results/out/late.parquet'],
  ['../../late', 'hdfs://node/results', 'hdfs://node/results/late'],
  ['/mnt/lake/late', 'hdfs://node/results', undefined],
  ['file:///mnt/lake/late', undefined, 's3a://lake/late'],
  ['file:///tmp/late', undefined, undefined],
  ['abfss://a@b/late', undefined, 'abfss://a@b/late'],
])('%s with a default of %s goes to %s', (path, defaultSink, uri) => {
  expect(uriOfSink(path, { ...PATHS, defaultSink })).toBe(uri);
});
