import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvInput, openWorkbench, step, type Workbench } from './testing/workbench.ts';

/** CSV files as they come. */

let bench: Workbench;

beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(async () => {
  await bench.stillWorks();
  await bench.close();
});

test('byte order mark, CRLF and a line end inside quotes', async () => {
  await bench.file('bom.csv', '\ufeffid,x\r\n1,a\r\n2,"b\r\nc"\r\n');
  expect(await bench.rows({ data: csvInput('bom.csv') }, 'data')).toEqual([
    { id: 1n, x: 'a' },
    { id: 2n, x: 'b\r\nc' },
  ]);
});

test('ragged rows: the first one is named, or all go to rejects', async () => {
  await bench.file('ragged.csv', 'id,x\n1,2\n2\n3,4,5\n4,6\n');
  expect(await bench.failure({ data: csvInput('ragged.csv') }, 'data')).toMatchObject({
    kind: 'user',
    code: 'bad-csv-row',
    node: 'data',
    param: 'on_bad_row',
    location: { file: 'ragged.csv', line: 3 },
    hint: expect.stringContaining('rejects') as string,
    detail: '2',
  });
  const data = csvInput('ragged.csv', { on_bad_row: 'reject' });
  expect(await bench.rows({ data }, 'data')).toEqual([
    { id: 1n, x: 2n },
    { id: 4n, x: 6n },
  ]);
  const rejects = await bench.rows({ data }, 'data.rejects');
  expect(rejects.map(({ line, raw }) => [line, raw])).toEqual([
    [3n, '2'],
    [4n, '3,4,5'],
  ]);
});

test('more ragged rows than whole ones: no row is taken for a line before the header', async () => {
  await bench.file('very-ragged.csv', 'id,x\n1,2\n2\n3,4,5\n');
  expect(await bench.failure({ data: csvInput('very-ragged.csv') }, 'data')).toMatchObject({
    code: 'bad-csv-row',
    location: { line: 3 },
  });
  const data = csvInput('very-ragged.csv', { on_bad_row: 'reject' });
  expect(await bench.rows({ data }, 'data')).toEqual([{ id: 1n, x: 2n }]);
});

test('a title above the header is skipped', async () => {
  await bench.file('title.csv', 'Report of 2024\n\nid,x\n1,2\n');
  expect(await bench.rows({ data: csvInput('title.csv') }, 'data')).toEqual([{ id: 1n, x: 2n }]);
});

test('a quote that never closes', async () => {
  await bench.file('quote.csv', 'id,x\n1,a\n2,"b\n3,c\n');
  expect(
    await bench.failure({ data: csvInput('quote.csv', { quote: '"' }) }, 'data'),
  ).toMatchObject({
    code: 'bad-csv-row',
    node: 'data',
    location: { file: 'quote.csv', line: 3 },
    message: expect.stringContaining('never closed') as string,
  });
});

test('NUL bytes', async () => {
  await bench.file('nul.csv', 'id,x\n1,a\0b\n');
  expect(await bench.failure({ data: csvInput('nul.csv') }, 'data')).toMatchObject({
    kind: 'user',
    code: 'nul-byte',
    node: 'data',
    param: 'encoding',
    location: { file: 'nul.csv', byte: 8 },
    hint: expect.stringContaining('utf-16') as string,
  });
});

test('a wrong, an unknown and the right encoding', async () => {
  await bench.file('latin.csv', Buffer.from('id,x\n1,caf\xe9\n', 'latin1'));
  expect(await bench.failure({ data: csvInput('latin.csv') }, 'data')).toMatchObject({
    code: 'bad-encoding',
    node: 'data',
    param: 'encoding',
    location: { file: 'latin.csv', line: 2 },
    hint: expect.stringContaining('windows-1252') as string,
  });
  const unknown = csvInput('latin.csv', { encoding: 'klingon' });
  expect(await bench.failure({ data: unknown }, 'data')).toMatchObject({
    code: 'unknown-encoding',
    node: 'data',
    param: 'encoding',
    hint: expect.stringContaining('utf-8') as string,
  });
  const right = csvInput('latin.csv', { encoding: 'latin-1' });
  expect(await bench.rows({ data: right }, 'data')).toEqual([{ id: 1n, x: 'café' }]);
});

test('bytes of another encoding far behind the head', async () => {
  const lines = Array.from({ length: 150_000 }, (_, i) => `${i},some text`).join('\n');
  const text = Buffer.from(`id,x\n${lines}\n`);
  await bench.file(
    'late-latin.csv',
    Buffer.concat([text, Buffer.from('7,caf\xe9\n8,x\n', 'latin1')]),
  );
  expect(await bench.failure({ data: csvInput('late-latin.csv') }, 'data')).toMatchObject({
    code: 'bad-encoding',
    node: 'data',
    param: 'encoding',
    location: { file: 'late-latin.csv' },
  });
});

test('a header only: no rows, no group, one total', async () => {
  await bench.file('header.csv', 'id,x\n');
  const data = csvInput('header.csv');
  const count = { aggregates: [{ name: 'n', function: 'count' }] };
  const nodes = {
    data,
    grouped: step('aggregate.group-by', 'data', { keys: ['id'], ...count }),
    total: step('aggregate.group-by', 'data', { keys: [], ...count }),
    out: step('output.file', 'data', { path: 'header.parquet', format: 'parquet' }),
  };
  expect(await bench.rows(nodes, 'data')).toEqual([]);
  expect(await bench.rows(nodes, 'grouped')).toEqual([]);
  expect(await bench.rows(nodes, 'total')).toEqual([{ n: 0n }]);
  const { files } = await bench.run(nodes);
  expect(files).toMatchObject([{ path: 'header.parquet', rows: 0 }]);
});

test('columns of one name are told apart', async () => {
  await bench.file('twice.csv', 'id,id,ID\n1,2,3\n');
  const [row] = await bench.rows({ data: csvInput('twice.csv') }, 'data');
  expect(Object.values(row ?? {})).toEqual([1n, 2n, 3n]);
  expect(new Set(Object.keys(row ?? {}).map((name) => name.toLowerCase())).size).toBe(3);
});

test('columns of one name made by a step are refused', async () => {
  await bench.file('two.csv', 'id,x\n1,2\n');
  const data = csvInput('two.csv');
  const renamed = step('columns.rename', 'data', { map: { x: 'ID' } });
  expect(await bench.failure({ data, renamed }, 'renamed')).toMatchObject({
    code: 'duplicate-column',
    node: 'renamed',
    param: 'map',
    hint: expect.any(String) as string,
  });
  const selected = step('columns.select', 'data', {
    columns: [{ column: 'id' }, { column: 'x', as: 'Id' }],
  });
  expect(await bench.failure({ data, selected }, 'selected')).toMatchObject({
    code: 'duplicate-column',
    node: 'selected',
    param: 'columns[1].as',
  });
});
