import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { formatPath, parsePath } from '../../../engine/document/json-path.ts';
import { startsWith, valueAt } from './param-path.ts';

const part = fc.oneof(
  fc.nat(999),
  fc.string({ minLength: 1 }),
  fc.constantFrom('map', 'a-b', 'total price', 'é', '"', '\\', 'a.b', '[0]', '0'),
);
const path = fc.array(part, { maxLength: 5 });

test('reads what diagnostics write, in both spellings', () => {
  expect(parsePath('casts[0].type')).toEqual(['casts', 0, 'type']);
  expect(parsePath('map["total \\"price\\""]')).toEqual(['map', 'total "price"']);
  expect(parsePath('')).toEqual([]);
  fc.assert(
    fc.property(path, (parts) => {
      expect(parsePath(formatPath(parts))).toEqual(parts);
      expect(parsePath(z.core.toDotPath(parts))).toEqual(parts);
    }),
  );
});

test('what is no path', () => {
  expect(parsePath('a[')).toBeUndefined();
  expect(parsePath('a["b')).toBeUndefined();
});

test('values at paths', () => {
  expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  expect(valueAt({ a: [] }, ['a', 3, 'b'])).toBeUndefined();
  expect(valueAt({}, ['toString'])).toBeUndefined();
  expect(startsWith(['a', 0, 'b'], ['a', 0])).toBe(true);
  expect(startsWith(['a'], ['a', 0])).toBe(false);
});
