/** The query of a step, run by native DuckDB, gives the rows that the engine computes. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import { parseDocument } from '../document/parse.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { quoteText } from '../expression/quote.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { openNative } from '../testing/native.ts';
import { readRows } from '../values/rows.ts';
import type { Engine } from './engine-api.ts';
import { openTestEngine } from './testing/open-engine.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const NAMES = readdirSync(EXAMPLES).filter((name) => name.endsWith('.sluice.json'));

let folder: string;
let native: NativeDuckDB;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-sql-'));
  await writeFile(join(folder, 'orders.csv'), 'id;at;note\n1;01.02.2024;NA\n2;03.04.2024;"a;b"\n');
  await writeFile(join(folder, 'more.json'), '[{"id":1,"n":{"x":2}},{"id":3,"n":{"x":null}}]');
  native = await openNative();
});
afterAll(async () => {
  native.close();
  await rm(folder, { recursive: true, force: true });
});

/** Rows as text, without an order. */
const rowsOf = async (document: PipelineDocument, target: string, base: string) => {
  engine = await openTestEngine(base);
  try {
    const sql = await engine.sql(document, { target });
    const { schema, rows, read } = await engine.open(document, { target });
    const ours = readRows(schema, await read(0, rows)).map((cells) =>
      JSON.stringify(cells.map((cell) => (cell !== null && 'text' in cell ? cell.text : cell))),
    );
    await native.execute(`SET file_search_path = ${quoteText(base)}`);
    const names = schema.map((_, i) => `c${i}`).join(', ');
    const theirs = await native.queryCells(
      `SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (${sql}) AS t(${names})`,
    );
    return {
      sql,
      ours: ours.toSorted(),
      theirs: theirs.map((row) => JSON.stringify(row)).toSorted(),
    };
  } finally {
    await engine.close();
  }
};

test.each(NAMES)('%s', { timeout: 120_000 }, async (name) => {
  const parsed = parseDocument(await readFile(EXAMPLES + name, 'utf8'));
  if (!parsed.ok) throw new Error(`${name} is not a pipeline`);
  const { document } = parsed;
  const outputs = Object.entries(document.nodes).filter(([, { type }]) => type === 'output.file');
  for (const [node] of outputs.slice(0, 1)) {
    const { sql, ours, theirs } = await rowsOf(document, node, EXAMPLES);
    expect(ours.length, sql).toBeGreaterThan(0);
    expect(theirs.length, sql).toBe(ours.length);
    expect(theirs, sql).toEqual(ours);
  }
});

test('how a source is read is said', async () => {
  const document = documentOf('read', {
    orders: step('input.csv', { path: 'orders.csv', null_values: ['NA'] }),
    more: step('input.json', { path: 'more.json', flatten: 1 }),
    both: step(
      'combine.join',
      { type: 'left', on: [{ left: 'id', right: 'id' }] },
      { left: 'orders', right: 'more' },
    ),
    query: step(
      'code.sql',
      { query: 'select id, note from orders where id > 0' },
      {
        inputs: ['orders'],
      },
    ),
  });
  const joined = await rowsOf(document, 'both', folder);
  expect(joined.theirs).toEqual(joined.ours);
  expect(joined.sql.replaceAll(/\s+/g, ' ')).toContain(
    "read_csv( 'orders.csv', auto_detect = false, header = true, delim = ';'",
  );
  const queried = await rowsOf(document, 'query', folder);
  expect(queried.theirs).toEqual(queried.ours);
  expect(queried.sql.startsWith('WITH orders AS (\n  SELECT *')).toBe(true);
});
