import { expect, test } from 'vitest';
import { fixedWidth, type FlatTable, flatTableBytes, type FlatType } from './flat-column.ts';

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

test('the size of a table counts every array', () => {
  const dictionary = { offsets: Int32Array.of(0, 1), bytes: Uint8Array.of(97) };
  const table: FlatTable = {
    fields: [
      { name: 'n', type: { kind: 'date' }, nullable: true },
      { name: 's', type: { kind: 'utf8' }, nullable: false },
    ],
    batches: [
      {
        rows: 2,
        columns: [
          {
            kind: 'fixed',
            width: 4,
            values: new Uint8Array(8),
            validity: Uint8Array.of(1),
            nullCount: 1,
          },
          { kind: 'dictionary', indices: Int32Array.of(0, 0), dictionary, nullCount: 0 },
        ],
      },
      {
        rows: 1,
        columns: [
          { kind: 'fixed', width: 4, values: new Uint8Array(4), nullCount: 0 },
          { kind: 'utf8', ...dictionary, nullCount: 0 },
        ],
      },
    ],
  };
  expect(flatTableBytes(table)).toBe(8 + 1 + 8 + 9 + 4 + 9);
});
