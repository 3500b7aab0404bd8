/** Tasks that need more memory than a worker has are cut in two, and nothing else changes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { EngineFailure } from '../contract/errors.ts';
import type { RunEvent } from '../contract/run-events.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { DEFAULT_SIZING } from '../physical/sizing.ts';
import { openTestEngine } from './testing/open-engine.ts';

let folder: string;

const ROWS = 8_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-memory-'));
  for (const rows of [ROWS, 10]) {
    const lines = ['name,note,x'];
    for (let i = 0; i < rows; i += 1) {
      const name = `A name of some length number ${(i * 7919) % ROWS}`;
      // Cuts must not take line ends inside quotes for borders.
      lines.push(`${name},"a ""note"" of\n${i % 3} lines",${i % 1000}`);
    }
    await writeFile(
      join(folder, `${rows === ROWS ? 'large' : 'small'}.csv`),
      `${lines.join('\n')}\n`,
    );
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Keys of 10 kB each, 80 MB in all, where DuckDB has 64 MB. */
const grouped = (path: string): PipelineDocument =>
  documentOf('grouped', {
    data: step('input.csv', { path }),
    long: step(
      'columns.derive',
      { expressions: [{ name: 'long', expression: 'rpad(name || note, 10000, name)' }] },
      'data',
    ),
    grouped: step(
      'aggregate.group-by',
      {
        keys: ['long'],
        aggregates: [
          { name: 'n', function: 'count' },
          { name: 'total', function: 'sum', column: 'x' },
        ],
      },
      'long',
    ),
    short: step(
      'columns.derive',
      { expressions: [{ name: 'short', expression: 'substr(long, 1, 60)' }] },
      'grouped',
    ),
    few: step(
      'columns.select',
      { columns: [{ column: 'short' }, { column: 'n' }, { column: 'total' }] },
      'short',
    ),
    result: step(
      'rows.limit',
      { rows: 40, by: [{ column: 'total', direction: 'desc' }, { column: 'short' }] },
      'few',
    ),
  });

interface Ran {
  readonly ipc: Buffer;
  readonly failed: readonly Extract<RunEvent, { type: 'task-failed' }>[];
}

async function runIn(memory: number, document: PipelineDocument): Promise<Ran> {
  const engine = await openTestEngine(folder, {
    workers: 1,
    memory,
    sizing: { ...DEFAULT_SIZING, exchangePartitionBytes: 2 ** 14, coalesceBytes: 2 ** 13 },
  });
  const failed: Extract<RunEvent, { type: 'task-failed' }>[] = [];
  try {
    const { tables } = await engine.run(document, {
      targets: ['result'],
      onEvent: (event) => {
        if (event.type === 'task-failed') failed.push(event);
      },
    });
    return { ipc: Buffer.from(tables[0]?.ipc ?? []), failed };
  } finally {
    await engine.close();
  }
}

/** The least that the pool gives: 64 MB for DuckDB. */
const SHORT = 2 ** 24;

test('a partial aggregate that does not fit into memory is made of halves of its split', async () => {
  const document = grouped('*.csv');
  const ample = await runIn(2 ** 30, document);
  expect(ample.failed).toEqual([]);
  const short = await runIn(SHORT, document);
  expect(short.failed.length).toBeGreaterThan(0);
  for (const { error, retried, attempt } of short.failed) {
    expect([error.code, retried, attempt]).toEqual(['out-of-memory', true, 1]);
  }
  expect(short.ipc.equals(ample.ipc)).toBe(true);
}, 240_000);

test('what cannot be cut says what to do', async () => {
  const { error } = await runIn(SHORT, grouped('large.csv')).then(
    () => ({ error: undefined }),
    (thrown: EngineFailure) => thrown,
  );
  expect(error).toMatchObject({ kind: 'operational', code: 'out-of-memory', node: 'grouped' });
  expect(error?.hint).toContain('memory budget');
}, 240_000);
