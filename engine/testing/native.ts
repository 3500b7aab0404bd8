/** Native DuckDB for tests: the same version as the wasm one, in memory and on one thread. */
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { parseType } from '../contract/parse-type.ts';
import type { DescribeAnswer } from '../worker/protocol.ts';

/** BIGINT as number where exact, DATE and TIMESTAMP as ISO text, nested values as JSON has them. */
export type Cell =
  null | boolean | number | string | readonly Cell[] | { readonly [name: string]: Cell };

export interface NativeDuckDB {
  readonly execute: (sql: string) => Promise<void>;
  readonly queryRows: (sql: string) => Promise<Readonly<Record<string, Cell>>[]>;
  /** Rows as arrays of cells, for results whose column names are checked elsewhere. */
  readonly queryCells: (sql: string) => Promise<(readonly Cell[])[]>;
  readonly columnNames: (sql: string) => Promise<readonly string[]>;
  readonly describe: (sql: string) => Promise<DescribeAnswer>;
  /** Statements described so far. */
  readonly describeCount: () => number;
  readonly close: () => void;
}

const DESCRIBE = 'DESCRIBE ';

export async function openNative(): Promise<NativeDuckDB> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run('SET errors_as_json = true');
  // Its filters pass a LIMIT below a join: see the settings of the workers' sessions.
  await connection.run("SET disabled_optimizers = 'join_filter_pushdown'");
  let described = 0;
  return {
    execute: async (sql) => {
      await connection.run(sql);
    },
    queryRows: async (sql) => {
      const reader = await connection.runAndReadAll(sql);
      return reader
        .getRowObjectsJS()
        .map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, toCell(v)])));
    },
    queryCells: async (sql) => {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowsJS().map((row) => row.map(toCell));
    },
    columnNames: async (sql) => (await connection.runAndReadAll(sql)).columnNames(),
    describe: async (sql) => {
      described += 1;
      return describe(connection, sql);
    },
    describeCount: () => described,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'string':
      return value;
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    default:
      break;
  }
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toCell);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toCell(item)]));
  }
  return String(value);
}

async function describe(connection: DuckDBConnection, sql: string): Promise<DescribeAnswer> {
  try {
    const reader = await connection.runAndReadAll(DESCRIBE + sql);
    return {
      ok: true,
      columns: reader.getRowsJS().map(([name, type]) => ({
        name: String(name),
        type: parseType(String(type)),
      })),
    };
  } catch (thrown) {
    return readError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** The JSON that `errors_as_json` puts into the message, as it is after an optional class prefix. */
function readError(message: string): DescribeAnswer {
  const start = message.indexOf('{');
  const fields: Record<string, string> = {};
  if (start >= 0) {
    try {
      Object.assign(fields, JSON.parse(message.slice(start)));
    } catch (thrown) {
      if (!(thrown instanceof SyntaxError)) throw thrown;
    }
  }
  const { exception_type: type, exception_message: text, position, ...info } = fields;
  return {
    ok: false,
    type: type ?? message.split(' Error')[0] ?? 'Unknown',
    message: text ?? message,
    ...(position === undefined ? {} : { position: Number(position) - DESCRIBE.length }),
    info,
  };
}
