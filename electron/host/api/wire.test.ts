import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from './wire.ts';

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    // The sign of zero is not sent.
    fc.double().map((number) => number + 0),
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.uint8Array({ maxLength: 70_000, size: 'max' }),
    fc.array(tie('any'), { maxLength: 40 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('any'),
      { noNullPrototype: true },
    ),
    fc.array(fc.tuple(fc.string(), tie('any'))).map((entries) => new Map(entries)),
  ),
})).any;

test('every value comes back as it was, maps and bytes too', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(decodeFrame(encodeFrame(given))).toEqual(given);
    }),
    { numRuns: 200 },
  );
});

test('undefined entries are left out', () => {
  expect(decodeFrame(encodeFrame({ a: undefined, b: 1 }))).toEqual({ b: 1 });
});

test('bytes that are no frame are refused, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      let frame: unknown;
      try {
        frame = decodeFrame(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        return;
      }
      // A frame by chance: its value can be sent, too.
      expect(encodeFrame(frame).byteLength).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});

const head = (first: number, length: number): number[] => [
  first,
  ...new Uint8Array(new Uint32Array([length]).buffer).toReversed(),
];

test.each([
  ['four billion elements', head(0xdd, 0xffff_ffff)],
  ['four billion entries', head(0xdf, 0xffff_ffff)],
  ['four billion bytes', head(0xc6, 0xffff_ffff)],
  ['four billion characters', head(0xdb, 0xffff_ffff)],
  ['an extension of four billion bytes', [...head(0xc9, 0xffff_ffff), 1]],
  [
    'lists in lists that promise millions each',
    Array.from({ length: 400 }, () => head(0xdd, 30_000_000)).flat(),
  ],
  ['something after the value', [0xc0, 0xc0]],
  ['nothing', []],
  ['the one head that the format never uses', [0xc1]],
])('a frame with %s is refused before memory is taken for it', (_what, bytes) => {
  const before = process.memoryUsage();
  expect(() => decodeFrame(new Uint8Array(bytes))).toThrow(RangeError);
  const after = process.memoryUsage();
  expect(after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(
    32e6,
  );
});
