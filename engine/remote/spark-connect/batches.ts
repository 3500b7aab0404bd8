/** Puts together Arrow batches that came in chunks, and sees to it that none is missing or twice. */
import { operationalError } from '../../contract/errors.ts';
import type { ExecutePlanResponse_ArrowBatch } from './generated/spark/connect/base_pb.ts';

export interface Batch {
  readonly ipc: Uint8Array;
  readonly rows: number;
  readonly startOffset: number;
}

export interface BatchAssembler {
  /** @returns the batch when this was its last chunk. Throws operational `spark-protocol`. */
  take(part: ExecutePlanResponse_ArrowBatch): Batch | undefined;
  /** Whether a batch was begun and has chunks to come. */
  readonly partial: boolean;
  /** Rows of the whole batches so far, those before `startRow` included. */
  readonly rows: number;
  /** Throws when a batch was begun and not ended. */
  end(): void;
}

export function assembleBatches(startRow = 0): BatchAssembler {
  let rows = startRow;
  let chunks: Uint8Array[] = [];
  return {
    get rows() {
      return rows;
    },
    get partial() {
      return chunks.length > 0;
    },
    take({ chunkIndex = 0n, numChunksInBatch = 0n, startOffset, rowCount, data }) {
      if (Number(chunkIndex) !== chunks.length) {
        throw broken(`chunk ${chunkIndex} where ${chunks.length} was due`);
      }
      if (chunks.length === 0 && startOffset !== undefined && Number(startOffset) !== rows) {
        throw broken(`row ${startOffset} where ${rows} was due`);
      }
      chunks.push(data);
      if (chunks.length < Number(numChunksInBatch)) return undefined;
      const batch = { ipc: concat(chunks), rows: Number(rowCount), startOffset: rows };
      chunks = [];
      rows += batch.rows;
      return batch;
    },
    end() {
      if (chunks.length > 0)
        throw broken(`the result ended after chunk ${chunks.length} of a batch`);
    },
  };
}

const broken = (what: string) =>
  operationalError('spark-protocol', `The result from Spark has a gap: ${what}.`, {
    hint: 'Run again; if a proxy stands between, see whether it changes the stream.',
  });

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  if (chunks.length === 1 && first !== undefined) return first;
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
