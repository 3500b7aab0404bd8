import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FileRef } from '../contract/source.ts';
import type { ByteSource } from '../runtime/runtime.ts';
import { keepBytes } from './kept-bytes.ts';

const SIZE = 100;
const content = Uint8Array.from({ length: SIZE }, (_, i) => i);

const fileOf = (name: string): FileRef => ({
  name,
  size: SIZE,
  fingerprint: 'f',
  handle: { kind: 'path', path: name },
});
const file = fileOf('a');

/** A file whose every read is noted. */
function notedSource(): { readonly source: ByteSource; readonly reads: [number, number][] } {
  const reads: [number, number][] = [];
  const read: ByteSource['read'] = async (_file, start, end) => {
    reads.push([start, end]);
    return content.slice(start, end);
  };
  return {
    reads,
    source: {
      read,
      readInto: async (from, start, end, target) => target().set(await read(from, start, end)),
    },
  };
}

async function readRange(source: ByteSource, start: number, end: number): Promise<number[]> {
  const target = new Uint8Array(end - start);
  await source.readInto(file, start, end, () => target);
  return [...target];
}

const bytesOf = (start: number, end: number): number[] => [...content.subarray(start, end)];

test('what was kept is read once, and given back when its end was read', async () => {
  const { source, reads } = notedSource();
  const kept = keepBytes(source, () => SIZE);
  await kept.readAndKeep(file, 0, 30);
  await kept.readAndKeep(file, 30, 60);
  expect(await kept.readAndKeep(file, 30, 60)).toEqual(content.subarray(30, 60));
  expect(reads).toEqual([
    [0, 30],
    [30, 60],
  ]);
  reads.length = 0;
  expect(await readRange(kept, 0, 33)).toEqual(bytesOf(0, 33));
  expect(await readRange(kept, 33, 65)).toEqual(bytesOf(33, 65));
  expect(reads).toEqual([[60, 65]]);
  expect(await readRange(kept, 0, 65)).toEqual(bytesOf(0, 65));
  expect(reads).toEqual([
    [60, 65],
    [0, 65],
  ]);
});

test('any ranges of any pieces are those of the file', async () => {
  const range = fc
    .tuple(fc.nat(SIZE), fc.nat(SIZE))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  await fc.assert(
    fc.asyncProperty(
      fc.array(range, { maxLength: 5 }),
      fc.array(range, { maxLength: 5 }),
      fc.nat(SIZE),
      async (pieces, ranges, room) => {
        const kept = keepBytes(notedSource().source, () => room);
        for (const [start, end] of pieces) await kept.readAndKeep(file, start, end);
        for (const [start, end] of ranges) {
          expect(await readRange(kept, start, end)).toEqual(bytesOf(start, end));
        }
      },
    ),
  );
});

test('no more is kept than there is room for; another file makes room', async () => {
  const { source, reads } = notedSource();
  let room = 50;
  const kept = keepBytes(source, () => room);
  await kept.readAndKeep(file, 0, 40);
  await kept.readAndKeep(file, 40, 80);
  reads.length = 0;
  await readRange(kept, 40, 70);
  expect(reads).toEqual([[40, 70]]);
  await readRange(kept, 0, 30);
  expect(reads).toHaveLength(1);
  await kept.readAndKeep(fileOf('b'), 0, 20);
  await readRange(kept, 0, 10);
  expect(reads).toHaveLength(3);
  room = 10;
  kept.shrink();
  await kept.readAndKeep(fileOf('b'), 0, 20);
  expect(reads).toHaveLength(4);
});
