import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { blockId } from '../contract/ids.ts';
import type { BlockStore } from './block-store.ts';
import { createBlockStore } from './block-store.ts';
import type { TaskOutput } from './protocol.ts';
import { runOutput } from './task-outputs.ts';
import { createTable } from './testing/create-table.ts';
import { openNodeSession } from './testing/open-node-session.ts';

/** One column for each way in which DuckDB lays out values. */
const COLUMNS = `
  n,
  n % 3 = 0 AS flag,
  (n % 100)::TINYINT AS tiny,
  n::HUGEINT * 10000000000000000000000 AS huge,
  (n / 8)::DECIMAL(38, 3) AS exact,
  n::FLOAT AS single,
  'text ' || n AS text,
  repeat('long ', n::INTEGER % 40) AS longer,
  ('a' || n)::BLOB AS bytes,
  n::UHUGEINT AS unsigned,
  INTERVAL 1 MONTH * n AS span,
  DATE '2020-01-01' + n::INTEGER AS day,
  TIMETZ '12:00:00+05' AS zoned,
  (n::BIGINT)::BIT AS bits,
  range(n % 5) AS list,
  [[n], [n + 1, NULL]] AS lists,
  array_value(n, n + 1) AS pair,
  {'a': n, 'b': 'x' || n, 'i': INTERVAL 1 DAY * n, 'f': n % 2 = 0} AS fields,
  MAP {'k' || n: n % 2 = 0} AS dictionary,
  union_value(num := n)::UNION(num BIGINT, str VARCHAR) AS either,
  (CASE WHEN n % 2 = 0 THEN 'even' ELSE 'odd' END)::ENUM('even', 'odd') AS parity`;

const withNulls = (names: readonly string[]): string =>
  names
    .map((name, i) => (i % 2 === 0 ? name : `CASE WHEN n % 7 <> 0 THEN ${name} END AS ${name}`))
    .join(', ');

const outputs = async (
  blocks: BlockStore,
  output: TaskOutput,
  session: Awaited<ReturnType<typeof openNodeSession>>,
) =>
  runOutput(output, {
    session,
    blocks,
    prepareEncoder: () => ({ sql: output.sql, encode: () => new Uint8Array() }),
    storing: async (work) => work(),
  });

test('every layout of DuckDB is stored, scattered and cut without loss', async () => {
  const session = await openNodeSession();
  const blocks = createBlockStore({ worker: 0, budget: 1e9, spill: undefined, crc32 });
  session.execute(`CREATE TABLE base AS SELECT ${COLUMNS} FROM range(5000) t(n)`);
  const described = session.describe('FROM base');
  if (!described.ok) throw new Error(described.message);
  const names = described.columns.map((column) => column.name);
  session.execute(`CREATE TABLE source AS SELECT ${withNulls(names)} FROM base`);

  const store = { kind: 'store', sql: 'FROM source', block: blockId('stored') } as const;
  await outputs(blocks, store, session);
  createTable(session, 'stored', [blocks.read(blockId('stored'))], described.columns);
  const different = (table: string, where: string) => {
    const text = (from: string) =>
      `SELECT row_number() OVER () AS i, ${names.map((name) => `"${name}"::VARCHAR AS "${name}"`).join(', ')} FROM ${from}`;
    return session
      .query(
        `SELECT count(*)::INTEGER FROM (${text(`(FROM source WHERE ${where})`)} EXCEPT ${text(table)})`,
      )
      .getChildAt(0)
      ?.get(0);
  };
  expect(different('stored', 'true')).toBe(0);

  const sql = 'SELECT (n % 2)::USMALLINT AS p, * FROM source';
  const ids = [blockId('p0'), blockId('p1'), blockId('p2')];
  await outputs(blocks, { kind: 'scatter', sql, blocks: ids }, session);
  for (const p of [0, 1]) {
    createTable(session, `part${p}`, [blocks.read(blockId(`p${p}`))], described.columns);
    expect(different(`part${p}`, `n % 2 = ${p}`)).toBe(0);
  }
  createTable(session, 'part2', [blocks.read(blockId('p2'))], described.columns);
  expect(session.query('FROM part2').numRows).toBe(0);

  // Within a batch of DuckDB's 2,048 rows, at the end of one, and none or all of the rows.
  for (const limit of [0, 5, 2048, 2500, 5000, 9000]) {
    const cut = await outputs(blocks, { kind: 'return', sql: 'FROM source', limit }, session);
    if (cut.kind !== 'rows') throw new Error(cut.kind);
    const rows = Math.min(limit, 5000);
    expect(cut).toMatchObject({ rows, more: limit < 5000 });
    createTable(session, 'cut', [cut.ipc], described.columns);
    expect(session.query('FROM cut').numRows).toBe(rows);
    expect(different('cut', `n < ${limit}`)).toBe(0);
    session.execute('DROP TABLE cut');
  }
});
