import { expect, test } from 'vitest';
import { fixedWidth, type FlatType } from './flat-column.ts';

test.each<[FlatType, number | undefined]>([
  [{ kind: 'integer', bits: 8, signed: false }, 1],
  [{ kind: 'float', bits: 32 }, 4],
  [{ kind: 'decimal', precision: 15, scale: 2, bits: 64 }, 8],
  [{ kind: 'decimal', precision: 38, scale: 2, bits: 128 }, 16],
  [{ kind: 'time', unit: 'milli' }, 4],
  [{ kind: 'time', unit: 'micro' }, 8],
  [{ kind: 'timestamp', unit: 'milli', utc: true }, 8],
  [{ kind: 'fixed-binary', width: 5 }, 5],
  [{ kind: 'boolean' }, undefined],
  [{ kind: 'utf8' }, undefined],
])('%j takes %s bytes', (type, width) => {
  expect(fixedWidth(type)).toBe(width);
});
