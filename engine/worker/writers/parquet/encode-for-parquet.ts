/** Rows as Arrow streams in types that a Parquet file can have. */
import {
  type Data,
  type DataType,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema as ArrowSchema,
  Struct,
} from 'apache-arrow';
import type { Column, Schema } from '../../../contract/schema.ts';
import { encodeStream } from '../../arrow/ipc.ts';
import { makeColumn } from '../../arrow/layout.ts';
import { childrenOf } from '../../arrow/retype.ts';
import { withNullBits } from '../arrow/null-booleans.ts';
import { convertColumn } from './convert-column.ts';
import { parquetField } from './parquet-types.ts';

const parquetSchema = (schema: Schema): ArrowSchema =>
  new ArrowSchema(schema.map(({ name, type }) => parquetField(name, type)));

/** @param schema of the pipeline; the columns of the batches stand in its order */
export function encodeForParquet(batches: readonly RecordBatch[], schema: Schema): Uint8Array {
  const target = parquetSchema(schema);
  const converted = batches.map((batch) => {
    const columns = target.fields.map((field, i) =>
      convertColumn(batch.data.children[i] as Data, (schema[i] as Column).type, field.type),
    );
    const rows = makeColumn(new Struct(target.fields), batch.numRows, { children: columns });
    return withNullBits(new RecordBatch(target, rows as Data<Struct>));
  });
  return encodeStream(target, converted);
}

/** Gives access to the writing of a batch without rows, which the writer otherwise leaves out. */
class EmptyBatchWriter extends RecordBatchStreamWriter {
  writeBatch(batch: RecordBatch): void {
    this._writeRecordBatch(batch);
  }
}

/** A stream of one batch without rows. */
export function encodeEmpty(schema: Schema): Uint8Array {
  const target = parquetSchema(schema);
  const writer = new EmptyBatchWriter({ autoDestroy: false });
  writer.reset(undefined, target);
  writer.writeBatch(new RecordBatch(target, noRows(new Struct(target.fields)) as Data<Struct>));
  writer.finish();
  return writer.toUint8Array(true);
}

const noRows = (type: DataType): Data =>
  makeColumn(type, 0, {
    offsets: new Int32Array(1),
    values: new Uint8Array(0),
    children: childrenOf(type).map((child) => noRows(child.type)),
  });
