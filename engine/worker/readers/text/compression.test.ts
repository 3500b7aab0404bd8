import { gzipSync } from 'node:zlib';
import { compress, init } from '@bokuweb/zstd-wasm';
import { expect, test } from 'vitest';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { failureOf, memoryBytes, memoryFile } from '../testing/read-source.ts';
import { concatBytes, decompress, evenChunks } from './compression.ts';

const line = (i: number): string => `${i},${(i * 2654435761) % 1_000_003}\n`;
const text = new TextEncoder().encode(Array.from({ length: 40_000 }, (_, i) => line(i)).join(''));
const gzip = new Uint8Array(gzipSync(text));
const bytesOf = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk.slice());
  return concatBytes(all);
};

/** `toEqual` looks at every byte for itself. */
const expectText = (read: Uint8Array): void => expect(Buffer.compare(read, text)).toBe(0);

let files = 0;
const read = (content: Uint8Array, source: ByteSource = memoryBytes): Promise<Uint8Array> =>
  bytesOf(decompress(memoryFile(`data/t${++files}.gz`, content), source));

/** A platform that gives up in the middle, as browsers do at the end of the first gzip member. */
const givesUp = (after: number): ByteSource => ({
  ...memoryBytes,
  async *gunzip(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < after; at += 10_000) {
      yield text.subarray(at, Math.min(after, at + 10_000));
    }
    throw new TypeError('Junk found after end of compressed data.');
  },
});

test('gzip of one member and of several', async () => {
  const cut = 100_003;
  const members = concatBytes(
    [text.subarray(0, cut), new Uint8Array(), text.subarray(cut)].map((part) => gzipSync(part)),
  );
  for (const content of [gzip, members]) {
    expectText(await read(content));
    for (const after of [0, 1, cut, 300_000]) {
      expectText(await read(content, givesUp(after)));
    }
  }
});

test('zstd of one frame and of several', async () => {
  await init();
  const frames = [text.subarray(0, 5000), text.subarray(5000)].map((part) => compress(part));
  expectText(await read(compress(text)));
  expectText(await read(concatBytes(frames)));
  const whole = compress(text);
  expect(await failureOf(read(whole.slice(0, 20_000)))).toMatchObject({
    code: 'corrupt-file',
    location: { byte: 20_000 },
    message: expect.stringContaining('cut off'),
  });
});

test('a gzip file that is cut off tells its last byte', async () => {
  for (const size of [20_000, gzip.length - 3, gzip.length - 8]) {
    expect(await failureOf(read(gzip.slice(0, size)))).toMatchObject({
      kind: 'user',
      code: 'corrupt-file',
      location: { byte: size },
      message: expect.stringContaining('cut off'),
    });
  }
});

test('damage is placed', async () => {
  const middle = gzip.slice().fill(0x55, 150_000, 150_100);
  const failure = await failureOf(read(middle));
  expect(failure).toMatchObject({
    code: 'corrupt-file',
    message: expect.stringMatching(/damaged.* byte/),
  });
  const { byte = 0 } = failure.location ?? {};
  expect(byte).toBeGreaterThan(130_000);
  expect(byte).toBeLessThanOrEqual(gzip.length);
  const checksum = gzip.slice();
  checksum[gzip.length - 7] = (checksum[gzip.length - 7] as number) ^ 1;
  expect(await failureOf(read(checksum))).toMatchObject({
    code: 'corrupt-file',
    location: { byte: gzip.length - 8 },
    detail: expect.stringContaining('checksum'),
  });
});

test('what reading throws is passed on', async () => {
  const broken: ByteSource = {
    ...memoryBytes,
    read: (file, start, end) =>
      end > 4 ? Promise.reject(new Error('the disk is gone')) : memoryBytes.read(file, start, end),
  };
  await expect(read(gzip, broken)).rejects.toThrow('the disk is gone');
});

test('chunks of one size, whatever comes', async () => {
  const given = async function* (): AsyncGenerator<Uint8Array> {
    for (const size of [1, 0, 7, 2, 30, 3]) yield new Uint8Array(size).fill(size);
  };
  const sizes: number[] = [];
  for await (const chunk of evenChunks(given(), 8)) sizes.push(chunk.length);
  expect(sizes).toEqual([8, 8, 8, 8, 8, 3]);
  expect(await bytesOf(evenChunks(given(), 8))).toEqual(await bytesOf(given()));
});
