/** Parquet files from the pieces that tasks made of their rows. */
import type { RecordBatch } from 'apache-arrow';
import { decodeStream } from '../../arrow/ipc.ts';
import type { WriteFileRequest } from '../../protocol.ts';
import type { ReadBlock } from '../../task-parts.ts';
import { bytesOfBatch, encodeGroup, ROW_GROUP_BYTES, ROW_GROUP_ROWS } from './encode-groups.ts';
import { createParquetJoiner, isParquet } from './join-parquet.ts';

/**
 * The file in chunks of one piece or row group each. Pieces are Parquet files, whose row groups are
 * copied, or Arrow streams of few rows, which are gathered to row groups. Only one piece and the
 * rows of one group are held at a time.
 */
export async function* writeParquet(
  { blocks, schema, target }: WriteFileRequest,
  readBlock: ReadBlock,
): AsyncGenerator<Uint8Array> {
  const joiner = createParquetJoiner();
  let waiting: RecordBatch[] = [];
  let rows = 0;
  let bytes = 0;
  let written = false;
  const add = (file: Uint8Array): Uint8Array => {
    written = true;
    return joiner.add(file);
  };
  const takeWaiting = async (): Promise<Uint8Array> => {
    const batches = waiting;
    waiting = [];
    rows = 0;
    bytes = 0;
    return add(await encodeGroup(batches, schema, target));
  };
  for (const block of blocks) {
    if (block.rows === 0) continue;
    const piece = await readBlock(block);
    if (isParquet(piece)) {
      if (rows > 0) yield await takeWaiting();
      yield add(piece);
      continue;
    }
    for (const batch of decodeStream(piece).batches) {
      const isFull = rows + batch.numRows > ROW_GROUP_ROWS || bytes >= ROW_GROUP_BYTES;
      if (isFull) yield await takeWaiting();
      waiting.push(batch);
      rows += batch.numRows;
      bytes += bytesOfBatch(batch);
    }
  }
  if (rows > 0 || !written) yield await takeWaiting();
  yield joiner.finish();
}
