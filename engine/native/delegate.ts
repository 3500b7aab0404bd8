/**
 * The wasm engine's worker in the same thread, started when it is first needed: it looks at sources,
 * so that native runs see exactly what other runs see, and it reads what DuckDB's own readers read
 * otherwise or not at all.
 */
import { rmSync } from 'node:fs';
import { unwrap } from '../contract/errors.ts';
import { blockId, taskId } from '../contract/ids.ts';
import type { FileTarget } from '../contract/file-target.ts';
import {
  formatType,
  mapInnerTypes,
  scalar,
  type ColumnType,
  type Schema,
} from '../contract/schema.ts';
import type { Split } from '../contract/source.ts';
import { quoteText } from '../expression/quote.ts';
import { columnsToRead, isUnbounded, storedPieces } from '../sources/stored-pieces.ts';
import type { DatabaseSplit } from '../sources/stored-pieces.ts';
import { compileDuckDB } from '../worker/duckdb/node-module.ts';
import { quoteName } from '../worker/duckdb/stored-types.ts';
import type { BlockInfo, TaskWorkerApi, WorkerSetup } from '../worker/protocol.ts';
import { NO_COLUMNS } from '../worker/readers/table-view.ts';
import type { SplitInput } from '../worker/task-parts.ts';

export interface ReadRows {
  /** The query of the rows. */
  readonly sql: string;
  readonly rows: number;
  readonly bytesRead: number;
  readonly rowsRejected: number;
  readonly drop: () => void;
}

export interface Delegate {
  readonly api: () => Promise<TaskWorkerApi>;
  /** Rows of splits, in order. Throws `EngineFailure` in terms of the files. */
  readonly readParts: (
    input: SplitInput,
    parts: readonly Split[],
    file: string,
  ) => Promise<ReadRows>;
  readonly cancel: () => void;
  readonly trim: () => Promise<void>;
}

const PARQUET: FileTarget = {
  path: '',
  format: 'parquet',
  mode: 'overwrite',
  partitionBy: [],
  csv: { header: true, delimiter: ',', quote: '"', nullValue: '' },
};

export function createDelegate(
  create: () => TaskWorkerApi,
  setup: Omit<WorkerSetup, 'module'>,
): Delegate {
  let started: Promise<TaskWorkerApi> | undefined;
  let running: TaskWorkerApi | undefined;
  const reading = new Set<string>();
  let count = 0;

  const start = async (): Promise<TaskWorkerApi> => {
    const api = create();
    unwrap(await api.setup({ ...setup, module: await compileDuckDB() }));
    running = api;
    return api;
  };
  const api = (): Promise<TaskWorkerApi> => (started ??= start());

  return {
    api,
    readParts: async (input, parts, file) => {
      const worker = await api();
      const schema = schemaOf(input);
      const travelling = schema.map(({ name, type }) => ({ name, type: handedOver(type) }));
      const blocks: BlockInfo[] = [];
      let [rows, bytesRead, rowsRejected] = [0, 0, 0];
      try {
        const services = { worker, reading, newName: () => `rows-${(count += 1)}` };
        for await (const { split, held } of piecesOf(input, parts, services)) {
          count += 1;
          const made = unwrap(
            await worker.runTask({
              id: taskId(`native-${count}`),
              attempt: 1,
              inputs: [
                {
                  ...input,
                  kind: 'split',
                  split,
                  ...(held === undefined ? {} : { piece: held }),
                },
              ],
              setup: [],
              outputs: [
                {
                  kind: 'encode',
                  sql: `SELECT ${list(schema, handedOver)} FROM ${quoteName(input.table)}`,
                  schema: travelling,
                  target: PARQUET,
                  block: blockId(`native-${count}`),
                  first: blocks.length === 0,
                },
              ],
            }),
          );
          bytesRead += made.bytesRead;
          rowsRejected += made.rowsRejected;
          for (const output of made.outputs)
            if (output.kind === 'blocks') blocks.push(...output.blocks);
        }
        rows = blocks.reduce((sum, block) => sum + block.rows, 0);
        const written = {
          target: PARQUET,
          format: 'parquet' as const,
          blocks,
          schema: travelling,
          temporary: file,
          append: false,
        };
        unwrap(await worker.writeFile(written));
      } finally {
        await worker.dropBlocks(blocks.map(({ id }) => id));
      }
      return {
        sql: `SELECT ${list(schema, (type) => type)} FROM read_parquet(${quoteText(file)})`,
        rows,
        bytesRead,
        rowsRejected,
        drop: () => rmSync(file, { force: true }),
      };
    },
    cancel: () => {
      void running?.cancel();
      for (const stream of reading) void running?.endRows(stream);
    },
    trim: async () => running?.trim(),
  };
}

