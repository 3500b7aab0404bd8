/** Reads sources in tests: files in memory, splits one after the other as tasks would. */
import type { Table } from 'apache-arrow';
import { EngineFailure } from '../../../contract/errors.ts';
import { blockId } from '../../../contract/ids.ts';
import type { SourceSpec } from '../../../contract/source-spec.ts';
import type { FileRef, SourceDescription, SourceFile } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import type { Session } from '../../duckdb/session.ts';
import { createColumnCache } from '../../column-cache.ts';
import type { DescribeRequest } from '../../protocol.ts';
import type { DescribeContext } from '../csv/describe-csv.ts';
import { scanCsvChunk } from '../csv/scan-csv-chunk.ts';
import { describeSource } from '../describe-source.ts';
import { openSplit } from '../open-split.ts';
import { createPieceStreams } from '../text/piece-streams.ts';

const contents = new Map<string, Uint8Array>();

export const memoryBytes: ByteSource = {
  read: async (file, start, end) => contentOf(file).slice(start, end),
  readInto: async (file, start, end, target) => target().set(contentOf(file).subarray(start, end)),
};

function contentOf(file: FileRef): Uint8Array {
  const bytes = contents.get(file.name);
  if (bytes === undefined) throw new Error(`no file ${file.name}`);
  return bytes;
}

export function memoryFile(name: string, content: string | Uint8Array): FileRef {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  contents.set(name, bytes);
  return {
    name,
    size: bytes.length,
    fingerprint: String(contents.size),
    handle: { kind: 'path', path: name },
  };
}

export const sourceFiles = (...files: readonly FileRef[]): SourceFile[] =>
  files.map((file) => ({ file, partitionValues: {} }));

/** Describes a source as the coordinator does, with the chunks scanned in any order. */
export async function describeWhole(
  request: DescribeRequest,
  context: DescribeContext,
): Promise<SourceDescription> {
  const outcome = await describeSource(request, context);
  if (outcome.kind === 'described') return outcome.description;
  const { dialect, chunks } = outcome;
  const backwards = [];
  for (const chunk of chunks.toReversed()) {
    backwards.push(await scanCsvChunk(chunk, context.bytes));
  }
  return describeWhole(
    { ...request, scanned: { dialect, scans: backwards.toReversed() } },
    context,
  );
}

export interface ReadAll {
  readonly description: SourceDescription;
  /** Rows as DuckDB's text, one array per row. */
  readonly rows: readonly (readonly (string | null)[])[];
  readonly rowsRead: number;
  readonly rowsRejected: number;
}

let tasks = 0;

/** Stands for the block of a piece: the bytes are made when they are read. */
const NO_BLOCK = { id: blockId('piece'), worker: 0, rows: 0, bytes: 0, checksum: 0 };

/** Describes the source, then opens every split and gathers its rows. Failures are explained ones. */
export async function readSource(
  session: Session,
  spec: SourceSpec,
  files: readonly SourceFile[],
  options: {
    readonly splitBytes?: number;
    readonly columns?: readonly string[];
    readonly output?: 'rows' | 'rejects';
    readonly description?: SourceDescription;
  } = {},
): Promise<ReadAll> {
  const description =
    options.description ??
    (await describeWhole(
      { spec, files },
      {
        session,
        bytes: memoryBytes,
        ...(options.splitBytes === undefined ? {} : { splitBytes: options.splitBytes }),
      },
    ));
  const output = options.output ?? 'rows';
  const schema = output === 'rows' ? description.schema : (description.rejectsSchema ?? []);
  const columns = options.columns ?? schema.map((column) => column.name);
  const columnCache = createColumnCache(2 ** 30);
  const pieces = createPieceStreams(memoryBytes);
  const rows: (string | null)[][] = [];
  let rowsRead = 0;
  let rowsRejected = 0;
  for (const split of description.splits) {
    const table = `task_${++tasks}`;
    const readPiece = (): Promise<Uint8Array> => {
      if (!('data' in split)) throw new Error('a split without a piece');
      const { file, start, end } = split.data;
      return pieces.read(description.fingerprint, file, start, end);
    };
    const opened = await openSplit(
      { kind: 'split', table, description, split, columns, output, piece: NO_BLOCK },
      { session, bytes: memoryBytes, readBlock: readPiece, columnCache },
    );
    try {
      const list =
        columns.length === 0
          ? '*'
          : columns.map((name) => `"${name.replaceAll('"', '""')}"::VARCHAR`).join(', ');
      for (const row of toRows(await session.stream(`SELECT ${list} FROM "${table}"`)))
        rows.push(row);
      const facts = opened.finish();
      rowsRead += facts.rowsRead ?? 0;
      rowsRejected += facts.rowsRejected;
    } catch (thrown) {
      throw thrown instanceof EngineFailure ? await opened.explain(thrown) : thrown;
    } finally {
      opened.close();
      // The next cache on this session uses the same names.
      columnCache.trim();
    }
  }
  return { description, rows, rowsRead, rowsRejected };
}

function toRows(table: Table): (string | null)[][] {
  return Array.from({ length: table.numRows }, (_, row) =>
    Array.from({ length: table.numCols }, (_, column) => {
      const value: unknown = table.getChildAt(column)?.get(row);
      return value === null || value === undefined ? null : String(value);
    }),
  );
}

/** The error that a promise is rejected with. */
export async function failureOf(work: Promise<unknown>): Promise<EngineFailure['error']> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof EngineFailure) return thrown.error;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}
