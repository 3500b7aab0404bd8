import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { failureOf, memoryBytes, memoryFile } from '../testing/read-source.ts';
import { createPieceStreams } from './piece-streams.ts';

const text = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) % 251);
const file = memoryFile('pieces.gz', new Uint8Array(gzipSync(text)));

function counting(): { readonly source: ByteSource; readonly opened: () => number } {
  let opened = 0;
  return {
    source: {
      ...memoryBytes,
      read: (given, start, end) => {
        // The look at how the file is compressed comes first.
        if (end === 4) opened += 1;
        return memoryBytes.read(given, start, end);
      },
    },
    opened: () => opened,
  };
}

const expectPiece = (piece: Uint8Array, start: number, end: number): void =>
  expect(Buffer.compare(piece, text.subarray(start, end))).toBe(0);

test('pieces in a row are read in one go; an earlier one begins anew', async () => {
  const { source, opened } = counting();
  const streams = createPieceStreams(source);
  const piece = (start: number, end: number): Promise<Uint8Array> =>
    streams.read('s', file, start, end);
  expectPiece(await piece(0, 70_001), 0, 70_001);
  expectPiece(await piece(70_001, 70_002), 70_001, 70_002);
  // A gap is skipped.
  expectPiece(await piece(200_000, 300_000), 200_000, 300_000);
  expect(opened()).toBe(1);
  expectPiece(await piece(10, 20), 10, 20);
  expect(opened()).toBe(2);
  const both = await Promise.all([piece(20, 30), piece(30, 40)]);
  expect(both).toEqual([text.slice(20, 30), text.slice(30, 40)]);
  expect(opened()).toBe(2);
});

test('many streams at a time, and one that fails', async () => {
  const streams = createPieceStreams(memoryBytes);
  const all = Array.from({ length: 9 }, (_, i) => `s${i}`);
  for (const start of [0, 1000, 5000]) {
    const pieces = await Promise.all(all.map((name) => streams.read(name, file, start, start + 9)));
    for (const piece of pieces) expect(piece).toEqual(text.slice(start, start + 9));
  }
  expect(await failureOf(streams.read('s0', file, 299_999, 300_001))).toMatchObject({
    code: 'file-changed',
  });
  expect(await streams.read('s0', file, 3, 5)).toEqual(text.slice(3, 5));
});
