/** Opened rows: their windows are the rows of a run, they outlive lost workers, and leave nothing. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import { EngineFailure } from '../contract/errors.ts';
import type { RunEvent } from '../contract/run-events.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { readRows } from '../values/rows.ts';
import type { Engine, OpenedRows } from './engine-api.ts';
import { TINY, openTestEngine } from './testing/open-engine.ts';

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-open-'));
  for (let file = 0; file < 5; file += 1) {
    const lines = ['id,g,x'];
    for (let i = file * 300; i < (file + 1) * 300; i += 1) {
      lines.push(`${i},group ${i % 7},${((i * 37) % 101) / 3}`);
    }
    await writeFile(join(folder, `part-${file}.csv`), `${lines.join('\n')}\n`);
  }
  engine = await openTestEngine(folder, { workers: 2, sizing: TINY });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const data = step('input.csv', { path: 'part-*.csv' });

const DOCUMENTS = [
  documentOf('narrow', { data, result: step('rows.filter', { condition: 'id % 3 > 0' }, 'data') }),
  documentOf('sorted', {
    data,
    result: step('rows.sort', { by: [{ column: 'x', direction: 'desc' }] }, 'data'),
  }),
  documentOf('grouped', {
    data,
    result: step(
      'aggregate.group-by',
      { keys: ['g'], aggregates: [{ name: 'n', function: 'count' }] },
      'data',
    ),
  }),
  documentOf('nothing', { data, result: step('rows.filter', { condition: 'id < 0' }, 'data') }),
];

const cellsOf = ({ schema }: Pick<OpenedRows, 'schema'>, ipc: Uint8Array): unknown[] =>
  JSON.parse(JSON.stringify(readRows(schema, ipc), text)) as unknown[];

const text = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

const runOf = async (document: PipelineDocument, on = engine): Promise<unknown[]> => {
  const { tables } = await on.run(document, { targets: ['result'] });
  return tables.flatMap((table) => cellsOf(table, table.ipc));
};

test('windows put together are the rows of a run, on one worker as on three', async () => {
  const others = await Promise.all(
    [1, 3].map((workers) => openTestEngine(folder, { workers, sizing: TINY })),
  );
  try {
    for (const document of DOCUMENTS) {
      const expected = await runOf(document);
      for (const each of others) {
        const opened = await each.open(document, { target: 'result' });
        const target = expect.stringMatching(/^result\.(kept|output)$/) as string;
        expect([opened.target, opened.rows]).toEqual([target, expected.length]);
        const windows: unknown[] = [];
        for (let from = 0; from < opened.rows; from += 97) {
          windows.push(...cellsOf(opened, await opened.read(from, 97)));
        }
        expect(windows, document.name).toEqual(expected);
        await opened.close();
      }
    }
  } finally {
    await Promise.all(others.map((each) => each.close()));
  }
});

test('any window holds what it should, also beyond the end', async () => {
  const [document] = DOCUMENTS as [PipelineDocument];
  const expected = await runOf(document);
  const opened = await engine.open(document, { target: 'result' });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 1200 }),
      fc.integer({ min: 0, max: 700 }),
      async (from, count) => {
        const cells = cellsOf(opened, await opened.read(from, count));
        expect(cells).toEqual(expected.slice(from, from + count));
      },
    ),
    { numRuns: 40 },
  );
  await opened.close();
});

test('a step without rows has windows with its columns', async () => {
  const opened = await engine.open(DOCUMENTS[3] as PipelineDocument, { target: 'result' });
  expect(opened.rows).toBe(0);
  expect(cellsOf(opened, await opened.read(0, 10))).toEqual([]);
  await opened.close();
});

test('it tells how far it is as a run does, and can be cancelled', async () => {
  const events: RunEvent[] = [];
  const [document] = DOCUMENTS as [PipelineDocument];
  const onEvent = (event: RunEvent) => void events.push(event);
  const opened = await engine.open(document, { target: 'result', onEvent });
  await opened.close();
  expect([events[0]?.type, events.at(-1)?.type]).toEqual(['run-started', 'run-finished']);
  const cancelled = engine.open(document, { target: 'result', signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toMatchObject({ error: { kind: 'cancelled' } });
});

test('closed rows are gone, but not those of another opening', async () => {
  const [document] = DOCUMENTS as [PipelineDocument];
  const first = await engine.open(document, { target: 'result' });
  const second = await engine.open(document, { target: 'result' });
  await first.close();
  await first.close();
  expect(cellsOf(second, await second.read(0, 5))).toHaveLength(5);
  await second.close();
  const read = async () => second.read(0, 5);
  await expect(read()).rejects.toBeInstanceOf(EngineFailure);
});
