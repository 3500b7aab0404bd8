import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvInput, openWorkbench, step, type Workbench } from './testing/workbench.ts';

/** Work that is too much for the memory that the engine may use. */

let bench: Workbench;

beforeAll(async () => {
  bench = await openWorkbench({ workers: 2, memory: 200 << 20 });
  const lines = Array.from({ length: 30_000 }, (_, i) => `${i % 2},${i},text of row ${i}`);
  await bench.file('data.csv', `k,v,t\n${lines.join('\n')}\n`);
});
afterAll(async () => {
  await bench.stillWorks();
  await bench.close();
});

const data = csvInput('data.csv');
const exploded = {
  type: 'combine.join',
  inputs: { left: 'data', right: 'data' },
  params: { type: 'inner', on: [{ left: 'k', right: 'k' }] },
};

test('a join that makes 450 million rows of 30,000 ends by name, and can be sorted out', async () => {
  const nodes = {
    data,
    exploded,
    sorted: step('rows.sort', 'exploded', { by: [{ column: 't' }, { column: 't_right' }] }),
    out: step('output.file', 'sorted', { path: 'out.parquet', format: 'parquet' }),
  };
  expect(await bench.failure(nodes)).toMatchObject({
    kind: 'operational',
    code: 'out-of-memory',
    node: 'exploded',
    hint: expect.stringContaining('memory budget') as string,
  });
  await bench.stillWorks();
});

test('the same join gathered for a file or for rows ends by name, too', async () => {
  const out = step('output.file', 'exploded', { path: 'out.csv', format: 'csv' });
  const expected = { kind: 'operational', code: 'out-of-memory', node: 'exploded' };
  expect(await bench.failure({ data, exploded, out })).toMatchObject(expected);
  expect(await bench.failure({ data, exploded }, 'exploded')).toMatchObject(expected);
  await bench.stillWorks();
});

test('the first rows of the same join', async () => {
  const few = step('rows.limit', 'exploded', { rows: 5 });
  expect(await bench.rows({ data, exploded, few }, 'few')).toHaveLength(5);
});
