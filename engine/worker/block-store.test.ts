import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationalError } from '../contract/errors.ts';
import { blockId } from '../contract/ids.ts';
import { createNodeSpillFile } from '../runtime/node-spill.ts';
import { createBlockStore } from './block-store.ts';
import { crc32 } from './crc32.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'block-store-test-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

test('crc32 is that of zlib', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(crc32(bytes)).toBe(zlibCrc32(bytes));
    }),
  );
});

const code = (expected: string) =>
  expect.objectContaining({
    error: expect.objectContaining({ kind: 'operational', code: expected }),
  });

const open = (name: string, budget: number) =>
  createBlockStore({ worker: 0, budget, spill: createNodeSpillFile(directory, name), crc32 });

const bytes = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

test('the least recently used block is spilled first', () => {
  const store = open('order', 250);
  store.put(blockId('a'), 1, bytes(100, 1));
  store.put(blockId('b'), 1, bytes(100, 2));
  store.read(blockId('a'));
  store.put(blockId('c'), 1, bytes(100, 3));
  expect(store.sizes()).toEqual({ memory: 200, spilled: 100 });
  // Still in memory: the very same bytes each time.
  expect(store.read(blockId('a'))).toBe(store.read(blockId('a')));
  expect(store.read(blockId('b'))).not.toBe(store.read(blockId('b')));
  expect(store.read(blockId('b'))).toEqual(bytes(100, 2));
  store.drop([blockId('a'), blockId('b'), blockId('c')]);
  expect(store.sizes()).toEqual({ memory: 0, spilled: 0 });
  expect(() => store.read(blockId('a'))).toThrow(code('block-lost'));
  store.close();
});

test('a block that is put again is the same block', () => {
  const store = open('again', 1000);
  const first = store.put(blockId('a'), 1, bytes(10, 1));
  expect(store.put(blockId('a'), 1, bytes(10, 1))).toBe(first);
  expect(store.sizes().memory).toBe(10);
  store.close();
});

test('damaged bytes are lost, not used', () => {
  const store = open('damaged', 0);
  store.put(blockId('a'), 1, bytes(100, 1));
  writeFileSync(join(directory, 'damaged.blocks'), bytes(100, 9), { flag: 'r+' });
  expect(() => store.read(blockId('a'))).toThrow(code('block-lost'));
  expect(store.has(blockId('a'))).toBe(false);
  store.close();
});

test('a full disk leaves the store as it was', () => {
  let room = 1;
  const spill = createNodeSpillFile(directory, 'small');
  const append = (data: Uint8Array): number => {
    if (room-- > 0) return spill.append(data);
    throw operationalError('disk-full', 'full');
  };
  const store = createBlockStore({ worker: 0, budget: 100, spill: { ...spill, append }, crc32 });
  store.put(blockId('a'), 1, bytes(100, 1));
  store.put(blockId('b'), 1, bytes(100, 2));
  expect(() => store.put(blockId('c'), 1, bytes(100, 3))).toThrow(code('disk-full'));
  expect(store.has(blockId('c'))).toBe(false);
  expect(store.read(blockId('a'))).toEqual(bytes(100, 1));
  expect(store.read(blockId('b'))).toEqual(bytes(100, 2));
  store.close();
});
