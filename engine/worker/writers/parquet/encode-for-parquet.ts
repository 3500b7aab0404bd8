/** Stored rows as Arrow streams in types that a Parquet file can have. */
import { Schema as ArrowSchema, RecordBatch, Struct, type Data, type Table } from 'apache-arrow';
import { makeData, RecordBatchStreamWriter } from 'apache-arrow';
import type { Schema } from '../../../contract/schema.ts';
import { encodeStream } from '../../arrow/ipc.ts';
import { makeColumn } from '../../arrow/layout.ts';
import { convertColumn } from './convert-column.ts';
import { parquetField } from './parquet-types.ts';

const parquetSchema = (schema: Schema): ArrowSchema =>
  new ArrowSchema(schema.map(({ name, type }) => parquetField(name, type)));

/** @param schema of the pipeline; the table's columns stand in its order */
export function encodeForParquet(table: Table, schema: Schema): Uint8Array {
  const target = parquetSchema(schema);
  const batches = table.batches.map((batch) => {
    const columns = schema.map(({ type }, i) =>
      convertColumn(batch.data.children[i] as Data, type, target.fields[i]!.type),
    );
    const rows = makeColumn(new Struct(target.fields), batch.numRows, { children: columns });
    return new RecordBatch(target, rows as Data<Struct>);
  });
  return encodeStream(target, batches);
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
  writer.writeBatch(
    new RecordBatch(target, makeData({ type: new Struct(target.fields), length: 0 })),
  );
  writer.finish();
  return writer.toUint8Array(true);
}
