import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseType, TypeSyntaxError } from './parse-type.ts';
import type { ColumnType, NamedType } from './schema.ts';
import { formatType, SCALAR_TYPES, scalar } from './schema.ts';

const fields = (type: fc.Arbitrary<ColumnType>): fc.Arbitrary<NamedType[]> =>
  fc.uniqueArray(fc.record({ name: fc.string({ minLength: 1 }), type }), {
    minLength: 1,
    maxLength: 3,
    selector: (field) => field.name,
  });

const { type } = fc.letrec<{ type: ColumnType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...SCALAR_TYPES).map(scalar),
    fc
      .integer({ min: 1, max: 38 })
      .chain((precision) =>
        fc
          .integer({ min: 0, max: precision })
          .map((scale) => ({ kind: 'decimal' as const, precision, scale })),
      ),
    fc
      .uniqueArray(fc.string(), { minLength: 1, maxLength: 3 })
      .map((values) => ({ kind: 'enum' as const, values })),
    tie('type').map((element) => ({ kind: 'list' as const, element })),
    fc.record({
      kind: fc.constant('array' as const),
      element: tie('type'),
      size: fc.integer({ min: 1, max: 9 }),
    }),
    fields(tie('type')).map((list) => ({ kind: 'struct' as const, fields: list })),
    fields(tie('type')).map((members) => ({ kind: 'union' as const, members })),
    fc.record({ kind: fc.constant('map' as const), key: tie('type'), value: tie('type') }),
  ),
}));

test('reads back what formatType writes', () => {
  fc.assert(
    fc.property(type, (each) => {
      expect(parseType(formatType(each))).toEqual(each);
    }),
  );
});

test.each([
  ['int', 'INTEGER'],
  ['Double Precision', 'DOUBLE'],
  ['VARCHAR(20)', 'VARCHAR'],
  ['text[]', 'VARCHAR[]'],
  ['timestamptz', 'TIMESTAMP WITH TIME ZONE'],
  ['timestamp with time zone', 'TIMESTAMP WITH TIME ZONE'],
  ['TIME WITHOUT TIME ZONE', 'TIME'],
  ['NUMERIC', 'DECIMAL(18,3)'],
  ['DECIMAL(9)', 'DECIMAL(9,0)'],
  ['struct(a int, "b c" decimal(4, 1)[3])', 'STRUCT("a" INTEGER, "b c" DECIMAL(4,1)[3])'],
  ['MAP(VARCHAR, INTEGER[])[]', 'MAP(VARCHAR, INTEGER[])[]'],
  ["ENUM('it''s', 'b')", "ENUM('it''s', 'b')"],
  ['UNION(num INTEGER, str VARCHAR)', 'UNION("num" INTEGER, "str" VARCHAR)'],
  ['"NULL"', '"NULL"'],
  ['BIGNUM', 'VARINT'],
])('%s is %s', (text, canonical) => {
  expect(formatType(parseType(text))).toBe(canonical);
});

test.each([
  ['', 0],
  ['INTEGR', 0],
  ['DECIMAL(39,1)', 0],
  ['DECIMAL(4,5)', 0],
  ['STRUCT(a)', 8],
  ['INTEGER x', 8],
  ['INTEGER[', 8],
  ['MAP(INTEGER)', 0],
  ['INTEGER;', 7],
])('"%s" is refused at %i', (text, position) => {
  expect(() => parseType(text)).toThrow(
    expect.objectContaining({ name: 'TypeSyntaxError', position }),
  );
  expect(() => parseType(text)).toThrow(TypeSyntaxError);
});
