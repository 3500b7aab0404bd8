/** `Session` over the blocking bindings. */
import { cancelledError, internalError } from '../../contract/errors.ts';
import {
  countRows,
  decodeParts,
  encodeSchema,
  END_OF_STREAM,
  joinParts,
  readSchema,
} from '../arrow/ipc.ts';
import type { DescribeAnswer } from '../protocol.ts';
import type { Bindings, BindingsLoader } from './bindings.ts';
import { toFailure, outOfMemory } from './duckdb-error.ts';
import { openConnection } from './connection.ts';
import { describeQuery } from './describe.ts';
import { fileBody } from './file-body.ts';
import { reserve } from './heap.ts';
import { reserveFile } from './reserved-file.ts';
import { createInserter } from './insert-stream.ts';
import { type Instance, openCApi } from './memory/c-api.ts';
import { createMemoryTables } from './memory/memory-tables.ts';
import { unpackBooleans } from './packed-booleans.ts';
import type { Session } from './session.ts';
import { mayNeedCasts, needsCasts, toTransport } from './stored-types.ts';
import { nextMacrotask } from './next-macrotask.ts';

/** How long the fetching of result chunks may go on before other messages get their turn. */
const SLICE_MILLISECONDS = 50;

export interface SessionParts {
  readonly bindings: Bindings;
  readonly loader: BindingsLoader;
  readonly instance: Instance;
  /** Bytes of the largest result that may be gathered. */
  readonly resultLimit: number;
  /** Whether the parquet extension was loaded. */
  readonly readsParquet: boolean;
}

/**
 * Queries of any size run through the pending interface with streamed results. Measured for
 * `SELECT *` over (BIGINT, DOUBLE, VARCHAR), export and decode: 1M rows 141 ms (runQuery: 179 ms),
 * 4M rows 390 ms (runQuery: 810 ms), because runQuery builds one buffer in the wasm heap that is
 * copied as a whole; it also fails beyond about 1 GB. So everything is streamed. What the streaming
 * interface loses are dictionaries: ENUM columns are cast to VARCHAR before they leave.
 */
export function createSession(parts: SessionParts): Session {
  const { bindings, loader, instance, resultLimit, readsParquet } = parts;
  // Types may be asked for while a query is half done, and a connection runs one query at a time.
  const main = openConnection(bindings);
  const binder = openConnection(bindings);
  const inserter = createInserter(bindings, loader);
  const memory = createMemoryTables(openCApi(bindings, instance, main.id));
  let cancelled = false;

  const guard = <T>(sql: string, work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw toFailure(thrown, sql);
    }
  };

  const execute = (sql: string): void => {
    guard(sql, () => bindings.runQuery(main.id, sql));
  };

  const insertArrow: Session['insertArrow'] = (table, data) => {
    const parts = data instanceof Uint8Array ? [data] : data;
    guard(`INSERT INTO ${table}`, () => inserter.insert(table, parts));
  };

  const checkCancelled = (): void => {
    if (cancelled) throw cancelledError();
  };

  /** Runs `sql` in slices. Gives false when `accept` refused the result for its header. */
  const runSliced = async (
    sql: string,
    accept: (header: Uint8Array) => boolean,
    onChunk: (chunk: Uint8Array) => void,
  ): Promise<boolean> => {
    checkCancelled();
    const { id } = main;
    let finished = false;
    try {
      let header = guard(sql, () => bindings.startPendingQuery(id, sql, true));
      while (header === null) {
        await nextMacrotask();
        checkCancelled();
        header = guard(sql, () => bindings.pollPendingQuery(id));
      }
      if (!accept(header)) return false;
      let sliceStart = performance.now();
      while (!finished) {
        const chunk = guard(sql, () => bindings.fetchQueryResults(id));
        if (chunk !== null && chunk.length === 0) finished = true;
        else if (chunk !== null) onChunk(chunk);
        if (chunk === null || performance.now() - sliceStart > SLICE_MILLISECONDS) {
          await nextMacrotask();
          checkCancelled();
          sliceStart = performance.now();
        }
      }
      return true;
    } finally {
      if (!finished) bindings.cancelPendingQuery(id);
    }
  };

  /** The statement whose rows are those of `sql` in the types in which they travel. */
  const castsOf = (sql: string): string => {
    // Not the binder: it does not see the temporary views that the statement may read.
    const described = describeQuery(bindings, main.id, sql);
    if (!described.ok) throw internalError(`DESCRIBE failed: ${described.message}`);
    return needsCasts(described.columns) ? toTransport(sql, described.columns) : sql;
  };

  /** The result's messages: the schema, then one part for each batch. */
  const collect = async (sql: string): Promise<Uint8Array[]> => {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    const onChunk = (chunk: Uint8Array): void => {
      bytes += chunk.length;
      if (bytes > resultLimit) throw outOfMemory(`The result is larger than ${resultLimit} bytes.`);
      parts.push(chunk);
    };
    const keep = (header: Uint8Array): true => {
      parts.push(header);
      return true;
    };
    const asItIs = (header: Uint8Array): boolean =>
      !mayNeedCasts(readSchema(header)) && keep(header);
    if (!(await runSliced(sql, asItIs, onChunk))) await runSliced(castsOf(sql), keep, onChunk);
    return parts;
  };

  const exportStream: Session['exportStream'] = async (sql) => {
    const [header, ...batches] = await collect(sql);
    const declared = readSchema(header as Uint8Array);
    const schema = unpackBooleans(declared);
    const first = schema === declared ? (header as Uint8Array) : encodeSchema(schema);
    return {
      stream: joinParts([first, ...batches, END_OF_STREAM]),
      rows: batches.reduce((sum, batch) => sum + countRows(batch), 0),
    };
  };

  return {
    execute,
    query: (sql) => {
      const file = guard(sql, () => bindings.runQuery(main.id, sql));
      return decodeParts([fileBody(file)], unpackBooleans);
    },
    stream: async (sql) => decodeParts(await collect(sql), unpackBooleans),
    exportStream,
    run: async (sql) => {
      await runSliced(
        sql,
        () => true,
        () => {},
      );
    },
    cancel: () => {
      cancelled = true;
    },
    resetCancel: () => {
      cancelled = false;
    },
    checkCancelled,
    insertArrow,
    memory,
    readsParquet,
    registerFile: (name, bytes) =>
      guard(name, () => {
        reserve(bindings, bytes.length);
        bindings.registerFileBuffer(name, bytes);
      }),
    reserveFile: (length) => reserveFile(bindings, loader, length),
    dropFile: (name) => guard(name, () => bindings.dropFile(name)),
    readFile: (name) => guard(name, () => bindings.copyFileToBuffer(name)),
    describe: (sql): DescribeAnswer => describeQuery(bindings, binder.id, sql),
    heapBytes: () => bindings.mod.HEAPU8.byteLength,
    close: () => {
      main.close();
      binder.close();
      inserter.close();
    },
  };
}
