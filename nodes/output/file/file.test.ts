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

test.each([
  ['a.parquet', 'csv', 'a.parquet is written as CSV, though its name says Parquet.'],
  ['x/A.JSONL.gz', 'json', 'x/A.JSONL.gz is written as JSON, though its name says JSON lines.'],
  ['a.tsv', 'csv', undefined],
  ['a.parquet.csv', 'csv', undefined],
  ['a.constructor', 'csv', undefined],
  ['parquet', 'csv', undefined],
])('a name that says another format is told: %s as %s', (path, format, message) => {
  const found: object[] = [];
  const warn = (problem: object): number => found.push(problem);
  lowerNode('output.file', { path, format }, { inputs, warn });
  expect(found).toEqual(
    message === undefined
      ? []
      : [expect.objectContaining({ code: 'format-differs', param: 'format', message })],
  );
  found.length = 0;
  lowerNode('output.file', { path, format, partition_by: ['g'] }, { inputs, warn });
  expect(found).toEqual([]);
});

test('a partitioned output needs a column to write', () => {
  const params = { path: 'out', format: 'parquet', partition_by: ['a', 'g'] };
  expect(lowerProblem('output.file', params, { inputs })).toMatchObject({
    code: 'no-columns-left',
    param: 'partition_by',
  });
});

test.each([
  [
    { format: 'parquet', delimiter: ';' },
    'delimiter: Only CSV takes this: clear it, or choose CSV as the format.',
  ],
  [
    { format: 'parquet', header: false },
    'header: Only CSV takes this: clear it, or choose CSV as the format.',
  ],
  [
    { format: 'csv', compression: 'snappy' },
    'compression: For csv choose one of: none, gzip, zstd.',
  ],
  [{ format: 'arrow', compression: 'zstd' }, 'compression: For arrow choose one of: none.'],
  [
    { format: 'parquet', mode: 'append' },
    'mode: Nothing can be added to a parquet file: write CSV or NDJSON, or partition the output.',
  ],
  [{ format: 'csv', delimiter: '"' }, 'quote: The quote must differ from the delimiter.'],
  [{ format: 'csv', quote: ',' }, 'quote: The quote must differ from the delimiter.'],
  [
    { format: 'csv', delimiter: '\n' },
    'delimiter: A line break ends rows, so it cannot stand between values.',
  ],
  [{ format: 'csv', quote: '\r' }, 'quote: A line break cannot enclose values.'],
  [
    { format: 'csv', delimiter: ';', null_value: 'a;b' },
    'null_value: It is written without quotes, so it can have no delimiter, quote or line break.',
  ],
  [{ format: 'csv', quote: '' }, 'quote: Give one character.'],
  [
    { format: 'csv', partition_by: ['a', 'A'] },
    'partition_by: A column is named twice: remove one of the two.',
  ],
])('%j is refused', (params, problem) => {
  expect(paramProblems('output.file', { path: 'a', ...params })).toEqual([problem]);
});
