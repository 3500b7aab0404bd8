import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeStream } from '../../arrow/ipc.ts';
import type { Session } from '../../duckdb/session.ts';
import { loadParquetWasm } from '../../readers/parquet/parquet-wasm.ts';
import { createTable } from '../../testing/create-table.ts';
import { openNodeSession } from '../../testing/open-node-session.ts';
import { allTypesQuery } from '../testing/all-types.ts';
import { schemaOf, target, temporaryFolder, writeQueries } from '../testing/write-query.ts';

const folder = temporaryFolder();
let session: Session;
beforeAll(async () => {
  session = await openNodeSession();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
async function write(queries: readonly string[]): Promise<Uint8Array> {
  const path = join(folder, `${++files}.arrow`);
  await writeQueries(session, queries, target('arrow'), path);
  return new Uint8Array(readFileSync(path));
}

const MAGIC_AND_PADDING = 8;

/** The stream inside a file: DuckDB-wasm reads streams only. */
function streamOf(file: Uint8Array, like: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const footer = view.getInt32(file.length - 10, true);
  const messages = file.subarray(MAGIC_AND_PADDING, file.length - 10 - footer);
  const header = like.subarray(0, 8 + new DataView(like.buffer, like.byteOffset).getInt32(4, true));
  const stream = new Uint8Array(header.length + messages.length);
  stream.set(header);
  stream.set(messages, header.length);
  return stream;
}

const texts = (table: string): unknown =>
  session
    .query(`SELECT list(COLUMNS(*)::VARCHAR)::VARCHAR FROM ${table}`)
    .toArray()
    .map((row) => (row as { toJSON: () => unknown }).toJSON());

test('every type comes back as it was', async () => {
  const query = allTypesQuery();
  const file = await write([query, `${query} LIMIT 0`, query]);
  expect(tableFromIPC(file).schema.fields.map((field) => field.name)).toEqual(
    schemaOf(session, query).map((column) => column.name),
  );
  const { stream } = await session.exportStream(`${query} LIMIT 0`);
  createTable(session, 'read', [streamOf(file, stream)], schemaOf(session, query));
  session.execute(`CREATE TABLE expected AS (${query}) UNION ALL (${query})`);
  expect(texts('read')).toEqual(texts('expected'));
});

test('batches of the pieces in order, the small ones of a query joined', async () => {
  const part = (from: number): string =>
    `SELECT range AS n, 'text ' || range AS t FROM range(${from}, ${from + 150_000})`;
  const table = tableFromIPC(await write([part(0), part(150_000)]));
  expect(table.numRows).toBe(300_000);
  expect(table.batches.map((batch) => batch.numRows)).toEqual([122_880, 27_120, 122_880, 27_120]);
  const n = table.getChild('n')?.toArray() as BigInt64Array;
  expect(n.every((value, i) => value === BigInt(i))).toBe(true);
  expect(table.getChild('t')?.get(299_999)).toBe('text 299999');
});

test('an empty result has columns', async () => {
  const table = tableFromIPC(await write(["SELECT 1 AS a, 'x' AS b WHERE false"]));
  expect([table.numRows, table.schema.fields.map((field) => field.name)]).toEqual([0, ['a', 'b']]);
});

test('booleans that are all null have bits, which strict readers ask for', async () => {
  const file = await write(['SELECT NULL::BOOLEAN AS a, [NULL::BOOLEAN] AS b']);
  const { stream } = await session.exportStream('SELECT true AS a, [true] AS b LIMIT 0');
  const inner = streamOf(file, stream);
  expect(decodeStream(inner).getChild('a')?.get(0)).toBe(null);
  const wasm = await loadParquetWasm();
  expect(wasm.Table.fromIPCStream(inner).numBatches).toBe(1);
});
