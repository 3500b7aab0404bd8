/** Arrow IPC files: the batches of the pieces between magic and footer, uncompressed. */
import {
  type Data,
  RecordBatch,
  RecordBatchFileWriter,
  type Schema as ArrowSchema,
  type Struct,
  type Table,
} from 'apache-arrow';
import { internalError } from '../../../contract/errors.ts';
import { concat } from '../../arrow/concat.ts';
import { decodeStream, encodeStream, joinParts } from '../../arrow/ipc.ts';
import { narrowSchema } from '../../arrow/wide-interval.ts';
import type { WriteFileRequest } from '../../protocol.ts';
import type { ReadBlock } from '../../task-parts.ts';
import { withNullBits } from './null-booleans.ts';

/** Rows of a batch at most: few messages, and columns of text well below Arrow's 2 GB. */
const BATCH_ROWS = 122_880;

/** Rows as one IPC stream, with the small batches of DuckDB joined. */
export function encodePiece({ schema, batches }: Table): Uint8Array {
  const joined: RecordBatch[] = [];
  let group: Data<Struct>[] = [];
  let rows = 0;
  const flush = (): void => {
    if (group.length > 0) joined.push(new RecordBatch(schema, concat(group) as Data<Struct>));
    group = [];
    rows = 0;
  };
  for (const batch of batches) {
    if (rows + batch.numRows > BATCH_ROWS) flush();
    group.push(batch.data);
    rows += batch.numRows;
  }
  flush();
  return encodeStream(schema, joined);
}

/** Keeps what is written until it is taken, and writes batches whose types differ from the schema's. */
class FileWriter extends RecordBatchFileWriter {
  private chunks: Uint8Array[] = [];

  begin(schema: ArrowSchema): void {
    this.reset(undefined, narrowSchema(schema));
  }

  writeBatch(batch: RecordBatch): void {
    this._writeRecordBatch(batch);
  }

  take(): Uint8Array {
    const bytes = joinParts(this.chunks);
    this.chunks = [];
    return bytes;
  }

  protected override _write(chunk: ArrayBufferView): this {
    this.chunks.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this._position += chunk.byteLength;
    return this;
  }
}

/** The file in chunks of one piece each. Extension types stay as DuckDB declares them. */
export async function* joinStreams(
  { blocks }: WriteFileRequest,
  readBlock: ReadBlock,
): AsyncGenerator<Uint8Array> {
  const writer = new FileWriter();
  let begun = false;
  for (const block of blocks) {
    const { schema, batches } = decodeStream(await readBlock(block));
    if (!begun) writer.begin(schema);
    begun = true;
    for (const batch of batches) writer.writeBatch(withNullBits(batch));
    yield writer.take();
  }
  // Every relation has at least one partition, so that its columns are known.
  if (!begun) throw internalError('an Arrow file of no piece');
  writer.finish();
  yield writer.take();
}
