/** Types as Spark Connect tells them. */
import { create } from '@bufbuild/protobuf';
import type { SparkType } from '../../spark/types.ts';
import { decimal, simple, typeText } from '../../spark/types.ts';
import type { DataType } from '../spark-connect/generated/spark/connect/types_pb.ts';
import { DataTypeSchema } from '../spark-connect/generated/spark/connect/types_pb.ts';

export interface NamedSparkType {
  readonly name: string;
  /** Undefined: a type that no column of a pipeline has. */
  readonly type: SparkType | undefined;
}

/** Columns of a plan, from the struct that its analysis gives. */
export const columnsOfStruct = ({ kind }: DataType): readonly NamedSparkType[] =>
  kind.case === 'struct'
    ? kind.value.fields.map(({ name, dataType }) => ({
        name,
        type: dataType === undefined ? undefined : sparkTypeOf(dataType),
      }))
    : [];

const SIMPLE = {
  null: 'VOID',
  binary: 'BINARY',
  boolean: 'BOOLEAN',
  byte: 'TINYINT',
  short: 'SMALLINT',
  integer: 'INT',
  long: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  string: 'STRING',
  char: 'STRING',
  varChar: 'STRING',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestampNtz: 'TIMESTAMP_NTZ',
} as const;

export function sparkTypeOf({ kind }: DataType): SparkType | undefined {
  switch (kind.case) {
    case 'decimal': {
      const { precision = 10, scale = 0 } = kind.value;
      return decimal(precision, scale);
    }
    case 'array': {
      const element = inner(kind.value.elementType);
      return element && { kind: 'array', element };
    }
    case 'map': {
      const [key, value] = [inner(kind.value.keyType), inner(kind.value.valueType)];
      return key && value && { kind: 'map', key, value };
    }
    case 'struct': {
      const fields = kind.value.fields.flatMap(({ name, dataType }) => {
        const type = inner(dataType);
        return type === undefined ? [] : [{ name, type }];
      });
      return fields.length === kind.value.fields.length ? { kind: 'struct', fields } : undefined;
    }
    default:
      return kind.case !== undefined && kind.case in SIMPLE
        ? simple(SIMPLE[kind.case as keyof typeof SIMPLE])
        : undefined;
  }
}

const inner = (type: DataType | undefined): SparkType | undefined => type && sparkTypeOf(type);

/** A type that the server reads from its text. */
export const unparsedType = (type: SparkType): DataType =>
  create(DataTypeSchema, { kind: { case: 'unparsed', value: { dataTypeString: typeText(type) } } });
