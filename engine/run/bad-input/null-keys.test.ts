import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvInput, openWorkbench, step, type Workbench } from './testing/workbench.ts';

/** A key that is null in every row: one group of its own, a partner of none. */

let bench: Workbench;

beforeAll(async () => {
  bench = await openWorkbench();
  await bench.file('nulls.csv', 'k,v\n,1\n,2\n,3\n');
  await bench.file('keys.csv', 'k,w\n1,10\n,20\n');
});
afterAll(async () => {
  await bench.stillWorks();
  await bench.close();
});

const count = { name: 'n', function: 'count' };
const join = (type: string) => ({
  type: 'combine.join',
  inputs: { left: 'nulls', right: 'keys' },
  params: { type, on: [{ left: 'k', right: 'k' }] },
});
/** With a type of its own, and as it is found: all null is read as text. */
const sources = (columns: Readonly<Record<string, string>>) => ({
  nulls: csvInput('nulls.csv', { columns }),
  keys: csvInput('keys.csv'),
});

test('one group', async () => {
  const grouped = step('aggregate.group-by', 'nulls', { keys: ['k'], aggregates: [count] });
  expect(await bench.rows({ ...sources({}), grouped }, 'grouped')).toEqual([{ k: null, n: 3n }]);
});

test.each([
  ['inner', 0],
  ['left', 3],
  ['right', 2],
  ['semi', 0],
  ['anti', 3],
])('%s join: %i rows, whatever type the nulls have', async (type, rows) => {
  for (const columns of [{}, { k: 'BIGINT' }]) {
    const nodes = { ...sources(columns), joined: join(type) };
    expect(await bench.rows(nodes, 'joined')).toHaveLength(rows);
  }
});

test('full join: keys of both sides become one column, so that their types must go together', async () => {
  expect(await bench.rows({ ...sources({ k: 'BIGINT' }), j: join('full') }, 'j')).toHaveLength(5);
  expect(await bench.failure({ ...sources({}), j: join('full') }, 'j')).toMatchObject({
    kind: 'user',
    code: 'type-mismatch',
    node: 'j',
    hint: expect.stringContaining('Cast') as string,
  });
});

test('text that is no number, joined with numbers', async () => {
  await bench.file('words.csv', 'k,v\none,1\n');
  const nodes = { nulls: csvInput('words.csv'), keys: csvInput('keys.csv'), joined: join('inner') };
  expect(await bench.failure(nodes, 'joined')).toMatchObject({
    kind: 'user',
    code: 'bad-cast',
    node: 'joined',
    hint: expect.any(String) as string,
  });
});

test('keys that cannot be compared', async () => {
  await bench.file('dates.csv', 'k,v\n2024-01-01,1\n');
  const nodes = { nulls: csvInput('dates.csv'), keys: csvInput('keys.csv'), joined: join('inner') };
  expect(await bench.failure(nodes, 'joined')).toMatchObject({
    kind: 'user',
    code: 'type-mismatch',
    node: 'joined',
    hint: 'Cast one side to the type of the other.',
  });
});
