import { expect, test } from 'vitest';
import { decimal, simple } from '../../spark/types.ts';
import { literalOf, namedArguments } from './arguments.ts';

test.each([
  [simple('BOOLEAN'), 'true', { case: 'boolean', value: true }],
  [simple('INT'), '-7', { case: 'integer', value: -7 }],
  [simple('BIGINT'), '9007199254740993', { case: 'long', value: 9007199254740993n }],
  [simple('DOUBLE'), '-inf', { case: 'double', value: -Infinity }],
  [simple('DOUBLE'), 'nan', { case: 'double', value: NaN }],
  [simple('STRING'), "it's :not a parameter", { case: 'string', value: "it's :not a parameter" }],
  [simple('DATE'), '1969-12-31', { case: 'date', value: -1 }],
  [simple('DATE'), '2024-02-29', { case: 'date', value: 19782 }],
  [
    simple('TIMESTAMP_NTZ'),
    '1970-01-02 01:02:03.5',
    { case: 'timestampNtz', value: 90_123_500_000n },
  ],
  [simple('TIMESTAMP_NTZ'), '1969-12-31 23:59:59.999999', { case: 'timestampNtz', value: -1n }],
])('%o %s', (type, text, literal) => {
  expect(literalOf(type, text).literalType).toEqual(literal);
});

test('a decimal keeps its digits', () => {
  expect(literalOf(decimal(20, 2), '123456789012345678.90').literalType).toMatchObject({
    case: 'decimal',
    value: { value: '123456789012345678.90', precision: 20, scale: 2 },
  });
});

test('null has its type', () => {
  expect(literalOf(simple('DATE'), null).literalType).toMatchObject({
    case: 'null',
    value: { kind: { case: 'unparsed', value: { dataTypeString: 'DATE' } } },
  });
});

test('a time that Spark has no literal for is refused', () => {
  expect(() => literalOf(simple('TIMESTAMP_NTZ'), 'infinity')).toThrow('infinity');
});

test('the parameters that a statement names, and no others', () => {
  const values = { a: { type: 'INTEGER', value: '1' }, b: { type: 'VARCHAR', value: 'x' } };
  expect(Object.keys(namedArguments(new Set(['b']), values))).toEqual(['b']);
});
