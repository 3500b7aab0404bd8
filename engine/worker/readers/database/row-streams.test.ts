/** Reading in pieces: what is under way is a piece, however much there is. */
import { Field, Int32, RecordBatch, Schema, Struct, makeData } from 'apache-arrow';
import { expect, test } from 'vitest';
import { blockId } from '../../../contract/ids.ts';
import type { Split } from '../../../contract/source.ts';
import { storedPieces } from '../../../sources/stored-pieces.ts';
import { encodeStream } from '../../arrow/ipc.ts';
import { createRowStreams } from './row-streams.ts';

const schema = new Schema([new Field('n', new Int32(), true)]);

/** A batch of 1000 rows, 4 kB of numbers. */
function batchOf(from: number): Uint8Array {
  const data = Int32Array.from({ length: 1000 }, (_, i) => from + i);
  const child = makeData({ type: new Int32(), length: 1000, nullCount: 0, data });
  const type = new Struct(schema.fields);
  const children = [child];
  return encodeStream(schema, [
    new RecordBatch(schema, makeData({ type, length: 1000, nullCount: 0, children })),
  ]);
}

const split: Extract<Split, { kind: 'database' }> = {
  kind: 'database',
  index: 0,
  partitionValues: {},
  bytes: 1,
  unbounded: true,
};

/** A server of so many batches, which tells what was taken of it and whether it was let go. */
function serverOf(batches: number, fail?: Error) {
  const state = { taken: 0, closed: 0 };
  const read = async function* (
    _source: unknown,
    _split: unknown,
    _columns: readonly string[],
    checkStop: () => void,
  ): AsyncGenerator<Uint8Array> {
    try {
      for (let i = 0; i < batches; i++) {
        checkStop();
        state.taken += 1;
        yield batchOf(i * 1000);
      }
      if (fail !== undefined) throw fail;
    } finally {
      state.closed += 1;
    }
  };
  return { state, databases: { read } };
}

const request = (piece: number) => ({
  stream: 's',
  piece,
  description: { spec: { format: 'database', credential: 'c', table: 't' }, schema: [] } as never,
  split,
  columns: ['n'],
});

test('no more is taken than a piece, and every row comes once', async () => {
  const { state, databases } = serverOf(10);
  const streams = createRowStreams(databases, 9000);
  const ahead: number[] = [];
  const rows: number[] = [];
  const pieces = storedPieces(split, async (piece) => {
    const found = await streams.next(request(piece));
    if (found === undefined) return undefined;
    ahead.push(state.taken);
    rows.push(found.rows);
    const { length: bytes } = found.stream;
    return { id: blockId(String(piece)), worker: 0, rows: found.rows, bytes, checksum: 0 };
  });
  const before: number[] = [];
  for await (const { stored } of pieces) before.push(stored?.rowsBefore ?? -1);
  // Three batches of a little more than 4 kB reach 9 kB.
  expect(ahead).toEqual([3, 6, 9, 10]);
  expect(rows).toEqual([3000, 3000, 3000, 1000]);
  expect(before).toEqual([0, 3000, 6000, 9000]);
  expect(state.closed).toBe(1);
});

test('no rows are one split without any', async () => {
  const streams = createRowStreams(serverOf(0).databases);
  const pieces: unknown[] = [];
  for await (const piece of storedPieces(split, async (i) => {
    expect(await streams.next(request(i))).toBeUndefined();
    return undefined;
  })) {
    pieces.push(piece);
  }
  expect(pieces).toEqual([{ ...split, limit: 0, rows: 0, bytes: 0 }]);
});

test('an end lets the server go, between pieces and in the middle of one', async () => {
  const { state, databases } = serverOf(10);
  const streams = createRowStreams(databases, 9000);
  await streams.next(request(0));
  await streams.end('s');
  expect(state).toEqual({ taken: 3, closed: 1 });
  // What ended has no next piece: another reading would give the first rows once more.
  await expect(streams.next(request(1))).rejects.toMatchObject({ error: { code: 'worker-lost' } });

  const next = streams.next(request(0));
  await streams.end('s');
  await expect(next).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  expect(state.closed).toBe(2);
});

test('a failure is told, and the next reading begins anew', async () => {
  const { state, databases } = serverOf(1, new Error('gone'));
  const streams = createRowStreams(databases);
  await expect(streams.next(request(0))).rejects.toThrow('gone');
  await expect(streams.next(request(0))).rejects.toThrow('gone');
  expect(state).toEqual({ taken: 2, closed: 2 });
});
