import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { expect, test } from 'vitest';
import { operationalError } from '../../../engine/contract/errors.ts';
import { scalar } from '../../../engine/contract/schema.ts';
import { formatCell } from '../../../engine/values/cell.ts';
import type { RowSource } from '../../session/row-source.ts';
import { createRowReader, windowSize } from './row-reader.ts';

/** Row n holds n; windows begin a little before what was asked for, as they may. */
function numbers(rows: number, asked: number[] = []): RowSource {
  return {
    id: 'numbers',
    target: 'numbers.output',
    schema: [{ name: 'n', type: scalar('INTEGER') }],
    rows,
    extent: { kind: 'all' },
    opened: true,
    read: async (from, count) => {
      asked.push(from);
      const start = Math.max(0, from - 3);
      const n = Int32Array.from({ length: from + count - start }, (_, i) => start + i);
      return {
        ok: true,
        value: { ipc: tableToIPC(tableFromArrays({ n }), 'stream'), from: start },
      };
    },
  };
}

test('cells are there once their window is, and only then', async () => {
  const asked: number[] = [];
  const reader = createRowReader(numbers(1_000_000, asked), () => undefined);
  expect(reader.cell(700_000, 0)).toBeUndefined();
  await reader.load(700_000);
  expect(reader.cell(700_000, 0)).toEqual({ kind: 'number', text: '700000' });
  expect(asked).toHaveLength(1);
});

test('a range over several windows', async () => {
  const reader = createRowReader(numbers(10_000), () => undefined);
  const read = await reader.readRange(2_000, 4_200, [0]);
  if (!read.ok) throw new Error(read.error.message);
  expect(read.value.map(([cell]) => formatCell(cell ?? null))).toEqual(
    Array.from({ length: 2_201 }, (_, i) => String(2_000 + i)),
  );
});

test('a range that cannot be read is an error', async () => {
  const { error } = operationalError('rows-closed', 'gone');
  const source: RowSource = { ...numbers(10_000), read: async () => ({ ok: false, error }) };
  expect(await createRowReader(source, () => undefined).readRange(0, 5, [0])).toEqual({
    ok: false,
    error,
  });
});

test('windows of wide tables have fewer rows; a small table is one window', () => {
  expect([windowSize(0, 3), windowSize(1000, 1000), windowSize(5000, 1)]).toEqual([1, 1000, 2048]);
  expect([windowSize(1e7, 100), windowSize(1e7, 1000), windowSize(1e7, 5000)]).toEqual([
    384, 64, 64,
  ]);
});
