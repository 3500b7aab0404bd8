/** Rows of all outputs of a run: native DuckDB counts the same, on any number of workers. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { RunEvent } from '../contract/run-events.ts';
import { parseDocument } from '../document/parse.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { quoteText } from '../expression/quote.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { openNative } from '../testing/native.ts';
import type { Engine } from './engine-api.ts';
import { TINY, openTestEngine } from './testing/open-engine.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const NAMES = readdirSync(EXAMPLES).filter((name) => name.endsWith('.sluice.json'));

let folder: string;
let native: NativeDuckDB;
/** Of the examples. */
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-count-'));
  await mkdir(join(folder, 'out'));
  for (let file = 0; file < 4; file += 1) {
    const lines = ['id,g,x'];
    for (let i = file * 250; i < (file + 1) * 250; i += 1) {
      lines.push(`${i},group ${i % 7},${i % 11 === 0 ? 'bad' : i % 5}`);
    }
    await writeFile(join(folder, `part-${file}.csv`), `${lines.join('\n')}\n`);
  }
  await writeFile(join(folder, 'torn.csv'), 'id,x\n1,2\n2,x\n3,4\n4\n');
  [native, engine] = await Promise.all([openNative(), openTestEngine(EXAMPLES)]);
});

afterAll(async () => {
  native.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** Writes its outputs, and gives the rows that the run told. */
async function runAndTell(engine: Engine, document: PipelineDocument) {
  const known = new Map<string, number>();
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'file-written') known.set(event.node, event.rows);
  };
  await engine.run(document, { onEvent });
  return known;
}

const intoFolder = (document: PipelineDocument): PipelineDocument => ({
  ...document,
  nodes: Object.fromEntries(
    Object.entries(document.nodes).map(([id, node]) => [
      id,
      node.type === 'output.file'
        ? {
            ...node,
            params: { ...node.params, path: join(folder, 'out', `${id}.csv`), format: 'csv' },
          }
        : node,
    ]),
  ),
});

test.each(NAMES)('%s', { timeout: 240_000 }, async (name) => {
  const parsed = parseDocument(await readFile(EXAMPLES + name, 'utf8'));
  if (!parsed.ok) throw new Error(`${name} is not a pipeline`);
  const document = intoFolder(parsed.document);
  const known = await runAndTell(engine, document);
  const counts = await engine.count(document, { known });
  const { schemas } = await engine.check(document);
  expect([...counts.keys()].sort()).toEqual([...schemas.keys()].sort());
  await native.execute(`SET file_search_path = ${quoteText(EXAMPLES)}`);
  const theirs = new Map<string, number>();
  for (const target of counts.keys()) {
    const sql = await engine.sql(document, { target });
    const [row] = await native.queryCells(`SELECT count(*) FROM (${sql})`);
    theirs.set(target, Number(row?.[0]));
  }
  expect(counts).toEqual(theirs);
  // Without what the run told, everything is counted.
  expect(await engine.count(document)).toEqual(counts);
});

const everything = documentOf('everything', {
  data: step('input.csv', { path: 'part-*.csv' }),
  numbers: step(
    'columns.cast',
    { casts: [{ column: 'x', type: 'BIGINT' }], on_error: 'reject' },
    'data',
  ),
  some: step('rows.filter', { condition: 'x > 1' }, 'numbers'),
  more: step('columns.derive', { expressions: [{ name: 'y', expression: 'x * 2' }] }, 'some'),
  unique: step('rows.distinct', { keys: ['g', 'y'] }, 'more'),
  groups: step(
    'aggregate.group-by',
    {
      keys: ['g'],
      aggregates: [
        { name: 'n', function: 'count' },
        { name: 's', function: 'sum', column: 'x' },
      ],
    },
    'more',
  ),
  joined: step(
    'combine.join',
    { type: 'left', on: [{ left: 'g', right: 'g' }], condition: 'left.y > 3' },
    { left: 'unique', right: 'groups' },
  ),
  long: step(
    'aggregate.unpivot',
    { columns: ['x', 'y'], name_to: 'what', value_to: 'v' },
    'unique',
  ),
  top: step('rows.limit', { rows: 5 }, 'joined'),
  all: step('combine.union', {}, { inputs: ['some', 'some.dropped'] }),
  sorted: step('rows.sort', { by: [{ column: 'id', direction: 'desc' }] }, 'all'),
  a: step('output.file', { path: 'out/a.csv', format: 'csv' }, 'top'),
  b: step('output.file', { path: 'out/b.csv', format: 'csv' }, 'sorted'),
  c: step('output.file', { path: 'out/c.csv', format: 'csv' }, 'long'),
});

