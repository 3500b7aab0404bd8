/** Parquet files by ranges: nothing is read but the footer and the columns asked for. */
import type { Field } from 'apache-arrow';
import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { EngineFailure, userError } from '../../../contract/errors.ts';
import type { FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import {
  assembleFile,
  type ByteRange,
  projectFile,
  readFileMetadata,
} from '../../../sources/parquet/project-file.ts';
import { readSchema } from '../../arrow/ipc.ts';
import { EXACT_PARSERS } from './parquet-footer.ts';
import { topLevelElements } from './parquet-types.ts';
import { loadParquetWasm } from './parquet-wasm.ts';
import { type RangeBytes, readRanges } from './read-ranges.ts';

export interface OpenParquet {
  readonly file: FileRef;
  readonly metadata: FileMetaData;
  /** The columns as an Arrow IPC stream without rows. */
  readonly schemaStream: () => Uint8Array;
  /** Types of the top-level columns as `read` gives them, in file order. */
  readonly fields: () => readonly Field[];
  /** Bytes of the file, to be used at once. Throws `RangeError` for ranges beyond its end. */
  readonly readRanges: (ranges: readonly ByteRange[]) => Promise<RangeBytes>;
  /** A Parquet file of just these row groups and top-level columns. */
  readonly project: (
    rowGroups: readonly number[],
    columns: readonly string[],
  ) => Promise<Uint8Array>;
  /**
   * Rows of these row groups as one Arrow IPC stream, end marker included; top-level columns, in file
   * order. Throws user `corrupt-file`, which names the row group.
   */
  readonly read: (rowGroups: readonly number[], columns: readonly string[]) => Promise<Uint8Array>;
}

/** Rows of an Arrow batch; parquet-wasm's default of 1,024 costs several times more on the way in. */
const BATCH_ROWS = 122_880;

/** Files that a worker keeps open: tasks of one file follow each other, and the footer is read once. */
const MAX_OPEN = 16;
const opened = new Map<string, Promise<OpenParquet>>();

/** Throws user `empty-file` and `corrupt-file`. */
export function openParquet(file: FileRef, source: ByteSource): Promise<OpenParquet> {
  const key = `${file.name} ${file.fingerprint} ${file.size}`;
  const known = opened.get(key);
  if (known !== undefined) return known;
  const opening = open(file, source);
  opened.set(key, opening);
  opening.catch(() => opened.delete(key));
  const [oldest] = opened.keys();
  if (opened.size > MAX_OPEN && oldest !== undefined) opened.delete(oldest);
  return opening;
}

async function open(file: FileRef, source: ByteSource): Promise<OpenParquet> {
  if (file.size === 0) {
    throw userError('empty-file', `${file.name} is empty: it is not even a Parquet footer.`, {
      param: 'path',
      hint: 'Check the path, or that whatever writes the file has finished.',
      location: { file: file.name },
    });
  }
  const wasm = await loadParquetWasm();
  const tail = await readTail(file, source);
  return guard(file, undefined, () => {
    const metadata = parquetMetadata(toArrayBuffer(tail), {
      parsers: EXACT_PARSERS,
      geoparquet: false,
    });
    const thrift = readFileMetadata(tail.subarray(0, tail.length - TAIL_BYTES));
    const all = new Set(topLevelElements(metadata.schema).map((element) => element.name));
    const project: OpenParquet['project'] = async (groups, columns) => {
      const projection = projectFile(thrift, groups, new Set(columns));
      const chunks = await readRanges(file, projection.ranges, source);
      return assembleFile(projection, chunks.get);
    };
    const decode = async (groups: readonly number[], columns: readonly string[]) => {
      const bytes = await project(groups, columns);
      return wasm.readParquet(bytes, { batchSize: BATCH_ROWS }).intoIPCStream();
    };
    const schemaStream = (): Uint8Array =>
      guard(file, undefined, () => {
        const projection = projectFile(thrift, [], all);
        return wasm.readSchema(assembleFile(projection, () => new Uint8Array())).intoIPCStream();
      });
    let fields: readonly Field[] | undefined;
    return {
      file,
      metadata,
      schemaStream,
      fields: () => (fields ??= readSchema(schemaStream()).fields),
      readRanges: (ranges) => readRanges(file, ranges, source),
      project,
      read: async (rowGroups, columns) => {
        try {
          return await decode(rowGroups, columns);
        } catch (thrown) {
          // Again one by one, to name the row group that is to blame.
          for (const group of rowGroups) {
            await decode([group], columns).catch((cause: unknown) => {
              throw corruptParquet(file, group, cause);
            });
          }
          throw corruptParquet(file, undefined, thrown);
        }
      },
    };
  });
}

/** Length of the footer and magic. */
const TAIL_BYTES = 8;
/** Read at once from the end of a file: more than most footers. */
const FIRST_READ = 256 * 1024;

/** The footer with its length and magic. */
async function readTail(file: FileRef, source: ByteSource): Promise<Uint8Array> {
  const start = Math.max(0, file.size - FIRST_READ);
  const bytes = await source.read(file, start, file.size);
  const isParquet =
    bytes.length >= TAIL_BYTES && new TextDecoder().decode(bytes.subarray(-4)) === 'PAR1';
  if (!isParquet) throw corruptParquet(file, undefined, 'it does not end with PAR1');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(bytes.length - TAIL_BYTES, true) + TAIL_BYTES;
  if (size > file.size) throw corruptParquet(file, undefined, 'its footer is longer than the file');
  return size <= bytes.length
    ? bytes.subarray(bytes.length - size)
    : source.read(file, file.size - size, file.size);
}

function guard<T>(file: FileRef, rowGroup: number | undefined, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw corruptParquet(file, rowGroup, thrown);
  }
}

/** A buffer of exactly these bytes. (`slice` of Node's `Buffer` does not copy.) */
function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  const isWhole = buffer instanceof ArrayBuffer && byteLength === buffer.byteLength;
  return isWhole && byteOffset === 0 ? buffer : new Uint8Array(bytes).buffer;
}

/** User `corrupt-file`; an `EngineFailure` stays what it is. */
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
