/** Rows at which steps fail, on the real engine. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import { formatCell } from '../values/cell.ts';
import { readRows } from '../values/rows.ts';
import { toEngineError } from '../contract/errors.ts';
import type { Engine } from './engine-api.ts';
import { openTestEngine } from './testing/open-engine.ts';

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-failing-'));
  const rows = Array.from({ length: 500_000 }, (_, i) =>
    [i, i === 400_000 || i === 400_001 ? 'n/a' : i % 90, 'as long as it takes'].join(),
  );
  await writeFile(join(folder, 'late.csv'), `id,text,more\n${rows.join('\n')}\n`);
  engine = await openTestEngine(folder, { workers: 2 });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const few = step('input.inline', {
  columns: [
    { name: 'n', type: 'INTEGER' },
    { name: 'text', type: 'VARCHAR' },
  ],
  rows: [
    [1, '10'],
    [2147483647, '20'],
    [3, 'thirty'],
    [null, null],
    [4, ''],
  ],
});
const cast = { casts: [{ column: 'text', type: 'INTEGER' }] };
const document = documentOf('failing', {
  few,
  cast: step('columns.cast', cast, 'few'),
  next: step(
    'columns.derive',
    { expressions: [{ name: 'm', expression: 'n + 1::INTEGER' }] },
    'few',
  ),
  kept: step('rows.filter', { condition: 'text::INTEGER > 10' }, 'few'),
  sums: step(
    'aggregate.group-by',
    { keys: [], aggregates: [{ name: 's', function: 'sum', column: 'n' }] },
    'next',
  ),
  sound: step(
    'columns.derive',
    { expressions: [{ name: 'm', expression: 'n + 1::BIGINT' }] },
    'few',
  ),
  late: step('input.csv', {
    path: 'late.csv',
    columns: { id: 'BIGINT', text: 'VARCHAR', more: 'VARCHAR' },
  }),
  late_cast: step('columns.cast', cast, 'late'),
});

async function found(of: string, more: { sample?: boolean; rows?: number } = {}) {
  const rows = await engine.failingRows(document, { step: of, ...more });
  if (rows === undefined) return undefined;
  const cells = readRows(rows.schema, rows.ipc).map((row) =>
    row.map((cell) => (cell === null ? null : formatCell(cell))),
  );
  return { columns: rows.columns, complete: rows.complete, cells };
}

test('of a cast: the values that do not fit, with the whole input row; a null is none of them', async () => {
  expect(await found('cast')).toEqual({
    columns: ['text'],
    complete: true,
    cells: [
      ['3', 'thirty'],
      ['4', ''],
    ],
  });
  expect(await found('cast', { rows: 1 })).toMatchObject({
    complete: false,
    cells: [['3', 'thirty']],
  });
});

test('of an overflow and of a condition', async () => {
  expect((await found('next'))?.cells).toEqual([['2147483647', '20']]);
  expect((await found('kept'))?.cells.map(([n]) => n)).toEqual(['3', '4']);
});

test('none where no row is at fault', async () => {
  expect(await found('sound')).toBeUndefined();
});

test('far back in a file: not among the first rows, but among all', async () => {
  expect(await found('late_cast', { sample: true })).toBeUndefined();
  expect(await found('late_cast')).toEqual({
    columns: ['text'],
    complete: true,
    cells: [
      ['400000', 'n/a', 'as long as it takes'],
      ['400001', 'n/a', 'as long as it takes'],
    ],
  });
});

test('a search that is given up says so', async () => {
  const given = AbortSignal.abort();
  const thrown: unknown = await engine
    .failingRows(document, { step: 'late_cast', signal: given })
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  expect(toEngineError(thrown).kind).toBe('cancelled');
});
