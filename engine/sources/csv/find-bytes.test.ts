import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BLOCK_BYTES, createByteFinder, findByte } from './find-bytes.ts';

const bytes = fc.uint8Array({ max: 9, maxLength: 5000 });

test('finds every byte of its kinds, and nothing of the block before', () => {
  const kinds = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(bytes, bytes, kinds, (before, block, wanted) => {
      const finder = createByteFinder(wanted);
      if (finder === undefined) throw new Error('this Node has no SIMD');
      finder.find(before);
      const count = finder.find(block);
      const expected = [...block.keys()].filter((i) => wanted.includes(block[i] as number));
      expect([...finder.positions.subarray(0, count)]).toEqual(expected);
    }),
  );
});

test('a whole block of them', () => {
  const finder = createByteFinder([7]);
  expect(finder?.find(new Uint8Array(BLOCK_BYTES).fill(7))).toBe(BLOCK_BYTES);
  expect(finder?.positions[BLOCK_BYTES - 1]).toBe(BLOCK_BYTES - 1);
});

test('the first one, near, far or nowhere', () => {
  const text = new Uint8Array(3 * BLOCK_BYTES + 5);
  for (const at of [0, 3, 1023, 1024, 1025, BLOCK_BYTES, 2 * BLOCK_BYTES + 1024, text.length - 1]) {
    text.fill(0);
    text[at] = 34;
    expect(findByte(text, 34, 0, text.length)).toBe(at);
    expect(findByte(text, 34, at, at + 1)).toBe(at);
    expect(findByte(text, 34, 0, at)).toBe(at);
    expect(findByte(text, 34, at + 1, text.length)).toBe(text.length);
  }
});
