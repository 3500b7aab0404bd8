/** One attempt of a task on native DuckDB: views over what it reads, one statement for each output. */
import { rmSync, statSync } from 'node:fs';
import { EngineFailure, internalError, type EngineError } from '../contract/errors.ts';
import type { FileTarget } from '../contract/file-target.ts';
import { quoteText } from '../expression/quote.ts';
import { copyStatement } from '../export/duckdb/copy.ts';
import { unwritable, writtenRows } from '../export/duckdb/written-columns.ts';
import { outputFailure } from '../runtime/node-output.ts';
import { createTableSql, quoteName } from '../worker/duckdb/stored-types.ts';
import type {
  BlockInfo,
  TaskInput,
  TaskOutput,
  TaskOutputResult,
  TaskResult,
  TaskSpec,
} from '../worker/protocol.ts';
import { prepareEncoder } from '../worker/writers/encode-rows.ts';
import { rowBytes } from './arrow/arrow-fields.ts';
import type { Delegate } from './delegate.ts';
import type { LinkedFiles } from './linked-files.ts';
import type { MemoryUse } from './memory-use.ts';
import type { NativeBlocks } from './native-blocks.ts';
import { nativeQuery } from './native-source.ts';
import type { NativeSession } from './native-session.ts';

export interface NativeTaskServices {
  readonly session: NativeSession;
  readonly blocks: NativeBlocks;
  readonly files: LinkedFiles;
  readonly delegate: Delegate;
  /** Pool index of the worker. */
  readonly index: number;
  readonly memory: () => Promise<MemoryUse>;
}

interface OpenInput {
  readonly table: string;
  readonly isTable: boolean;
  /** Makes the view or table. */
  readonly made: string;
  readonly bytesRead: number;
  /** Undefined where nobody counted. */
  readonly rowsRead: number;
  readonly rowsRejected: number;
  readonly close: () => void;
}

/**
 * What DuckDB's own reader stumbles over is read once more by the engine's: it tells the file and the
 * line, or reads what DuckDB does not.
 */
export async function runNativeTask(
  task: TaskSpec,
  services: NativeTaskServices,
): Promise<TaskResult> {
  try {
    return await attempt(task, services, true);
  } catch (thrown) {
    const isReading = task.inputs.some(readsInPlace);
    if (!isReading || !(thrown instanceof EngineFailure) || !mayBeTheFile(thrown.error))
      throw thrown;
    return attempt(task, services, false);
  }
}

const readsInPlace = (input: TaskInput): boolean =>
  input.kind === 'split' && input.split.kind === 'whole' && input.split.inPlace;

/** Failures of readers, and those that may be; others are of the pipeline's own expressions. */
const mayBeTheFile = ({ kind, code, message, detail = '' }: EngineError): boolean =>
  code === 'invalid-input' ||
  code === 'internal' ||
  (kind === 'user' &&
    /CSV|strptime|Could not parse string|format specifier|unicode/i.test(`${message}\n${detail}`));

async function attempt(
  task: TaskSpec,
  services: NativeTaskServices,
  inPlace: boolean,
): Promise<TaskResult> {
  const { session, blocks, memory } = services;
  const started = performance.now();
  const inputs: OpenInput[] = [];
  try {
    for (const input of task.inputs) {
      inputs.push(await openInput(input, services, inPlace));
      session.checkCancelled();
    }
    // In one go: each statement by itself waits for a thread.
    await session.runOwn(inputs.map(({ made }) => made).join('; '));
    const queried = performance.now();
    for (const statement of task.setup) await session.run(statement);
    const outputs: TaskOutputResult[] = [];
    for (const output of task.outputs) outputs.push(await runOutput(output, services));
    const total = (what: 'bytesRead' | 'rowsRead' | 'rowsRejected'): number =>
      inputs.reduce((sum, input) => sum + input[what], 0);
    const sizes = blocks.bytes.sizes();
    const { held, spilled } = await memory();
    return {
      outputs,
      bytesRead: total('bytesRead'),
      rowsRead: total('rowsRead'),
      rowsRejected: total('rowsRejected'),
      heapBytes: held,
      storedBytes: sizes.memory,
      spilledBytes: sizes.spilled + spilled,
      milliseconds: { read: queried - started, query: performance.now() - queried, store: 0 },
    };
  } finally {
    session.resetCancel();
    for (const { close } of inputs) close();
    await session.runOwn(inputs.map(dropOf).join('; '));
  }
}

const dropOf = ({ table, isTable }: OpenInput): string =>
  `DROP ${isTable ? 'TABLE' : 'VIEW'} IF EXISTS ${quoteName(table)}`;

const nothing = (): void => undefined;

