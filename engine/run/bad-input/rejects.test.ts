import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvInput, openWorkbench, step, type Row, type Workbench } from './testing/workbench.ts';

/** Rows that cannot be read, in a file of several splits. */

let bench: Workbench;

/** Enough for three splits of 32 MB. */
const ROWS = 150_000;
const BAD = new Map([
  [7, 'short'],
  [77_777, '77777,oops,x'],
  [110_000, '110000,1,2,3'],
  [ROWS - 1, `${ROWS - 1},12a,x`],
]);
/** Every ten-thousandth text holds a line end, so that lines are more than rows. */
const isTwoLines = (row: number): boolean => row % 10_000 === 0 && !BAD.has(row);

const lineOf = (row: number): bigint => {
  let before = 0;
  for (let i = 0; i < row; i += 10_000) if (isTwoLines(i)) before += 1;
  return BigInt(row + 2 + before);
};

beforeAll(async () => {
  bench = await openWorkbench();
  const padding = 'p'.repeat(500);
  const lines = Array.from({ length: ROWS }, (_, i) => {
    const bad = BAD.get(i);
    if (bad !== undefined) return bad;
    return `${i},${i % 1000},${isTwoLines(i) ? '"two\nlines"' : padding}`;
  });
  await bench.file('big.csv', `id,amount,text\n${lines.join('\n')}\n`);
});
afterAll(async () => {
  await bench.stillWorks();
  await bench.close();
});

const types = { columns: { id: 'BIGINT', amount: 'BIGINT', text: 'VARCHAR' } };
const data = csvInput('big.csv', { ...types, on_bad_row: 'reject' });
const count = (...more: Row[]) =>
  step('aggregate.group-by', 'data', {
    keys: [],
    aggregates: [{ name: 'n', function: 'count' }, ...more],
  });

test('rejects carry the lines of the whole file; rows in are rows out and rejects', async () => {
  const rejects = await bench.rows({ data }, 'data.rejects');
  expect(rejects.map(({ line, raw }) => [line, raw])).toEqual(
    [...BAD].map(([row, raw]) => [lineOf(row), raw]),
  );
  expect(await bench.rows({ data, total: count() }, 'total')).toEqual([
    { n: BigInt(ROWS - BAD.size) },
  ]);
});

test('what is rejected does not depend on the columns that are used', async () => {
  const wide = { data, total: count({ name: 's', function: 'max', column: 'amount' }) };
  const narrow = { data, total: count({ name: 's', function: 'max', column: 'text' }) };
  const filtered = { data, few: step('rows.filter', 'data', { condition: 'id = 77777' }) };
  const [a] = await bench.rows(wide, 'total');
  const [b] = await bench.rows(narrow, 'total');
  expect([a?.['n'], b?.['n']]).toEqual([BigInt(ROWS - BAD.size), BigInt(ROWS - BAD.size)]);
  expect(a?.['s']).toBe(999n);
  expect(await bench.rows(filtered, 'few')).toEqual([]);
});

test('rejects nobody asks for are told', async () => {
  const nodes = {
    data,
    total: count(),
    out: step('output.file', 'total', { path: 'total.csv', format: 'csv' }),
  };
  const { warnings } = await bench.run(nodes);
  const told = warnings.filter(({ code }) => code === 'rows-rejected');
  expect(told.every(({ node }) => node === 'data')).toBe(true);
  expect(told.length).toBeGreaterThan(0);
});

test('without rejects the run stops at the first bad row, wherever its split begins', async () => {
  const failing = csvInput('big.csv', types);
  const total = count({ name: 's', function: 'sum', column: 'amount' });
  const first = await bench.failure({ data: failing, total }, 'total');
  expect(first).toMatchObject({
    kind: 'user',
    code: 'bad-csv-row',
    node: 'data',
    param: 'on_bad_row',
    location: { file: 'big.csv', line: Number(lineOf(7)) },
  });
});
