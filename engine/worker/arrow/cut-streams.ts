/** Windows of stored rows: only the batches that hold them are decoded. */
import type { Schema } from 'apache-arrow';
import { makeData, MessageReader, RecordBatch, Struct } from 'apache-arrow';
import { internalError } from '../../contract/errors.ts';
import { decodeParts, encodeStream, END_OF_STREAM } from './ipc.ts';
import { take } from './take.ts';

/** Rows of a stream, by their position in it; `to` is exclusive. */
interface StreamRows {
  readonly stream: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** The rows of streams of one schema as one stream, in this order. At least one stream. */
export function cutStreams(pieces: readonly StreamRows[]): Uint8Array<ArrayBuffer> {
  let schema: Schema | undefined;
  const batches: RecordBatch[] = [];
  for (const piece of pieces) {
    const { parts, before } = messagesOf(piece);
    const table = decodeParts(parts);
    schema ??= table.schema;
    let start = before;
    for (const batch of table.batches) {
      const from = Math.max(piece.from - start, 0);
      const to = Math.min(piece.to - start, batch.numRows);
      start += batch.numRows;
      if (from < to) batches.push(cutBatch(batch, from, to));
    }
  }
  if (schema === undefined) throw internalError('rows of no stream were asked for');
  // The sink gives its bytes as a buffer of their own.
  return encodeStream(schema, batches).slice();
}

/** Gathered rather than sliced, so that nested columns hold no rows but these. */
function cutBatch(batch: RecordBatch, from: number, to: number): RecordBatch {
  if (from === 0 && to === batch.numRows) return batch;
  const positions = Int32Array.from({ length: to - from }, (_, i) => from + i);
  const children = batch.data.children.map((column) => take(column, positions));
  const type = new Struct(batch.schema.fields);
  return new RecordBatch(batch.schema, makeData({ type, length: positions.length, children }));
}

/** The schema message, those of the batches that hold any of the rows, and the rows before those. */
function messagesOf({ stream, from, to }: StreamRows): {
  readonly parts: readonly Uint8Array[];
  readonly before: number;
} {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const parts: Uint8Array[] = [];
  let before: number | undefined;
  let [at, rows] = [0, 0];
  // The schema comes first, whatever rows are wanted.
  while (at + PREFIX <= stream.length && (at === 0 || rows < to)) {
    const head = view.getInt32(at + 4, true);
    const message = head === 0 ? null : new MessageReader(stream.subarray(at)).readMessage();
    if (message === null) break;
    const end = at + PREFIX + head + message.bodyLength;
    const length = message.isRecordBatch() ? message.header().length : 0;
    if (at === 0 || rows + length > from) {
      if (at > 0) before ??= rows;
      parts.push(stream.subarray(at, end));
    }
    rows += length;
    at = end;
  }
  return { parts: [...parts, END_OF_STREAM], before: before ?? 0 };
}

/** Continuation marker and length of a message's metadata. */
const PREFIX = 8;
