/** Parquet files, written as a stream from stored rows: one block and one row group are held at a time. */
import type { RecordBatch as WasmBatch, Table as WasmTable, WriterProperties } from 'parquet-wasm';
import { operationalError } from '../../contract/errors.ts';
import type { FileTarget } from '../../contract/relation.ts';
import type { FileOutput } from '../../runtime/runtime.ts';
import { decodeStream, encodeStream } from '../arrow/ipc.ts';
import type { WriteFileRequest } from '../protocol.ts';
import { loadParquetWasm } from '../readers/parquet/parquet-wasm.ts';
import type { WriteServices } from '../task-parts.ts';
import { unsupportedCompression } from './compress-text.ts';
import { emptyTable } from './empty-table.ts';
import { checkParquetTypes, convertBatch, isWritable, parquetSchema } from './parquet-columns.ts';

/** DuckDB's default: what readers of the ecosystem expect, and what our own reader takes at once. */
export const ROW_GROUP_ROWS = 122_880;

type ParquetWasm = Awaited<ReturnType<typeof loadParquetWasm>>;

export async function writeParquet(
  request: WriteFileRequest,
  services: WriteServices,
  output: FileOutput,
): Promise<void> {
  checkParquetTypes(request.schema);
  const wasm = await loadParquetWasm();
  const properties = writerProperties(wasm, request.target);
  const filled = request.blocks.filter((block) => block.rows > 0);
  if (filled.length === 0) {
    await output.write(wasm.writeParquet(await emptyRows(wasm, request, services), properties));
    return;
  }
  const streams = blockStreams(request, services, filled);
  const source = new ReadableStream<WasmBatch>(batchSource(wasm, streams), { highWaterMark: 1 });
  const written = await wasm.transformParquetStream(source, properties);
  try {
    const reader = (written as ReadableStream<Uint8Array>).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      await output.write(value);
    }
  } catch (thrown) {
    throw operationalError('parquet-not-written', `The Parquet file could not be written.`, {
      detail: thrown instanceof Error ? thrown.message : String(thrown),
    });
  }
}

function batchSource(
  wasm: ParquetWasm,
  streams: AsyncIterator<Uint8Array>,
): UnderlyingDefaultSource<WasmBatch> {
  let ready: WasmBatch[] = [];
  return {
    pull: async (controller) => {
      while (ready.length === 0) {
        const { done, value } = await streams.next();
        if (done === true) {
          controller.close();
          return;
        }
        ready = wasm.Table.fromIPCStream(value).recordBatches();
      }
      const batch = ready.shift();
      if (batch !== undefined) controller.enqueue(batch);
    },
  };
}

async function* blockStreams(
  request: WriteFileRequest,
  services: WriteServices,
  blocks: WriteFileRequest['blocks'],
): AsyncGenerator<Uint8Array> {
  const direct = isWritable(request.schema);
  for (const block of blocks) {
    const stream = await services.readBlock(block);
    yield direct ? stream : convertStream(stream, request);
  }
}

function convertStream(stream: Uint8Array, { schema }: WriteFileRequest): Uint8Array {
  const table = decodeStream(stream);
  const target = parquetSchema(table.schema, schema);
  return encodeStream(
    target,
    table.batches.map((batch) => convertBatch(batch, schema, target)),
  );
}

async function emptyRows(
  wasm: ParquetWasm,
  request: WriteFileRequest,
  services: WriteServices,
): Promise<WasmTable> {
  const [block] = request.blocks;
  const stored =
    block === undefined
      ? emptyTable(request.schema)
      : decodeStream(await services.readBlock(block));
  return wasm.Table.fromIPCStream(encodeStream(parquetSchema(stored.schema, request.schema), []));
}

function writerProperties(wasm: ParquetWasm, target: FileTarget): WriterProperties {
  const { Compression } = wasm;
  const codecs = {
    none: Compression.UNCOMPRESSED,
    gzip: Compression.GZIP,
    zstd: Compression.ZSTD,
    snappy: Compression.SNAPPY,
  } as const;
  const name = target.compression ?? 'zstd';
  const codec = codecs[name];
  if (codec === undefined) throw unsupportedCompression(name, 'parquet');
  return new wasm.WriterPropertiesBuilder()
    .setCompression(codec)
    .setMaxRowGroupSize(ROW_GROUP_ROWS)
    .setCreatedBy('sluice')
    .build();
}
