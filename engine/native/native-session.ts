/** One connection to native DuckDB. Statements run one after the other, and can be interrupted. */
import duckdb from '@duckdb/node-bindings';
import type {
  DuckDBConnection,
  DuckDBExtractedStatements,
  DuckDBPreparedStatement,
  DuckDBResult,
} from '@duckdb/node-api';
import type { RecordBatch } from 'apache-arrow';
import { makeData, RecordBatch as Batch, Struct, Table } from 'apache-arrow';
import { cancelledError, EngineFailure, internalError, userError } from '../contract/errors.ts';
import type { DescribeAnswer } from '../contract/describe.ts';
import { parseType, TypeSyntaxError } from '../contract/parse-type.ts';
import type { Schema } from '../contract/schema.ts';
import type { During } from '../runtime/statement-gate.ts';
import { encodeStream } from '../worker/arrow/ipc.ts';
import {
  characterOffset,
  outOfMemory,
  parseDuckDBError,
  toFailure,
} from '../worker/duckdb/duckdb-error.ts';
import { needsCasts, toTransport } from '../worker/duckdb/stored-types.ts';
import { arrowSchema } from './arrow/arrow-fields.ts';
import { vectorColumn } from './arrow/chunk-columns.ts';

export interface NativeSession {
  /** Runs one statement for its effect and gives the rows that it changed. Throws `EngineFailure`. */
  readonly run: (sql: string) => Promise<number>;
  /** Statements that hold no text of a user, one behind the other: sooner than by `run`. */
  readonly runOwn: (sql: string) => Promise<void>;
  /** The rows of a query in the types in which they travel, in batches of up to 2,048. */
  readonly table: (sql: string, most?: number) => Promise<Table>;
  readonly exportStream: (
    sql: string,
    most?: number,
  ) => Promise<{ readonly stream: Uint8Array<ArrayBuffer>; readonly rows: number }>;
  /** Rows as texts. */
  readonly texts: (sql: string) => Promise<(string | null)[][]>;
  readonly describe: (sql: string) => Promise<DescribeAnswer>;
  /** Columns of a query that is sure to bind. */
  readonly columns: (sql: string) => Promise<Schema>;
  /** Ends the running statement, and any before `resetCancel`. */
  readonly cancel: () => void;
  readonly resetCancel: () => void;
  readonly checkCancelled: () => void;
  /** When what runs has ended: DuckDB does not survive a connection that goes under its statement. */
  readonly close: () => Promise<void>;
}

const { StatementType } = duckdb;

/** What an engine's statement may be: none that attaches, sets, loads or installs. */
const ALLOWED: ReadonlySet<number> = new Set([
  StatementType.SELECT,
  StatementType.CREATE,
  StatementType.DROP,
  StatementType.COPY,
  StatementType.EXPLAIN,
]);

