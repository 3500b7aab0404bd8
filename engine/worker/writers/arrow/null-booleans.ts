/** Batches that other readers than apache-arrow's take, too. */
import { Data, DataType, RecordBatch, type Struct, Uint8 } from 'apache-arrow';

/**
 * apache-arrow 17 writes no bits for booleans that are all null, where the format asks for them and
 * the Rust and C++ libraries look for them. Bytes in memory become the missing buffer of the message;
 * the schema still tells what they are.
 */
export function withNullBits(batch: RecordBatch): RecordBatch {
  const data = fill(batch.data);
  return data === batch.data ? batch : new RecordBatch(batch.schema, data as Data<Struct>);
}

function fill(data: Data): Data {
  const { type, offset, length } = data;
  if (DataType.isBool(type) && length > 0 && data.nullCount >= length) {
    return data.clone(new Uint8(), offset, length, length, [
      undefined,
      new Uint8Array(length),
      data.nullBitmap,
    ] as unknown as Data['buffers']) as Data;
  }
  const children = data.children.map(fill);
  if (children.every((child, i) => child === data.children[i])) return data;
  const { valueOffsets, values, nullBitmap, typeIds } = data;
  const buffers = [valueOffsets, values, nullBitmap, typeIds] as unknown as Data['buffers'];
  const nullCount = DataType.isUnion(type) ? 0 : data.nullCount;
  return new Data(type, offset, length, nullCount, buffers, children, data.dictionary);
}
