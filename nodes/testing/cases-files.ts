import { documentOf, step, tableStep } from './case-builder.ts';
import type { CaseSize } from './case-data.ts';
import { caseTable } from './case-data.ts';
import type { CaseFile, ConformanceCase } from './case.ts';

const SIZES: readonly CaseSize[] = ['many', 'one', 'empty'];

const reading = (
  name: string,
  type: string,
  params: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, CaseFile>>,
  more: Pick<Partial<ConformanceCase>, 'targets' | 'ownReader'> = {},
): ConformanceCase => ({
  name,
  document: documentOf(`${type}: ${name}`, { data: step(type, params) }),
  targets: ['data.output'],
  ordered: true,
  files,
  ...more,
});

const text = (lines: readonly string[]): CaseFile => ({
  kind: 'text',
  text: `${lines.join('\n')}\n`,
});

const CSV_LINES = [
  'id,name,amount,day',
  '1,plain,1.5,2024-01-31',
  '2,"with, comma",,2024-02-29',
  '3,"with ""quotes"" and',
  'a line break",-3,',
  '4,Ünï 🚲,NA,2024-12-31',
  '1,plain,1.5,2024-01-31',
];
const BAD_CSV_LINES = ['id;n', '1;10', 'two;20', '3;30', '4;40;400', '5;50'];
const OBJECTS = [
  '{"id": 1, "name": "plain", "tags": ["a", "b"], "at": {"x": 1.5, "y": null}}',
  '{"id": 2, "name": null, "tags": []}',
  '{"id": 3, "name": "Ünï 🚲 \\"q\\" \\n", "tags": ["]", "{"], "at": {"x": -2, "y": "t"}}',
];

const tableFiles = (format: 'parquet' | 'arrow'): ConformanceCase[] =>
  SIZES.map((size) =>
    reading(
      `all columns (${size})`,
      `input.${format}`,
      { path: `data.${format}` },
      {
        [`data.${format}`]: { kind: 'table', format, table: caseTable(size) },
      },
    ),
  );

const databaseFiles = SIZES.map((size) =>
  reading(
    `all columns (${size})`,
    'input.database-file',
    { path: 'data.duckdb', engine: 'duckdb', table: 'data' },
    { 'data.duckdb': { kind: 'table', format: 'duckdb', table: caseTable(size) } },
  ),
);

const writing = (name: string, params: Readonly<Record<string, unknown>>): ConformanceCase[] =>
  SIZES.map((size) => ({
    name: `${name} (${size})`,
    document: documentOf(`output.file: ${name}`, {
      data: tableStep(caseTable(size)),
      flat: step(
        'columns.select',
        { columns: ['id', 'g', 'x', 'd', 'm', 'day', 'ok'].map((column) => ({ column })) },
        'data',
      ),
      out: step('output.file', params, 'flat'),
    }),
    targets: ['out'],
    ordered: !('partition_by' in params),
  }));

const charting = (name: string, spec: Readonly<Record<string, unknown>>): ConformanceCase[] =>
  SIZES.map((size) => ({
    name: `${name} (${size})`,
    document: documentOf(`output.chart: ${name}`, {
      data: tableStep(caseTable(size)),
      chart: step('output.chart', { spec }, 'data'),
    }),
    targets: ['chart'],
    ordered: true,
  }));

export const fileCases: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'input.csv': [
    reading(
      'quotes, line breaks, nulls',
      'input.csv',
      { path: 'data.csv', null_values: ['NA'], columns: { amount: 'DECIMAL(10,2)' } },
      { 'data.csv': text(CSV_LINES) },
    ),
    reading(
      'bad lines are rejected',
      'input.csv',
      {
        path: 'bad.csv',
        delimiter: ';',
        columns: { id: 'INTEGER', n: 'INTEGER' },
        on_bad_row: 'reject',
      },
      { 'bad.csv': text(BAD_CSV_LINES) },
      { targets: ['data.output', 'data.rejects'], ownReader: ['data.rejects'] },
    ),
    reading(
      'several files',
      'input.csv',
      { path: 'part-*.csv', header: true },
      { 'part-1.csv': text(['a,b', '1,x']), 'part-2.csv': text(['a,b', '2,y', '3,z']) },
    ),
    reading(
      'a header alone',
      'input.csv',
      { path: 'none.csv', header: true, columns: { a: 'INTEGER' } },
      { 'none.csv': text(['a,b']) },
    ),
  ],
  'input.parquet': [
    ...tableFiles('parquet'),
    reading(
      'some columns in another order',
      'input.parquet',
      { path: 'data.parquet', columns: ['g', 'id'] },
      { 'data.parquet': { kind: 'table', format: 'parquet', table: caseTable('many') } },
    ),
  ],
  'input.json': [
    reading(
      'one object per line',
      'input.json',
      { path: 'data.ndjson' },
      { 'data.ndjson': text(OBJECTS) },
    ),
    reading(
      'an array, flattened',
      'input.json',
      { path: 'data.json', layout: 'array', flatten: 1 },
      { 'data.json': text([`[${OBJECTS.join(',\n')}]`]) },
      { ownReader: ['data.output'] },
    ),
  ],
  'input.arrow': tableFiles('arrow'),
  'input.database-file': databaseFiles,
  'input.inline': SIZES.map((size) => ({
    name: `every kind of value (${size})`,
    document: documentOf('input.inline', { data: tableStep(caseTable(size)) }),
    targets: ['data.output'],
    ordered: true,
  })),
  'input.generate': [
    reading('numbers', 'input.generate', { kind: 'range', stop: 1000, step: 3 }, {}),
    reading(
      'numbers downwards',
      'input.generate',
      { kind: 'range', start: 5, stop: -5, step: -2 },
      {},
    ),
    reading('no numbers', 'input.generate', { kind: 'range', start: 5, stop: 5 }, {}),
    reading(
      'months',
      'input.generate',
      { kind: 'dates', start: '2023-11-01', stop: '2024-12-01', step: '1 month', name: 'month' },
      {},
    ),
  ],
  'output.chart': [
    ...charting('counted', { mark: 'bar', x: 'g' }),
    ...charting('aggregated', { mark: 'line', x: 'day', y: 'x', colour: 'ok', aggregate: 'sum' }),
    ...charting('largest first', { mark: 'bar', x: 'g', y: 'd', aggregate: 'max', order: 'y' }),
    ...charting('every row', { mark: 'point', x: 'd', y: 'x', colour: 'g', order: 'none' }),
  ],
  'output.file': [
    ...writing('csv', { path: 'out/data.csv', format: 'csv', delimiter: ';', null_value: 'NA' }),
    ...writing('parquet', { path: 'out/data.parquet', format: 'parquet' }),
    ...writing('ndjson', { path: 'out/data.ndjson', format: 'ndjson' }),
    ...writing('json', { path: 'out/data.json', format: 'json' }),
    ...writing('arrow', { path: 'out/data.arrow', format: 'arrow' }),
    ...writing('partitioned', { path: 'out/parts', format: 'parquet', partition_by: ['ok'] }),
  ],
};
