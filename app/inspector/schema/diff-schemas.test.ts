import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseType } from '../../../engine/contract/parse-type.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { countChanges, diffSchemas } from './diff-schemas.ts';

const schema = (text: string): Schema =>
  text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', type = 'INTEGER'] = part.split(':');
      return { name, type: parseType(type) };
    });

const diff = (before: string, after: string): string[] =>
  diffSchemas(schema(before), schema(after)).map(
    ({ column, change, before: was }) =>
      `${column.name} ${change}${was === undefined ? '' : ` ${was}`}`,
  );

test('what changed', () => {
  expect(diff('a b c', 'a b c')).toEqual(['a same', 'b same', 'c same']);
  expect(diff('a b', 'a new')).toEqual(['a same', 'new added', 'b removed']);
  expect(diff('a b', 'a:VARCHAR b')).toEqual(['a retyped INTEGER', 'b same']);
  expect(diff('A', 'a')).toEqual(['a same']);
});

test('as few columns as can be have moved', () => {
  expect(diff('a b c d', 'd a b c')).toEqual(['d moved', 'a same', 'b same', 'c same']);
  expect(diff('a b c', 'b c new a')).toEqual(['b same', 'c same', 'new added', 'a moved']);
});

test('every column is told once', () => {
  const names = fc.uniqueArray(fc.constantFrom(...'abcdefgh'));
  fc.assert(
    fc.property(names, names, (before, after) => {
      const changes = diffSchemas(schema(before.join(' ')), schema(after.join(' ')));
      const counts = countChanges(changes);
      expect(changes).toHaveLength(new Set([...before, ...after]).size);
      expect(counts.added).toBe(after.filter((name) => !before.includes(name)).length);
      expect(counts.removed).toBe(before.filter((name) => !after.includes(name)).length);
      expect(counts.same + counts.moved).toBe(after.filter((name) => before.includes(name)).length);
    }),
  );
});
