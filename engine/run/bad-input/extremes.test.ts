import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvInput, openWorkbench, step, type Workbench } from './testing/workbench.ts';

/** CSV files beyond the usual sizes, and what comes later than anyone looks. */

let bench: Workbench;

beforeAll(async () => {
  bench = await openWorkbench({ memory: 4 * 2 ** 30 });
});
afterAll(async () => {
  await bench.stillWorks();
  await bench.close();
});

test('a field of 20 MB, bare and in quotes with line ends', async () => {
  const bare = 'y'.repeat(20_000_000);
  const quoted = 'line\n'.repeat(4_000_000);
  await bench.file('field.csv', `id,x\n1,${bare}\n2,z\n3,"${quoted}"\n4,w\n`);
  const sized = step('columns.derive', 'data', {
    expressions: [{ name: 'n', expression: 'length(x)' }],
  });
  const rows = await bench.rows({ data: csvInput('field.csv'), sized }, 'sized');
  expect(rows.map(({ id, n }) => [id, n])).toEqual([
    [1n, 20_000_000n],
    [2n, 1n],
    [3n, 20_000_000n],
    [4n, 1n],
  ]);
});

test('a value of another type behind everything that was looked at', async () => {
  const lines = Array.from({ length: 600_000 }, (_, i) =>
    i === 412_345 ? `${i},oops` : `${i},${i % 1000}`,
  );
  await bench.file('late.csv', `id,x\n${lines.join('\n')}\n`);
  const total = step('aggregate.group-by', 'data', {
    keys: [],
    aggregates: [{ name: 's', function: 'sum', column: 'x' }],
  });
  const typed = { columns: { x: 'BIGINT' } };
  expect(await bench.failure({ data: csvInput('late.csv', typed), total }, 'total')).toMatchObject({
    kind: 'user',
    code: 'bad-csv-row',
    node: 'data',
    param: 'on_bad_row',
    location: { file: 'late.csv', line: 412_347, column: 'x' },
    hint: expect.stringContaining('VARCHAR') as string,
    detail: '412345,oops',
  });
  const data = csvInput('late.csv', { ...typed, on_bad_row: 'reject' });
  expect(await bench.rows({ data }, 'data.rejects')).toMatchObject([
    { line: 412_347n, raw: '412345,oops', column: 'x' },
  ]);
});

test('10,000 columns', async () => {
  const cells = (of: (i: number) => unknown) => Array.from({ length: 10_000 }, (_, i) => of(i));
  const header = cells((i) => `c${i}`).join(',');
  const row = cells((i) => i).join(',');
  await bench.file('wide.csv', `${header}\n${row}\n${row}\n`);
  const data = csvInput('wide.csv');
  const few = step('columns.select', 'data', { columns: [{ column: 'c7' }, { column: 'c9999' }] });
  expect(await bench.rows({ data, few }, 'few')).toEqual([
    { c7: 7n, c9999: 9999n },
    { c7: 7n, c9999: 9999n },
  ]);
});

test('expressions of thousands of terms', async () => {
  await bench.file('few.csv', 'id,x\n1,7\n2,8\n');
  const data = csvInput('few.csv');
  const terms = Array.from({ length: 5000 }, (_, i) => `x = ${i * 8}`).join(' or ');
  const found = step('rows.filter', 'data', { condition: terms });
  expect(await bench.rows({ data, found }, 'found')).toEqual([{ id: 2n, x: 8n }]);
  const sum = Array(5000).fill('x').join(' + ');
  const deep = step('columns.derive', 'data', { expressions: [{ name: 'n', expression: sum }] });
  expect(await bench.failure({ data, deep }, 'deep')).toMatchObject({
    kind: 'user',
    node: 'deep',
    message: 'This is nested too deeply for DuckDB.',
  });
});
