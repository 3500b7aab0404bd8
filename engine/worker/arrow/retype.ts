/** The same buffers under other types of the same shape. */
import {
  Data,
  DataType,
  Field,
  FixedSizeList,
  List,
  Map_,
  RecordBatch,
  Schema,
  Struct,
  Union,
} from 'apache-arrow';

/** Another type for a leaf field, with the metadata it then has, or undefined to leave it. */
export type RetypeLeaf = (
  field: Field,
) => { type: DataType; metadata: Map<string, string> } | undefined;

export const childrenOf = (type: DataType): readonly Field[] => type.children ?? [];

/** The same object when the rule applies to no leaf. */
export function retypeSchema(schema: Schema, rule: RetypeLeaf): Schema {
  const fields = schema.fields.map((field) => retypeField(field, rule));
  if (fields.every((field, i) => field === schema.fields[i])) return schema;
  return new Schema(fields, schema.metadata, schema.dictionaries, schema.metadataVersion);
}

function retypeField(field: Field, rule: RetypeLeaf): Field {
  const { type } = field;
  const before = childrenOf(type);
  if (before.length === 0) {
    const leaf = rule(field);
    return leaf === undefined
      ? field
      : new Field(field.name, leaf.type, field.nullable, leaf.metadata);
  }
  const children = before.map((child) => retypeField(child, rule));
  if (children.every((child, i) => child === before[i])) return field;
  return new Field(field.name, withChildren(type, children), field.nullable, field.metadata);
}

export function withChildren(type: DataType, children: Field[]): DataType {
  const [only] = children as [Field, ...Field[]];
  if (DataType.isList(type)) return new List(only);
  if (DataType.isFixedSizeList(type)) return new FixedSizeList(type.listSize, only);
  if (DataType.isMap(type)) return new Map_(only as Field<Struct>, type.keysSorted);
  if (DataType.isUnion(type)) return new Union(type.mode, type.typeIds, children);
  return new Struct(children);
}

/** The batch under a schema that `retypeSchema` made of its own. */
export function retypeBatch(batch: RecordBatch, schema: Schema): RecordBatch {
  if (schema === batch.schema) return batch;
  return new RecordBatch(schema, retypeData(batch.data, new Struct(schema.fields)) as Data<Struct>);
}

function retypeData(data: Data, type: DataType): Data {
  if (data.type === type) return data;
  const fields = childrenOf(type);
  const children = data.children.map((child, i) => {
    const field = fields[i];
    return field === undefined ? child : retypeData(child, field.type);
  });
  // A union has no validity of its own; asking it for a null count adds up its children's.
  const nullCount = DataType.isUnion(type) ? 0 : data.nullCount;
  const { valueOffsets: offsets, values, nullBitmap: nulls, typeIds } = data;
  const bytes =
    DataType.isBool(type) && !DataType.isBool(data.type) && values !== undefined
      ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
      : values;
  const buffers = [offsets, bytes, nulls, typeIds] as unknown as Data['buffers'];
  return new Data(type, data.offset, data.length, nullCount, buffers, children, data.dictionary);
}
