import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { parseType } from '../../contract/parse-type.ts';
import { sparkType, typeText } from '../../spark/types.ts';
import { DataTypeSchema } from '../spark-connect/generated/spark/connect/types_pb.ts';
import { columnsOfStruct, sparkTypeOf } from './connect-types.ts';
import { schemaText, transportType } from './transport.ts';

const long = create(DataTypeSchema, { kind: { case: 'long', value: {} } });
const ltz = create(DataTypeSchema, { kind: { case: 'timestamp', value: {} } });
const variant = create(DataTypeSchema, { kind: { case: 'variant', value: {} } });

test('types of columns, nested ones too', () => {
  const map = create(DataTypeSchema, {
    kind: { case: 'map', value: { keyType: long, valueType: ltz } },
  });
  const list = create(DataTypeSchema, { kind: { case: 'array', value: { elementType: map } } });
  const price = create(DataTypeSchema, {
    kind: { case: 'decimal', value: { precision: 12, scale: 2 } },
  });
  const struct = create(DataTypeSchema, {
    kind: {
      case: 'struct',
      value: {
        fields: [
          { name: 'list', dataType: list },
          { name: 'price', dataType: price },
          { name: 'odd', dataType: variant },
        ],
      },
    },
  });
  const texts = columnsOfStruct(struct).map(({ name, type }) => [name, type && typeText(type)]);
  expect(texts).toEqual([
    ['list', 'ARRAY<MAP<BIGINT, TIMESTAMP_LTZ>>'],
    ['price', 'DECIMAL(12,2)'],
    ['odd', undefined],
  ]);
  // A struct with a field of no type is of no type either.
  expect(sparkTypeOf(struct)).toBeUndefined();
});

test.each([
  ['HUGEINT', 'DECIMAL(38,0)'],
  ['UBIGINT', 'DECIMAL(20,0)'],
  ['UTINYINT', 'SMALLINT'],
  ['UUID', 'VARCHAR'],
  ["ENUM('a', 'b')", 'VARCHAR'],
  ['TIMESTAMP_S', 'TIMESTAMP'],
  ['TIMESTAMP WITH TIME ZONE', 'TIMESTAMP WITH TIME ZONE'],
  [
    'STRUCT("a b" UUID[], c MAP(VARCHAR, UINTEGER))',
    'STRUCT("a b" VARCHAR[], "c" MAP(VARCHAR, BIGINT))',
  ],
])('%s goes as %s', (type, transport) => {
  expect(transportType(parseType(type))).toBe(transport);
  // And means the same to Spark.
  expect(sparkType(parseType(transport))).toEqual(sparkType(parseType(type)));
});

test('names of columns are quoted', () => {
  const schema = [{ name: 'a`b, c', type: parseType('BIGINT') }];
  expect(schemaText(schema)).toBe('`a``b, c` BIGINT');
});
