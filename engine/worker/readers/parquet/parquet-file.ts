/** Opens Parquet files by ranges: nothing is read but the footer and the columns asked for. */
import type { ParquetFile } from 'parquet-wasm';
import { EngineFailure, userError } from '../../../contract/errors.ts';
import type { FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { loadParquetWasm } from './parquet-wasm.ts';

/** Files that a worker keeps open: tasks of one file follow each other, and the footer is read once. */
const MAX_OPEN = 4;
const opened = new Map<string, Promise<ParquetFile>>();

export function openParquet(file: FileRef, source: ByteSource): Promise<ParquetFile> {
  const key = `${file.name} ${file.fingerprint} ${file.size}`;
  const known = opened.get(key);
  if (known !== undefined) return known;
  const opening = open(file, source);
  opened.set(key, opening);
  opening.catch(() => opened.delete(key));
  for (const [oldest, handle] of opened) {
    if (opened.size <= MAX_OPEN) break;
    opened.delete(oldest);
    void handle.then(
      (old) => old.free(),
      () => undefined,
    );
  }
  return opening;
}

async function open(file: FileRef, source: ByteSource): Promise<ParquetFile> {
  const wasm = await loadParquetWasm();
  try {
    const plain = await withoutArrowSchema(file, source);
    return await wasm.ParquetFile.fromFile(asBlob(file, plain, 0, file.size) as unknown as Blob);
  } catch (thrown) {
    throw corruptParquet(file, undefined, thrown);
  }
}

/** Key of the footer under which Arrow writers keep their own schema. */
const ARROW_SCHEMA = new TextEncoder().encode('ARROW:schema');
const FOOTER_TAIL = 8;

/**
 * The file with Arrow's own schema hidden: it may ask for types (string views, dictionaries, large
 * lists) that DuckDB does not take and that Parquet's schema knows nothing of. Without it the reader
 * gives what Parquet's types say, as DuckDB's own reader does.
 */
async function withoutArrowSchema(file: FileRef, source: ByteSource): Promise<ByteSource> {
  const tail = await source.read(file, Math.max(0, file.size - FOOTER_TAIL), file.size);
  if (tail.length < FOOTER_TAIL) return source;
  const footerLength = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true);
  const footerStart = file.size - FOOTER_TAIL - footerLength;
  if (footerStart < 0) return source;
  return {
    read: async (ref, start, end) => {
      const bytes = await source.read(ref, start, end);
      const from = indexOfBytes(bytes, ARROW_SCHEMA, Math.max(0, footerStart - start));
      if (end <= footerStart || from < 0) return bytes;
      const hidden = new Uint8Array(bytes);
      hidden[from] = '_'.charCodeAt(0);
      return hidden;
    },
  };
}

function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}

/** The three members of `Blob` that parquet-wasm calls, over a byte source: Node has no lazy Blob of a path. */
interface RangeBlob {
  readonly size: number;
  readonly slice: (start?: number, end?: number) => RangeBlob;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}

function asBlob(file: FileRef, source: ByteSource, start: number, end: number): RangeBlob {
  return {
    size: end - start,
    slice: (from = 0, to = end - start) =>
      asBlob(file, source, start + Number(from), Math.min(end, start + Number(to))),
    arrayBuffer: async () => toArrayBuffer(await source.read(file, start, end)),
  };
}

/** A buffer of exactly these bytes. (`slice` of Node's `Buffer` does not copy.) */
export function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  const isWhole = buffer instanceof ArrayBuffer && byteLength === buffer.byteLength;
  return isWhole && byteOffset === 0 ? buffer : new Uint8Array(bytes).buffer;
}

export function corruptParquet(
  file: FileRef,
  rowGroup: number | undefined,
  cause: unknown,
): EngineFailure {
  if (cause instanceof EngineFailure) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const where = rowGroup === undefined ? '' : ` (row group ${rowGroup})`;
  return userError('corrupt-file', `${file.name} is not a readable Parquet file${where}.`, {
    param: 'path',
    hint: 'Check that it is a Parquet file and complete: a download or copy may have been cut off.',
    location: { file: file.name, ...(rowGroup === undefined ? {} : { partition: rowGroup }) },
    detail: text,
  });
}