async function openInput(
  input: TaskInput,
  services: NativeTaskServices,
  inPlace: boolean,
): Promise<OpenInput> {
  const { blocks, files, delegate } = services;
  const viewOf = (query: string): string =>
    `CREATE OR REPLACE TEMP VIEW ${quoteName(input.table)} AS ${query}`;
  const facts = { table: input.table, isTable: false, close: nothing };
  if (input.kind === 'blocks') {
    const stored = input.blocks.filter((block) => block.rows > 0);
    if (stored.length === 0) {
      const sql = createTableSql(input.table, input.schema);
      const made = sql.replace('CREATE TABLE', 'CREATE OR REPLACE TEMP TABLE');
      return { ...facts, made, isTable: true, bytesRead: 0, rowsRead: 0, rowsRejected: 0 };
    }
    const tables = stored.map(({ id }) => `SELECT * FROM ${quoteName(blocks.tableOf(id))}`);
    const made = viewOf(tables.join(' UNION ALL '));
    return { ...facts, made, bytesRead: 0, rowsRead: 0, rowsRejected: 0 };
  }
  const { split } = input;
  if (split.kind === 'whole' && split.inPlace && inPlace && input.output === 'rows') {
    const query = nativeQuery(input, split, files.linkFile);
    if (query !== undefined) {
      const { bytes, rows = 0 } = split;
      const counts = { bytesRead: bytes, rowsRead: rows, rowsRejected: 0 };
      return { ...facts, made: viewOf(query), ...counts };
    }
  }
  const parts = split.kind === 'whole' ? split.parts : [split];
  const read = await delegate.readParts(input, parts, files.freshFile('parquet'));
  const { bytesRead, rows: rowsRead, rowsRejected } = read;
  return { ...facts, made: viewOf(read.sql), bytesRead, rowsRead, rowsRejected, close: read.drop };
}

async function runOutput(
  output: TaskOutput,
  services: NativeTaskServices,
): Promise<TaskOutputResult> {
  const { session, blocks, index } = services;
  const { sql } = output;
  switch (output.kind) {
    case 'check':
      await session.run(sql);
      return { kind: 'none' };
    case 'return': {
      const { limit } = output;
      // One row more tells whether there are more.
      const most = limit === undefined ? undefined : limit + 1;
      const { stream, rows } = await session.exportStream(sql, most);
      if (limit === undefined || rows <= limit)
        return { kind: 'rows', ipc: stream, rows, more: false };
      const cut = await session.exportStream(sql, limit);
      return { kind: 'rows', ipc: cut.stream, rows: limit, more: true };
    }
    case 'values':
      return { kind: 'values', values: await session.texts(sql) };
    case 'store': {
      const table = `block ${output.block}`;
      const rows = await session.run(`CREATE OR REPLACE TABLE ${quoteName(table)} AS ${sql}`);
      const width = rowBytes(await session.columns(`FROM ${quoteName(table)}`));
      const info = { id: output.block, worker: index, rows, bytes: rows * width, checksum: 0 };
      return stored(blocks.add(info, { kind: 'table', table }));
    }
    case 'encode':
      return stored(await encode(output, services));
    case 'scatter':
      throw internalError('Rows of one partition are not spread over many.');
  }
}

const stored = (block: BlockInfo): TaskOutputResult => ({ kind: 'blocks', blocks: [block] });

/** A whole file is written by DuckDB where it stands; of pieces the engine's writers make bytes. */
async function encode(
  output: Extract<TaskOutput, { kind: 'encode' }>,
  services: NativeTaskServices,
): Promise<BlockInfo> {
  const { session, blocks, index } = services;
  const { sql, schema, target, first, temporary, block } = output;
  const link =
    temporary !== undefined && copies(target, schema)
      ? services.files.linkTarget(temporary)
      : undefined;
  if (link !== undefined && temporary !== undefined) {
    try {
      const rows = await session.run(
        copyStatement(writtenRows(sql, schema, packed(target)), quoteText(link), packed(target)),
      );
      const info = { id: block, worker: index, rows, bytes: statSync(temporary).size, checksum: 0 };
      return blocks.add(info, { kind: 'file', path: temporary });
    } catch (thrown) {
      const written = statSync(temporary, { throwIfNoEntry: false })?.size ?? 0;
      rmSync(temporary, { force: true });
      throw writingFailure(thrown, temporary, written);
    }
  }
  const encoder = prepareEncoder(sql, schema, target, first);
  const table = await session.table(encoder.sql);
  return blocks.bytes.put(block, table.numRows, await encoder.encode(table));
}

/** Whether DuckDB's COPY writes what the engine's writers do. */
const copies = (
  { format, csv, compression }: FileTarget,
  columns: Parameters<typeof unwritable>[0],
): boolean =>
  format !== 'arrow' &&
  columns.length > 0 &&
  unwritable(columns, format) === undefined &&
  (format !== 'csv' || (csv.delimiter <= '\x7f' && csv.quote <= '\x7f')) &&
  !(compression === 'snappy' && format !== 'parquet');

/** What DuckDB says of a file that it could not write, in the engine's terms. */
function writingFailure(thrown: unknown, path: string, written: number): unknown {
  if (!(thrown instanceof EngineFailure) || thrown.error.kind !== 'internal') return thrown;
  const { message, detail = '' } = thrown.error;
  if (!/\bIO\b/.test(message)) return thrown;
  const isFull = /No space left|disk quota/i.test(`${message} ${detail}`);
  return outputFailure(path, written, isFull, message);
}

/** The engine packs Parquet with zstd where nothing is said. */
const packed = (target: FileTarget): FileTarget =>
  target.format === 'parquet' ? { compression: 'zstd', ...target } : target;
