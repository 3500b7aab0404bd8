import { AsyncDuckDB, DuckDBDataProtocol, VoidLogger } from '@duckdb/duckdb-wasm';
import type { AsyncDuckDBConnection } from '@duckdb/duckdb-wasm';
import stockWorker from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url';
// By its path: under the package's name the build gives the engine's slimmer one.
import stockModule from '../../../node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import { createEngineClient } from '../../../app/boot/engine-client.ts';
import type { EngineClient, OpenedRows } from '../../../app/session/engine-client.ts';
import { unwrap } from '../../../engine/contract/errors.ts';
import type { BenchPage, Question } from './page-api.ts';

let client: EngineClient | undefined;
let rows: OpenedRows | undefined;
let lastGiven = '';
let output: Blob | undefined;
let stock:
  | {
      readonly db: AsyncDuckDB;
      readonly connection: AsyncDuckDBConnection;
      readonly viewed: Set<string>;
    }
  | undefined;

const given = (name: string): File => {
  const input = document.querySelector<HTMLInputElement>('#files');
  const file = [...(input?.files ?? [])].find((each) => each.name === name);
  if (file === undefined) throw new Error(`${name} is not among the given files`);
  return file;
};

const filesOf = ({ files }: Question): ReadonlyMap<string, File> =>
  new Map(Object.entries(files).map(([path, name]) => [path, given(name)]));

/** The same files are not given anew with every key. */
async function giveOnce(engine: EngineClient, question: Question): Promise<void> {
  const names = JSON.stringify(question.files);
  if (names !== lastGiven) await engine.giveFiles(filesOf(question));
  lastGiven = names;
}

const asked = ({ pipeline, parameters }: Question) => ({ document: pipeline, parameters });

function opened<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('open first');
  return value;
}

const bench: BenchPage = {
  openSluice: async (workers) => {
    client = createEngineClient({ workers });
    unwrap(await client.start(() => undefined));
  },
  runSluice: async (question) => {
    const engine = opened(client);
    await engine.giveFiles(filesOf(question));
    const from = performance.now();
    const answer = await engine.run(asked(question), () => undefined);
    const milliseconds = performance.now() - from;
    output = unwrap(answer).files[0]?.blob;
    return milliseconds;
  },
  sluiceAnswer: async () => {
    const bytes = new Uint8Array(await opened(output).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  },
  preview: async (question, target) => {
    const engine = opened(client);
    await giveOnce(engine, question);
    const from = performance.now();
    const check = engine.check(asked(question));
    unwrap(await engine.preview({ ...asked(question), target, rows: 1000 }));
    const milliseconds = performance.now() - from;
    unwrap(await check);
    return milliseconds;
  },
  openRows: async (question, target) => {
    const engine = opened(client);
    const from = performance.now();
    rows = unwrap(await engine.openRows({ ...asked(question), target }, () => undefined));
    return performance.now() - from;
  },
  readRows: async (start, count) => {
    const from = performance.now();
    unwrap(await opened(client).readRows(opened(rows).id, start, count));
    return performance.now() - from;
  },
  openStock: async () => {
    await stock?.connection.close();
    await stock?.db.terminate();
    const db = new AsyncDuckDB(new VoidLogger(), new Worker(stockWorker));
    await db.instantiate(stockModule);
    stock = { db, connection: await db.connect(), viewed: new Set() };
  },
  stockTable: async (table, question, target) => {
    const engine = opened(client);
    await engine.giveFiles(filesOf(question));
    const all = unwrap(await engine.openRows({ ...asked(question), target }, () => undefined));
    const ipc = unwrap(await engine.readRows(all.id, 0, all.rows));
    await engine.closeRows(all.id);
    const { connection } = opened(stock);
    const known = await connection.query(
      `SELECT count(*)::INTEGER AS n FROM duckdb_tables() WHERE table_name = '${table}'`,
    );
    const create = known.getChildAt(0)?.get(0) === 0;
    await connection.insertArrowFromIPCStream(ipc, { name: table, create });
  },
  runStock: async (sql, csvFiles) => {
    const { db, connection, viewed } = opened(stock);
    const from = performance.now();
    for (const [table, file] of csvFiles) {
      if (viewed.has(table)) continue;
      viewed.add(table);
      await db.registerFileHandle(file, given(file), DuckDBDataProtocol.BROWSER_FILEREADER, true);
      await connection.query(`CREATE OR REPLACE VIEW ${table} AS FROM read_csv('${file}')`);
    }
    await connection.query(sql);
    return performance.now() - from;
  },
  stockAnswer: async (sql) => {
    const { connection } = opened(stock);
    const rows = await connection.query(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (${sql})`);
    return rows.toArray().map((row: { toJSON: () => unknown }) => row.toJSON()) as Record<
      string,
      string | null
    >[];
  },
};

window.bench = bench;
