import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvInput, openWorkbench, step, type Row, type Workbench } from './testing/workbench.ts';

/** Column names that SQL, CSV, paths or our own formats could trip over, through whole pipelines. */

let bench: Workbench;

const NAMES = ['select', 'a b', 'a.b', 'say "hi"', '😀', 'ORDER', "it's", 'x,y', '$total', 'in_0'];
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

beforeAll(async () => {
  bench = await openWorkbench();
  const rows = [1, 1, 2].map((key, row) => NAMES.map((_, i) => (i === 0 ? key : row * 100 + i)));
  const lines = [NAMES.map(quote), ...rows].map((cells) => cells.join(','));
  await bench.file('data.csv', `${lines.join('\n')}\n`);
});
afterAll(async () => {
  await bench.stillWorks();
  await bench.close();
});

const KEY = 'from "where"; --';
const FACE = 'group 🚀.by';
const nodes = {
  data: csvInput('data.csv'),
  sum: step('columns.derive', 'data', {
    expressions: [{ name: 'limit', expression: NAMES.map(quote).join(' + ') }],
  }),
  renamed: step('columns.rename', 'sum', { map: { select: KEY, '😀': FACE } }),
  some: step('rows.filter', 'renamed', { condition: `${quote(KEY)} >= 1 AND "a.b" IS NOT NULL` }),
  grouped: step('aggregate.group-by', 'some', {
    keys: [KEY],
    aggregates: [
      { name: 'max("a b")', function: 'max', column: 'a b' },
      { name: `first ${FACE}`, function: 'first', column: FACE },
    ],
  }),
  joined: {
    type: 'combine.join',
    inputs: { left: 'renamed', right: 'grouped' },
    params: { type: 'left', on: [{ left: KEY, right: KEY }] },
  },
  sorted: step('rows.sort', 'joined', { by: [{ column: 'say "hi"', direction: 'desc' }] }),
};

test('derive, rename, filter, group, join and sort', async () => {
  const rows = await bench.rows(nodes, 'sorted');
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({
    [KEY]: 2n,
    [FACE]: 204n,
    'a.b': 202n,
    limit: 1847n,
    'max("a b")': 201n,
    [`first ${FACE}`]: 204n,
  });
});

test('pivot: values as names, and names as values', async () => {
  const pivot = step('aggregate.pivot', 'renamed', {
    rows: [KEY],
    column: 'x,y',
    values: [{ column: FACE, function: 'max' }],
  });
  expect(await bench.rows({ ...nodes, pivot }, 'pivot')).toEqual([
    { [KEY]: 1n, '7': 4n, '107': 104n, '207': null },
    { [KEY]: 2n, '7': null, '107': null, '207': 204n },
  ]);
  const unpivot = step('aggregate.unpivot', 'data', {
    columns: NAMES.slice(1),
    name_to: 'na"me',
    value_to: 'va.lue',
  });
  const found = await bench.rows({ ...nodes, unpivot }, 'unpivot');
  expect(found.slice(0, NAMES.length - 1).map((row) => row['na"me'])).toEqual(NAMES.slice(1));
});

test('distinct, record ids, windows and queries', async () => {
  const more = {
    ...nodes,
    distinct: step('rows.distinct', 'renamed', { keys: [KEY] }),
    numbered: step('columns.record-id', 'distinct', { name: 'id "1"' }),
    query: {
      type: 'code.sql',
      inputs: { inputs: ['numbered'] },
      params: { query: `SELECT ${quote(KEY)} AS "k""ey", "id ""1""" FROM numbered` },
    },
  };
  expect(await bench.rows(more, 'query')).toEqual([
    { 'k"ey': 1n, 'id "1"': 1n },
    { 'k"ey': 2n, 'id "1"': 2n },
  ]);
});

const text = (rows: readonly Row[]): unknown =>
  rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, String(v)])));

test.each(['csv', 'parquet', 'json', 'ndjson', 'arrow'])('%s: written and read', async (format) => {
  const path = `names.${format}`;
  const out = step('output.file', 'sorted', { path, format });
  await bench.run({ ...nodes, out });
  const type = `input.${format === 'ndjson' ? 'json' : format}`;
  const back = await bench.rows({ back: { type, params: { path } } }, 'back');
  expect(text(back)).toEqual(text(await bench.rows(nodes, 'sorted')));
});

test('folders of partitions', async () => {
  const out = step('output.file', 'renamed', {
    path: 'parts',
    format: 'csv',
    partition_by: [KEY, "it's"],
  });
  const { files } = await bench.run({ ...nodes, out });
  expect(files).toMatchObject([{ path: 'parts', rows: 3 }]);
  const back = await bench.rows({ back: csvInput('parts/**/*.csv') }, 'back');
  expect(back.map((row) => [row[KEY], row["it's"], row[FACE]])).toEqual([
    [1n, 106n, 104n],
    [1n, 6n, 4n],
    [2n, 206n, 204n],
  ]);
});
