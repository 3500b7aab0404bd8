/** Rows as Parquet files of one row group each, through parquet-wasm. */
import type { RecordBatch, Table } from 'apache-arrow';
import type * as parquet from 'parquet-wasm';
import { internalError } from '../../../contract/errors.ts';
import type { FileTarget } from '../../../contract/file-target.ts';
import type { Schema } from '../../../contract/schema.ts';
import { loadParquetWasm } from '../../readers/parquet/parquet-wasm.ts';
import { encodeEmpty, encodeForParquet } from './encode-for-parquet.ts';
import { joinParquet } from './join-parquet.ts';

type ParquetWasm = typeof parquet;

/** Rows of a row group at most, as DuckDB writes them. */
export const ROW_GROUP_ROWS = 122_880;

/** Rows of a batch of DuckDB at most: groups are made of whole batches. */
const BATCH_ROWS = 2048;

/** Of Arrow: wide rows make groups of fewer, so that nobody holds more than about this at a time. */
export const ROW_GROUP_BYTES = 64 << 20;

/** Rows that make row groups of their own; fewer wait for those of the tasks beside them. */
const OWN_GROUP_ROWS = ROW_GROUP_ROWS / 2;
/** The same of wide rows. */
const OWN_GROUP_BYTES = ROW_GROUP_BYTES / 4;

/** Of the columns of a batch, as Arrow. */
export const bytesOfBatch = ({ data }: RecordBatch): number => data.byteLength;

/**
 * A task's rows as a Parquet file whose row groups are of about the same size, or undefined where
 * they are too few for one. Group by group, so that parquet-wasm's memory stays small: it never shrinks.
 */
export async function encodeOwnGroups(
  { batches, numRows }: Table,
  schema: Schema,
  target: FileTarget,
): Promise<Uint8Array | undefined> {
  const bytes = batches.reduce((sum, batch) => sum + bytesOfBatch(batch), 0);
  if (numRows < OWN_GROUP_ROWS && bytes < OWN_GROUP_BYTES) return undefined;
  const count = Math.max(
    Math.ceil(numRows / (ROW_GROUP_ROWS - BATCH_ROWS)),
    Math.ceil(bytes / ROW_GROUP_BYTES),
  );
  const files: Uint8Array[] = [];
  for (const group of groupBatches(batches, Math.ceil(numRows / count))) {
    files.push(await encodeGroup(group, schema, target));
  }
  return joinParquet(files);
}

/** @param rows of a group, after which it ends with the batch that reaches them */
function* groupBatches(batches: readonly RecordBatch[], rows: number): Generator<RecordBatch[]> {
  let group: RecordBatch[] = [];
  let size = 0;
  for (const batch of batches) {
    group.push(batch);
    size += batch.numRows;
    if (size < rows) continue;
    yield group;
    group = [];
    size = 0;
  }
  if (group.length > 0) yield group;
}

/** @param batches of `ROW_GROUP_ROWS` rows at most; none make a file without rows */
export async function encodeGroup(
  batches: readonly RecordBatch[],
  schema: Schema,
  target: FileTarget,
): Promise<Uint8Array> {
  const wasm = await loadParquetWasm();
  const stream = batches.length === 0 ? encodeEmpty(schema) : encodeForParquet(batches, schema);
  try {
    // Takes the table and the properties, and frees them.
    return wasm.writeParquet(wasm.Table.fromIPCStream(stream), properties(wasm, target));
  } catch (thrown) {
    throw internalError('parquet-wasm cannot write these rows', thrown);
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
  return (
    new wasm.WriterPropertiesBuilder()
      .setCompression(codecs[compression ?? 'zstd'])
      .setMaxRowGroupSize(ROW_GROUP_ROWS)
      // Statistics of pages make page indexes, which do not survive joining.
      .setStatisticsEnabled(wasm.EnabledStatistics.Chunk)
      .setCreatedBy('Sluice')
      .build()
  );
}
