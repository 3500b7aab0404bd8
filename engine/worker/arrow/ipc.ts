/** Arrow IPC streams: decode without copies, encode one batch, join streams. */
import type { RecordBatch, Schema } from 'apache-arrow';
import { MessageReader, RecordBatchReader, RecordBatchStreamWriter, Table } from 'apache-arrow';
import { internalError } from '../../contract/errors.ts';
import { retypeBatch } from './retype.ts';
import { narrowSchema, widenSchema } from './wide-interval.ts';

/** Continuation marker and length 0: the end of a stream. */
export const END_OF_STREAM = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

/** Schema of a stream, or of its first message. */
export function readSchema(stream: Uint8Array): Schema {
  const schema: Schema | null | undefined = new MessageReader(stream).readSchema(false);
  if (!schema) throw internalError('an Arrow stream does not begin with a schema');
  return schema;
}

/** The stream as a table whose buffers are views of it. */
export const decodeStream = (stream: Uint8Array): Table => decodeParts([stream]);

/**
 * A stream that comes as its schema message and messages after it.
 * @param correct gives the true schema where the maker's declares another type than its buffers have
 */
export function decodeParts(
  parts: readonly Uint8Array[],
  correct: (schema: Schema) => Schema = (schema) => schema,
): Table {
  const reader = RecordBatchReader.from(parts as Uint8Array[]).open();
  // Read before the batches: a reader at its end forgets its schema.
  const schema = widenSchema(correct(reader.schema));
  const batches: RecordBatch[] = [];
  for (const batch of reader) if (batch.numRows > 0) batches.push(retypeBatch(batch, schema));
  return new Table(schema, batches);
}

/** Rows of the record batches in a stream without its schema message, e.g. one part of a stream. */
export function countRows(messages: Uint8Array): number {
  const reader = new MessageReader(messages);
  let rows = 0;
  for (const message of reader) {
    if (message.isRecordBatch()) rows += message.header().length;
    reader.readMessageBody(message.bodyLength);
  }
  return rows;
}

/** The schema message of a stream. */
export function encodeSchema(schema: Schema): Uint8Array {
  const stream = encodeStream(schema, []);
  return stream.subarray(0, stream.length - END_OF_STREAM.length);
}

/** Parts copied into one buffer of its own. */
export function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of parts) {
    result.set(part, to);
    to += part.length;
  }
  return result;
}

/** Gives access to the writing of a batch whose in-memory types differ from the schema's. */
class BatchWriter extends RecordBatchStreamWriter {
  writeBatch(batch: RecordBatch): void {
    this._writeRecordBatch(batch);
  }
}

/** One stream, end marker included, with these batches (empty ones are left out). */
export function encodeStream(schema: Schema, batches: readonly RecordBatch[]): Uint8Array {
  const writer = new BatchWriter({ autoDestroy: false });
  writer.reset(undefined, narrowSchema(schema));
  for (const batch of batches) if (batch.numRows > 0) writer.writeBatch(batch);
  writer.finish();
  return writer.toUint8Array(true);
}

/** The stream of a stream's first rows. */
export function firstRows(stream: Uint8Array, rows: number): Uint8Array {
  const { schema, batches } = decodeStream(stream);
  const kept: RecordBatch[] = [];
  let left = rows;
  for (const batch of batches) {
    kept.push(batch.numRows <= left ? batch : batch.slice(0, left));
    left -= Math.min(left, batch.numRows);
  }
  return encodeStream(schema, kept);
}

/**
 * Streams of one schema as the parts of a single stream, in order, end marker included. Nothing is
 * copied: the parts are views.
 */
export function joinStreams(streams: readonly Uint8Array[]): Uint8Array[] {
  const parts = streams.map((stream, i) => batchesOf(stream, i === 0 ? 0 : messageLength(stream)));
  return parts.length === 0 ? [] : [...parts, END_OF_STREAM];
}

function batchesOf(stream: Uint8Array, start: number): Uint8Array {
  const end = isClosed(stream) ? stream.length - END_OF_STREAM.length : stream.length;
  return stream.subarray(start, end);
}

/** Whether a stream, or its last part, ends with the end marker. */
export function isClosed(stream: Uint8Array): boolean {
  const end = stream.length - END_OF_STREAM.length;
  return END_OF_STREAM.every((byte, i) => stream[end + i] === byte);
}

/** Bytes of the schema message at the start of a stream; it has no body. */
function messageLength(stream: Uint8Array): number {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (view.getUint32(0, true) !== 0xffffffff) throw internalError('a legacy Arrow IPC stream');
  return 8 + view.getInt32(4, true);
}