interface Piece {
  readonly split: Split;
  /** Its text, where it is of a compressed file. */
  readonly held: BlockInfo | undefined;
}

interface PieceServices {
  readonly worker: TaskWorkerApi;
  readonly newName: () => string;
  /** Readings that are under way: what is cancelled must end them. */
  readonly reading: Set<string>;
}

/** What is read one after the other. What was stored for a piece goes when the next one is asked for. */
async function* piecesOf(
  input: SplitInput,
  parts: readonly Split[],
  services: PieceServices,
): AsyncGenerator<Piece> {
  const { worker, newName } = services;
  for (const split of parts) {
    if (isUnbounded(split)) {
      yield* rowsOf(input, split, services);
      continue;
    }
    const held = await pieceOf(worker, split, newName());
    try {
      yield { split, held };
    } finally {
      if (held !== undefined) await worker.dropBlocks([held.id]);
    }
  }
}

async function* rowsOf(
  { description, columns }: SplitInput,
  split: DatabaseSplit,
  { worker, newName, reading }: PieceServices,
): AsyncGenerator<Piece> {
  const stream = newName();
  reading.add(stream);
  const wanted = columnsToRead(description, columns);
  try {
    const pieces = storedPieces(split, async (piece) => {
      const block = blockId(`${stream}-${piece}`);
      return unwrap(
        await worker.storeRows({ stream, piece, description, split, columns: wanted, block }),
      );
    });
    for await (const each of pieces) {
      try {
        yield { split: each, held: undefined };
      } finally {
        if (each.stored !== undefined) await worker.dropBlocks([each.stored.id]);
      }
    }
  } finally {
    reading.delete(stream);
    await worker.endRows(stream);
  }
}

/** The text of a compressed file comes in pieces, each of which is stored before it is read. */
async function pieceOf(
  worker: TaskWorkerApi,
  split: Split,
  name: string,
): Promise<BlockInfo | undefined> {
  if (!('data' in split) || split.data.kind !== 'piece') return undefined;
  const { file, start, end } = split.data;
  const stream = `${file.fingerprint} ${file.name}`;
  return unwrap(
    await worker.storePiece({ stream, file, start, end, block: blockId(`piece-${name}`) }),
  );
}

/** The columns of the split's table. */
function schemaOf({ description, output, columns }: SplitInput): Schema {
  const all = output === 'rejects' ? (description.rejectsSchema ?? []) : description.schema;
  if (columns.length === 0) return [{ name: NO_COLUMNS, type: scalar('NULL') }];
  return columns.flatMap((name) => all.filter((column) => column.name === name));
}

/** Types that Parquet files of the engine keep to the last bit; the others go as text. */
const KEPT: ReadonlySet<string> = new Set([
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'FLOAT',
  'DOUBLE',
  'VARCHAR',
  'BLOB',
  'DATE',
  'TIME',
  'TIMESTAMP',
  'TIMESTAMP_NS',
  'TIMESTAMP WITH TIME ZONE',
]);

function handedOver(type: ColumnType): ColumnType {
  switch (type.kind) {
    case 'scalar':
      return KEPT.has(type.name) ? type : scalar('VARCHAR');
    case 'decimal':
      return type;
    case 'enum':
    case 'union':
      return scalar('VARCHAR');
    case 'array':
      return mapInnerTypes({ kind: 'list', element: type.element }, handedOver);
    case 'list':
    case 'struct':
    case 'map':
      return mapInnerTypes(type, handedOver);
  }
}

const list = (schema: Schema, target: (type: ColumnType) => ColumnType): string =>
  schema
    .map(({ name, type }) => {
      const as = formatType(target(type));
      const isNull = type.kind === 'scalar' && type.name === 'NULL';
      if (isNull) return `NULL${target(type) === type ? '' : '::VARCHAR'} AS ${quoteName(name)}`;
      return as === formatType(type) && formatType(handedOver(type)) === as
        ? quoteName(name)
        : `CAST(${quoteName(name)} AS ${as}) AS ${quoteName(name)}`;
    })
    .join(', ');
