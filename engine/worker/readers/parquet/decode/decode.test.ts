import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyBits, countBits, getBit } from '../../../arrow/bitmap.ts';
import { decompressPage, openCodec } from './decompress.ts';
import { decodeHybrid, decodeHybridBits } from './hybrid.ts';
import { checkUtf8 } from './utf8.ts';

interface Run {
  readonly packed: boolean;
  readonly values: readonly number[];
}

/** Encodings.md, without the choices that a writer makes. */
function encode(runs: readonly Run[], width: number): Uint8Array {
  const bytes: number[] = [];
  const varint = (value: number): void => {
    let rest = value;
    for (; rest >= 128; rest >>>= 7) bytes.push((rest & 127) | 128);
    bytes.push(rest);
  };
  for (const { packed, values } of runs) {
    if (packed) {
      varint(((values.length / 8) << 1) | 1);
      const bits = values.flatMap((value) =>
        Array.from({ length: width }, (_, bit) => Math.floor(value / 2 ** bit) % 2),
      );
      for (let i = 0; i < bits.length; i += 8) {
        bytes.push(bits.slice(i, i + 8).reduce((sum, bit, j) => sum + bit * 2 ** j, 0));
      }
    } else {
      varint(values.length << 1);
      const value = values[0] ?? 0;
      for (let i = 0; i < width; i += 8) bytes.push(Math.floor(value / 2 ** i) % 256);
    }
  }
  return Uint8Array.from(bytes);
}

const runsOf = (width: number): fc.Arbitrary<Run[]> => {
  const value = fc.integer({ min: 0, max: 2 ** width - 1 });
  return fc.array(
    fc.oneof(
      fc
        .integer({ min: 1, max: 9 })
        .chain((groups) =>
          fc
            .array(value, { minLength: groups * 8, maxLength: groups * 8 })
            .map((values) => ({ packed: true, values })),
        ),
      fc
        .tuple(value, fc.integer({ min: 1, max: 100 }))
        .map(([one, length]) => ({ packed: false, values: Array.from({ length }, () => one) })),
    ),
    { minLength: 1, maxLength: 6 },
  );
};

test('runs and packed values of every width', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 32 })
        .chain((width) => fc.tuple(fc.constant(width), runsOf(width), fc.nat({ max: 7 }))),
      ([width, runs, drop]) => {
        const bytes = encode(runs, width);
        const all = runs.flatMap(({ values }) => values);
        const count = Math.max(1, all.length - drop);
        const target = new Int32Array(count + 2);
        const highest = decodeHybrid(bytes, 0, bytes.length, width, target, 1, count);
        const wanted = all.slice(0, count);
        expect([...target.subarray(1, count + 1)].map((value) => value >>> 0)).toEqual(wanted);
        expect([target[0], target[count + 1]]).toEqual([0, 0]);
        expect(highest).toBe(Math.max(...wanted));
        if (width === 1) {
          const bits = new Uint8Array((count + 3 + 7) >> 3);
          decodeHybridBits(bytes, 0, bytes.length, bits, 3, count);
          expect(wanted.map((_, i) => getBit(bits, 3 + i))).toEqual(wanted);
        }
        // Cut anywhere, the values do not come.
        const short = encode(runs.slice(0, -1), width).length;
        if (short > 0 && drop === 0) {
          expect(() =>
            decodeHybrid(bytes, 0, short, width, new Int32Array(count), 0, count),
          ).toThrow(RangeError);
        }
      },
    ),
  );
});

test('values of no bits are 0; run lengths that never end are refused', () => {
  const target = Int32Array.of(7, 7);
  expect(decodeHybrid(new Uint8Array(), 0, 0, 0, target, 0, 2)).toBe(0);
  expect([...target]).toEqual([0, 0]);
  const endless = new Uint8Array(40).fill(0xff);
  expect(() => decodeHybrid(endless, 0, 40, 3, target, 0, 2)).toThrow(RangeError);
  expect(() => decodeHybrid(endless, 0, 40, 33, target, 0, 2)).toThrow(RangeError);
  expect(() => decodeHybridBits(endless, 0, 41, new Uint8Array(1), 0, 2)).toThrow(RangeError);
});

test('bits are copied from and to any position', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 20 }),
      fc.nat({ max: 20 }),
      fc.nat({ max: 20 }),
      fc.nat({ max: 160 }),
      (source, from, to, wanted) => {
        const length = Math.max(0, Math.min(wanted, source.length * 8 - from));
        const target = new Uint8Array((to + length + 15) >> 3);
        copyBits(source, from, target, to, length);
        for (let i = 0; i < target.length * 8; i++) {
          const isIn = i >= to && i < to + length;
          expect(getBit(target, i)).toBe(isIn ? getBit(source, from + i - to) : 0);
        }
        const ones = Array.from({ length }, (_, i) => getBit(target, to + i));
        expect(countBits(target, to, to + length)).toBe(ones.filter((bit) => bit === 1).length);
      },
    ),
  );
});

test('text is UTF-8 exactly when TextDecoder takes it', () => {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const takes = (work: () => unknown): boolean => {
    try {
      work();
      return true;
    } catch {
      return false;
    }
  };
  const lead = fc.constantFrom(0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf3, 0xf4, 0xf5);
  const byte = fc.oneof(
    lead,
    fc.integer({ min: 0x78, max: 0xc2 }),
    fc.integer({ min: 0, max: 255 }),
  );
  const text = fc.string({ unit: 'binary' }).map((value) => [...new TextEncoder().encode(value)]);
  fc.assert(
    fc.property(fc.array(fc.oneof(text, fc.array(byte, { maxLength: 6 }))), (pieces) => {
      const values = pieces.map((piece) => Uint8Array.from(piece));
      const offsets = new Int32Array(values.length + 1);
      values.forEach((value, i) => (offsets[i + 1] = (offsets[i] ?? 0) + value.length));
      const bytes = Uint8Array.from(pieces.flat());
      const expected = values.every((value) => takes(() => strict.decode(value)));
      expect(takes(() => checkUtf8({ offsets, bytes }))).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

test('pages are exactly as long as their header says, and no longer than they can be', async () => {
  const snappy = await openCodec('SNAPPY');
  const plain = await openCodec('UNCOMPRESSED');
  if (snappy === undefined || plain === undefined) throw new Error('no codec');
  const hello = Uint8Array.of(5, 16, 104, 101, 108, 108, 111);
  expect(new TextDecoder().decode(decompressPage(snappy, hello, 5))).toBe('hello');
  expect(() => decompressPage(snappy, hello, 6)).toThrow(RangeError);
  expect(() => decompressPage(snappy, hello, 2 ** 31 - 1)).toThrow(RangeError);
  expect(() => decompressPage(plain, hello, 3)).toThrow(RangeError);
  expect(decompressPage(snappy, new Uint8Array(), 0)).toHaveLength(0);
  expect(await openCodec('BROTLI')).toBeUndefined();
  expect(await openCodec('GZIP')).toBeUndefined();
});