/** Whatever stands behind it, a single statement that begins so is COPY of a query, or CREATE. */
const SAYS_ITS_TYPE = /^(?:COPY \(|CREATE OR REPLACE (?:TEMP )?TABLE )/;

/** Largest result that is gathered outside of DuckDB, where its memory limit does not hold. */
const RESULT_BYTES = 4 * 2 ** 30;

const DESCRIBE = 'DESCRIBE ';

/** @param during runs what DuckDB works on; in a thread that may be ended, it keeps it from that */
export function createSession(
  connection: DuckDBConnection,
  during: During = (work) => work(),
): NativeSession {
  let cancelled = false;
  let closed = false;
  const underWay = new Set<Promise<unknown>>();

  const checkCancelled = (): void => {
    if (cancelled || closed) throw cancelledError();
  };

  /** The only way to the connection: `close` waits for it. */
  const using = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closed) throw cancelledError();
    const running = during(work);
    underWay.add(running);
    try {
      return await running;
    } finally {
      underWay.delete(running);
    }
  };

  const failed = (thrown: unknown, sql: string): EngineFailure => {
    if (cancelled) return cancelledError();
    if (thrown instanceof EngineFailure) return thrown;
    return toFailure(thrown, sql);
  };

  const prepare = async (sql: string): Promise<DuckDBPreparedStatement> => {
    const statements = await single(sql);
    const statement = await statements.prepare(0);
    if (ALLOWED.has(statement.statementType)) return statement;
    statement.destroySync();
    throw notAllowed();
  };

  /** Another statement behind a semicolon would be one that nobody looked at. */
  const single = async (sql: string): Promise<DuckDBExtractedStatements> => {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) throw notAllowed();
    return statements;
  };

  /** DuckDB plans a prepared statement once more when it runs; a run as it stands is planned once. */
  const runUnprepared = (sql: string): Promise<DuckDBResult> =>
    using(async () => {
      checkCancelled();
      try {
        await single(sql);
        checkCancelled();
        return await connection.run(sql);
      } catch (thrown) {
        throw failed(thrown, sql);
      }
    });

  const withStatement = <T>(
    sql: string,
    work: (statement: DuckDBPreparedStatement) => Promise<T>,
  ): Promise<T> =>
    using(async () => {
      checkCancelled();
      let statement: DuckDBPreparedStatement | undefined;
      try {
        statement = await prepare(sql);
        checkCancelled();
        return await work(statement);
      } catch (thrown) {
        throw failed(thrown, sql);
      } finally {
        statement?.destroySync();
      }
    });

  const describe = async (sql: string): Promise<DescribeAnswer> => {
    let rows: unknown[][];
    try {
      const read = await using(() => connection.runAndReadAll(DESCRIBE + sql));
      rows = read.getRowsJson();
    } catch (thrown) {
      const isOurs = !(thrown instanceof Error) || thrown instanceof EngineFailure;
      const error = isOurs ? undefined : parseDuckDBError(thrown.message);
      if (error === undefined) throw failed(thrown, DESCRIBE + sql);
      const { type, message, info, position } = error;
      const at =
        position === undefined
          ? {}
          : { position: characterOffset(sql, Math.max(0, position - DESCRIBE.length)) };
      return { ok: false, type, message, info, ...at };
    }
    return readColumns(rows);
  };

  const columns = async (sql: string): Promise<Schema> => {
    const answer = await describe(sql);
    if (answer.ok) return answer.columns;
    checkCancelled();
    throw internalError(`DESCRIBE failed: ${answer.message}`);
  };

  const collect = async (
    sql: string,
    most?: number,
  ): Promise<{ readonly table: Table; readonly rows: number }> => {
    const declared = await columns(sql);
    const cast = needsCasts(declared) ? toTransport(sql, declared) : sql;
    const travelling = cast === sql ? declared : await columns(cast);
    const query = most === undefined ? cast : `SELECT * FROM (${cast}\n) LIMIT ${most}`;
    const schema = arrowSchema(travelling);
    const batches: RecordBatch[] = [];
    let [rows, size] = [0, 0];
    await withStatement(query, async (statement) => {
      // Not streamed: the bindings take an error in the middle of a stream for its end.
      const result = await statement.run();
      for await (const { chunk, count } of chunksOf(result)) {
        checkCancelled();
        const children = travelling.map(({ type }, i) =>
          vectorColumn(
            duckdb.data_chunk_get_vector(chunk, i),
            count,
            type,
            schema.fields[i] ?? fieldMissing(i),
          ),
        );
        const type = new Struct(schema.fields);
        batches.push(new Batch(schema, makeData({ type, length: count, children })));
        rows += count;
        size += children.reduce((sum, child) => sum + child.byteLength, 0);
        if (size > RESULT_BYTES)
          throw outOfMemory(`The result is larger than ${RESULT_BYTES} bytes.`);
      }
    });
    return { table: new Table(schema, batches), rows };
  };

  return {
    run: async (sql) => {
      if (SAYS_ITS_TYPE.test(sql)) return changedRows(await runUnprepared(sql));
      return withStatement(sql, async (statement) => changedRows(await statement.run()));
    },
    runOwn: (sql) =>
      using(async () => {
        checkCancelled();
        if (sql === '') return;
        try {
          await connection.run(sql);
        } catch (thrown) {
          throw failed(thrown, sql);
        }
      }),
    table: async (sql, most) => (await collect(sql, most)).table,
    exportStream: async (sql, most) => {
      const { table, rows } = await collect(sql, most);
      // The sink gives its bytes as a buffer of their own.
      return { stream: encodeStream(table.schema, table.batches).slice(), rows };
    },
    texts: async (sql) => {
      const { table } = await collect(sql);
      const found = table.schema.fields.map((_, i) => table.getChildAt(i));
      return Array.from({ length: table.numRows }, (_, row) =>
        found.map((column): string | null => {
          const value: unknown = column?.get(row);
          return value === null || value === undefined ? null : String(value);
        }),
      );
    },
    describe,
    columns,
    cancel: () => {
      cancelled = true;
      connection.interrupt();
    },
    resetCancel: () => {
      cancelled = false;
    },
    checkCancelled,
    close: async () => {
      closed = true;
      await Promise.allSettled(underWay);
      connection.closeSync();
    },
  };
}

const notAllowed = (): EngineFailure =>
  userError('not-allowed', 'A query of a step must be a single SELECT.', {
    hint: 'Remove what stands behind the semicolon.',
  });

const fieldMissing = (index: number): never => {
  throw internalError(`a result without a column ${index}`);
};

async function* chunksOf(
  result: DuckDBResult,
): AsyncGenerator<{ readonly chunk: duckdb.DataChunk; readonly count: number }> {
  for (;;) {
    const next = await result.fetchChunk();
    if (next === null || next.rowCount === 0) return;
    yield { chunk: next.chunk, count: next.rowCount };
  }
}

/** CREATE TABLE AS and COPY tell in a row how many they wrote. */
async function changedRows(result: DuckDBResult): Promise<number> {
  if (result.columnCount !== 1 || result.columnName(0) !== 'Count') return 0;
  const [[count] = []] = await result.getRowsJson();
  return Number(count ?? 0);
}

function readColumns(rows: readonly (readonly unknown[])[]): DescribeAnswer {
  const columns: Schema[number][] = [];
  for (const [name, type] of rows) {
    try {
      columns.push({ name: String(name), type: parseType(String(type)) });
    } catch (thrown) {
      if (!(thrown instanceof TypeSyntaxError)) throw thrown;
      const message = `The values of "${String(name)}" are ${String(type)}: ${thrown.message}.`;
      return { ok: false, type: 'Binder', message, info: {} };
    }
  }
  return { ok: true, columns };
}