test('the counts are those of the rows, on one worker as on three, with and without what a run told', async () => {
  const engines = await Promise.all(
    [1, 3].map((workers) => openTestEngine(folder, { workers, sizing: TINY })),
  );
  try {
    for (const engine of engines) {
      const cold = await engine.count(everything);
      const known = await runAndTell(engine, everything);
      const told = new Map<string, number>();
      const counts = await engine.count(everything, {
        known,
        onCounts: (found) => found.forEach((rows, key) => told.set(key, rows)),
      });
      const targets = [...counts.keys()];
      const { tables } = await engine.run(everything, { targets });
      const rows = new Map(tables.map((table, i) => [targets[i] ?? '', table.rows]));
      expect(counts).toEqual(rows);
      expect(cold).toEqual(rows);
      expect(told).toEqual(rows);
      expect(targets).toContain('unique.duplicates');
      expect(counts.get('numbers.rejects')).toBe(91);
    }
  } finally {
    await Promise.all(engines.map((engine) => engine.close()));
  }
});

test('only the steps that the run went through are counted', async () => {
  const engine = await openTestEngine(folder);
  try {
    const document = documentOf('parts', {
      data: step('input.csv', {
        path: 'torn.csv',
        columns: { id: 'BIGINT', x: 'BIGINT' },
        on_bad_row: 'reject',
      }),
      some: step('rows.filter', { condition: 'x > 2' }, 'data'),
      aside: step('rows.limit', { rows: 1 }, 'data'),
      out: step('output.file', { path: 'out/some.csv', format: 'csv' }, 'some'),
    });
    const expected = { 'data.output': 2, 'data.rejects': 2, 'some.kept': 1, 'some.dropped': 1 };
    expect(Object.fromEntries(await engine.count(document))).toEqual(expected);
    const aside = await engine.count(document, {
      targets: ['aside'],
      known: new Map([['aside', 1]]),
    });
    expect(Object.fromEntries(aside)).toEqual({
      'data.output': 2,
      'data.rejects': 2,
      'aside.output': 1,
    });
  } finally {
    await engine.close();
  }
});

test('outputs that are named are counted alone', async () => {
  const engine = await openTestEngine(folder, { sizing: TINY });
  try {
    const outputs = ['joined', 'joined.left_unmatched', 'unique.duplicates'];
    const counts = await engine.count(everything, { outputs });
    const { tables } = await engine.run(everything, { targets: outputs });
    expect([...counts.keys()]).toEqual(tables.map(({ target }) => target));
    expect([...counts.values()]).toEqual(tables.map(({ rows }) => rows));
    // What a run told of other outputs neither helps nor hinders.
    const known = new Map([
      ['unique.duplicates', tables[2]?.rows ?? -1],
      ['c', 1],
    ]);
    expect(await engine.count(everything, { outputs, known })).toEqual(counts);
  } finally {
    await engine.close();
  }
});

test('rows that chance picks are not counted again, and what the run told of them is kept', async () => {
  const engine = await openTestEngine(folder);
  try {
    const document = documentOf('chance', {
      data: step('input.generate', { kind: 'range', stop: 1000 }),
      marked: step(
        'columns.derive',
        { expressions: [{ name: 'r', expression: 'random()' }] },
        'data',
      ),
      some: step('rows.filter', { condition: 'random() < 0.5' }, 'marked'),
      out: step('output.file', { path: 'out/chance.csv', format: 'csv' }, 'some'),
    });
    const without = await engine.count(document);
    expect([...without.keys()]).toEqual(['data.output', 'marked.output']);
    const known = await runAndTell(engine, document);
    const told = await engine.count(document, { known });
    expect(told.get('some.kept')).toBe(known.get('out'));
    expect((told.get('some.kept') ?? 0) + (told.get('some.dropped') ?? 0)).toBe(1000);
  } finally {
    await engine.close();
  }
});

test('a count can be given up', async () => {
  const engine = await openTestEngine(folder);
  try {
    const giveUp = new AbortController();
    const counting = engine.count(everything, { signal: giveUp.signal });
    giveUp.abort();
    await expect(counting).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  } finally {
    await engine.close();
  }
});
