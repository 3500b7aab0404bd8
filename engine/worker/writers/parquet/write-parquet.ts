/** Parquet files through parquet-wasm. */
import type * as parquet from 'parquet-wasm';
import { internalError } from '../../../contract/errors.ts';
import type { FileTarget } from '../../../contract/file-target.ts';
import { decodeStream } from '../../arrow/ipc.ts';
import type { WriteFileRequest } from '../../protocol.ts';
import { loadParquetWasm } from '../../readers/parquet/parquet-wasm.ts';
import type { ReadBlock } from '../../task-parts.ts';
import { encodeEmpty, encodeForParquet } from './encode-for-parquet.ts';

type ParquetWasm = typeof parquet;

/** Rows of a row group, as DuckDB writes them. */
const ROW_GROUP_ROWS = 122_880;

/**
 * The file in chunks of one row group each. Measured with a million rows of (BIGINT, DOUBLE, VARCHAR)
 * in 50 blocks: parquet-wasm's memory stays at 16 MB, files written one after the other included.
 */
export async function* writeParquet(
  request: WriteFileRequest,
  readBlock: ReadBlock,
): AsyncGenerator<Uint8Array> {
  const wasm = await loadParquetWasm();
  const batches = readBatches(wasm, request, readBlock);
  let failure: { readonly thrown: unknown } | undefined;
  const input = new ReadableStream<parquet.RecordBatch>(
    {
      pull: async (controller) => {
        try {
          const next = await batches.next();
          if (next.done === true) controller.close();
          else controller.enqueue(next.value);
        } catch (thrown) {
          // parquet-wasm takes an error of its input for the end and writes a footer: kept aside.
          failure = { thrown };
          controller.close();
        }
      },
    },
    { highWaterMark: 0 },
  );
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    const output = await wasm.transformParquetStream(input, properties(wasm, request.target));
    reader = (output as ReadableStream<Uint8Array>).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (failure !== undefined || done) break;
      yield value;
    }
  } catch (thrown) {
    failure ??= { thrown: internalError('parquet-wasm cannot write these rows', thrown) };
  } finally {
    // Frees the row group being made when whoever writes the file stopped. No-ops at the end.
    await reader?.cancel();
    await batches.return(undefined);
  }
  if (failure !== undefined) throw failure.thrown;
}

/** Without a row one empty batch: parquet-wasm takes the schema from the first. */
async function* readBatches(
  wasm: ParquetWasm,
  { blocks, schema }: WriteFileRequest,
  readBlock: ReadBlock,
): AsyncGenerator<parquet.RecordBatch> {
  const streams = blocks.filter((block) => block.rows > 0);
  if (streams.length === 0) yield* batchesOf(wasm, encodeEmpty(schema));
  for (const block of streams) {
    yield* batchesOf(wasm, encodeForParquet(decodeStream(await readBlock(block)), schema));
  }
}

function* batchesOf(wasm: ParquetWasm, stream: Uint8Array): Generator<parquet.RecordBatch> {
  const table = wasm.Table.fromIPCStream(stream);
  const batches = table.recordBatches();
  table.free();
  // The writer frees the batches that it takes.
  let taken = 0;
  try {
    for (const batch of batches) {
      taken += 1;
      yield batch;
    }
  } finally {
    for (const batch of batches.slice(taken)) batch.free();
  }
}

function properties(wasm: ParquetWasm, { compression }: FileTarget): parquet.WriterProperties {
  const { Compression } = wasm;
  const codecs = {
    none: Compression.UNCOMPRESSED,
    snappy: Compression.SNAPPY,
    gzip: Compression.GZIP,
    zstd: Compression.ZSTD,
  };
  return new wasm.WriterPropertiesBuilder()
    .setCompression(codecs[compression ?? 'zstd'])
    .setMaxRowGroupSize(ROW_GROUP_ROWS)
    .setCreatedBy('Sluice')
    .build();
}
