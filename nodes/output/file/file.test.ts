import { expect, test } from 'vitest';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ a: 'INTEGER', g: 'VARCHAR' }) };

test('overwrites one file by default', () => {
  expect(lowerNode('output.file', { path: 'a.csv', format: 'csv' }, { inputs })).toEqual({
    sink: {
      kind: 'sink',
      input: inputs.input.relation,
      target: {
        path: 'a.csv',
        format: 'csv',
        partitionBy: [],
        mode: 'overwrite',
        csv: { delimiter: ',', quote: '"', header: true, nullValue: '' },
      },
    },
  });
});

test('options reach the target', () => {
  const params = {
    path: 'out',
    format: 'csv',
    partition_by: ['G'],
    mode: 'append',
    compression: 'gzip',
    delimiter: ';',
    quote: "'",
    header: false,
    null_value: 'NA',
  };
  expect(lowerNode('output.file', params, { inputs })['sink']).toMatchObject({
    target: {
      partitionBy: ['g'],
      mode: 'append',
      compression: 'gzip',
      csv: { delimiter: ';', quote: "'", header: false, nullValue: 'NA' },
    },
  });
});

test('a partitioned output needs a column to write', () => {
  const params = { path: 'out', format: 'parquet', partition_by: ['a', 'g'] };
  expect(lowerProblem('output.file', params, { inputs })).toMatchObject({
    code: 'no-columns-left',
    param: 'partition_by',
  });
});

test.each([
  [{ format: 'parquet', delimiter: ';' }, 'delimiter: "delimiter" is for csv only'],
  [{ format: 'parquet', header: false }, 'header: "header" is for csv only'],
  [{ format: 'csv', compression: 'snappy' }, 'compression: csv can have: none, gzip, zstd'],
  [{ format: 'arrow', compression: 'zstd' }, 'compression: arrow can have: none'],
  [
    { format: 'parquet', mode: 'append' },
    'mode: a parquet file cannot be appended to: use csv, ndjson or "partition_by"',
  ],
  [{ format: 'csv', delimiter: '"' }, 'quote: the quote must differ from the delimiter'],
  [{ format: 'csv', quote: ',' }, 'quote: the quote must differ from the delimiter'],
  [{ format: 'csv', delimiter: '\n' }, 'delimiter: a line break ends rows, not values'],
  [{ format: 'csv', quote: '\r' }, 'quote: a line break cannot enclose values'],
  [
    { format: 'csv', delimiter: ';', null_value: 'a;b' },
    'null_value: it must have no delimiter, quote or line break: it stands bare',
  ],
  [{ format: 'csv', quote: '' }, 'quote: give one character'],
  [{ format: 'csv', partition_by: ['a', 'A'] }, 'partition_by: a column stands twice'],
])('%j is refused', (params, problem) => {
  expect(paramProblems('output.file', { path: 'a', ...params })).toEqual([problem]);
});
