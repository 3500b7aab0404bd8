/** Databases by real servers: what is read, what is written, and what happens when it goes wrong. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EngineFailure } from '../contract/errors.ts';
import type { EngineError } from '../contract/errors.ts';
import type { RunEvent } from '../contract/run-events.ts';
import { formatType } from '../contract/schema.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { MysqlConnection } from '../runtime/databases/mysql-connection.ts';
import { connectMysql } from '../runtime/databases/mysql-connection.ts';
import { createNodeDatabaseReader } from '../runtime/databases/node-database-reader.ts';
import { createNodeDatabases } from '../runtime/databases/node-databases.ts';
import type { PostgresConnection } from '../runtime/databases/postgres-connection.ts';
import { connectPostgres } from '../runtime/databases/postgres-connection.ts';
import { testCredential } from '../runtime/databases/test-credential.ts';
import type { TestServer } from '../runtime/databases/testing/servers.ts';
import {
  credentialsOf,
  PASSWORD,
  startMariadb,
  startPostgres,
} from '../runtime/databases/testing/servers.ts';
import { tableFromIPC } from 'apache-arrow';
import { readRows } from '../values/rows.ts';
import { cellToJson } from '../values/cell.ts';
import type { Engine, RunResult } from './engine-api.ts';
import { openNativeTestEngine, openTestEngine, TINY } from './testing/open-engine.ts';

let folder: string;
let servers: readonly [TestServer, TestServer];
let pg: PostgresConnection;
let my: MysqlConnection;
let engine: Engine;
let serial: Engine;
let credentials: ReturnType<typeof credentialsOf>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-databases-'));
  servers = await Promise.all([startPostgres(), startMariadb()]);
  const [{ credential: postgres }, { credential: mariadb }] = servers;
  credentials = credentialsOf({
    pg: postgres,
    my: mariadb,
    wrong: { ...postgres, password: 'not-the-s3cret' },
    wrong_my: { ...mariadb, password: 'not-the-s3cret' },
    encrypted: { ...postgres, tls: 'require' },
    encrypted_my: { ...mariadb, tls: 'require' },
    verified: { ...postgres, tls: 'verify' },
    verified_my: { ...mariadb, tls: 'verify' },
    nowhere: { ...postgres, port: 1 },
    elsewhere: { ...mariadb, database: 'missing' },
  });
  [pg, my, engine, serial] = await Promise.all([
    connectPostgres({ name: 'pg', credential: postgres }),
    connectMysql({ name: 'my', credential: mariadb }),
    openTestEngine(folder, { workers: 2, sizing: TINY, credentials }),
    openTestEngine(folder, { workers: 1, credentials }),
  ]);
});

afterAll(async () => {
  await Promise.all([engine.close(), serial.close(), pg.close(), my.close()]);
  await Promise.all(servers.map(({ stop }) => stop()));
  await rm(folder, { recursive: true, force: true });
});

const reading = (name: string, params: object): PipelineDocument =>
  documentOf('read', {
    data: step('input.database', { connection: { credential: name }, ...params }),
  });

/** A machine shared with others is late, not wrong. */
const WAIT = { timeout: 60_000 };

const target = { targets: ['data.output'] };

interface Read {
  readonly types: Readonly<Record<string, string>>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const contentOf = ({ tables: [table] }: RunResult): Read => {
  const { schema = [], ipc = new Uint8Array() } = table ?? {};
  return {
    types: Object.fromEntries(schema.map(({ name, type }) => [name, formatType(type)])),
    rows: readRows(schema, ipc).map((cells) =>
      Object.fromEntries(
        schema.map(({ name }, i) => [name, JSON.parse(cellToJson(cells[i] ?? null)) as unknown]),
      ),
    ),
  };
};

const read = async (name: string, params: object, by = engine): Promise<Read> =>
  contentOf(await by.run(reading(name, params), target));

/** Counts over all rows of a source, and the partitions in which they were read. */
async function piecesOf(name: string, params: object) {
  const summed = documentOf('sum', {
    data: step('input.database', { connection: { credential: name }, ...params }),
    total: step(
      'code.sql',
      {
        query:
          'SELECT count(*) AS n, count(DISTINCT i) AS d, sum(i)::BIGINT AS s, count(*) FILTER (t IS NULL) AS nulls FROM data',
      },
      { inputs: ['data'] },
    ),
  });
  const events: RunEvent[] = [];
  const result = await engine.run(summed, {
    targets: ['total.output'],
    onEvent: (event) => events.push(event),
  });
  const partitions = events.map((event) => (event.type === 'stage-started' ? event.partitions : 0));
  return { rows: contentOf(result).rows, pieces: Math.max(...partitions) };
}

async function failure(work: Promise<unknown>): Promise<EngineError> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof EngineFailure) return thrown.error;
    throw thrown;
  }
  throw new Error('it did not fail');
}

const writing = (
  name: string,
  params: object,
  columns: readonly { name: string; type: string }[],
  rows: readonly (readonly unknown[])[],
): PipelineDocument =>
  documentOf('write', {
    data: step('input.inline', { columns, rows }),
    out: step('output.database', { connection: { credential: name }, ...params }, 'data'),
  });

describe('PostgreSQL', () => {
  test('every type comes as it is, with its extremes and nulls', async () => {
    await pg.query(`CREATE TYPE mood AS ENUM ('sad', 'ha''ppy'); CREATE DOMAIN money4 AS numeric(10,4);
      CREATE TABLE types (n int, b bool, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8,
        num numeric(38,10), tiny numeric(5,5), anynum numeric, wide numeric(50,2), dom money4, cash money,
        t text, vc varchar(10), bp char(4), u uuid, d date, ti time, tz timetz, ts timestamp, tstz timestamptz,
        iv interval, by bytea, js json, jb jsonb, bits bit(5), vb varbit, ip inet, m mood, o oid,
        ai int[], at text[], am numeric(6,2)[], ats timestamptz[], r int4range)`);
    await pg.query(`INSERT INTO types VALUES
      (1, true, -32768, -2147483648, -9223372036854775808, 1.1754944e-38, '-Infinity',
        -9999999999999999999999999999.9999999999, 0.99999, 12345678901234567890.123456789, 1.5, 1.2345, '-12.34',
        E'tab\\t "q" \\\\ \\n Ünï 🚲', 'v', 'ab', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '4713-01-01 BC', '00:00', '00:00+15:59',
        '4713-01-01 00:00 BC', '1969-12-31 23:59:59.999999+00', '-1 year -2 mons +3 days -04:05:06.000001',
        '\\x00ff5c', '{"a": 1.50}', '{"a": [1, null]}', B'10101', B'1', '10.0.0.1/8', 'ha''ppy', 4294967295,
        '{1,NULL,-3}', ARRAY['a"b', NULL, 'c\\d', 'NULL', E'x\\ny', '', ' , '], '{1.50,NULL}', '{2020-01-01 00:00+00}', '[1,5)'),
      (2, false, 32767, 2147483647, 9223372036854775807, 3.4028235e38, 'NaN',
        9999999999999999999999999999.9999999999, 0, 'NaN', 0, 0, '0', '', '', '', '00000000-0000-0000-0000-000000000000',
        'infinity', '24:00:00', '23:59:59.999999-15:59', '-infinity', 'infinity', '0', '', '[]', 'null', B'00000', B'',
        '::1', 'sad', 0, '{}', '{}', '{}', '{}', 'empty'),
      (3, ${Array.from({ length: 35 }, () => 'NULL').join(', ')})`);
    const { types, rows } = await read('pg', { table: 'types' });
    expect({ types, rows }).toMatchSnapshot();
  });

  test('a value that no column of ours holds is told with its place', async () => {
    await pg.query(`CREATE TABLE odd (id int, x numeric(5,2), a int[]);
      INSERT INTO odd VALUES (1, 1, '{1}'), (2, 'NaN', '{{1,2},{3,4}}')`);
    expect(await failure(read('pg', { query: 'SELECT x FROM odd' }))).toMatchObject({
      kind: 'user',
      code: 'database-value',
      message: 'The value "NaN" in column "x" is no DECIMAL(5,2).',
      location: { column: 'x', row: 2 },
      node: 'data',
    });
    expect(await failure(read('pg', { query: 'SELECT a FROM odd' }))).toMatchObject({
      code: 'database-value',
      location: { column: 'a', row: 2 },
    });
    // What nobody needs is not read.
    expect((await read('pg', { query: 'SELECT id FROM odd' })).rows).toEqual([
      { id: 1 },
      { id: 2 },
    ]);
  });

  test('names are those of the database, in any script and case', async () => {
    await pg.query(`CREATE SCHEMA "Odd.Schema"; CREATE TABLE "Odd.Schema"."Tä""ble" ("Ä b" int, "sel""ect" int);
      INSERT INTO "Odd.Schema"."Tä""ble" VALUES (1, 2)`);
    const { rows } = await read('pg', { table: '"Odd.Schema"."Tä""ble"' });
    expect(rows).toEqual([{ 'Ä b': 1, 'sel"ect': 2 }]);
    expect(await failure(read('pg', { table: 'TYPES' }))).toMatchObject({
      code: 'table-not-found',
      node: 'data',
      param: 'table',
    });
  });

  test.each([
    ['an integer', 'k', 7],
    ['a date', 'd', 4],
    ['a time', 't', 5],
  ])(
    'ranges of %s hold each row once, in the same order on any number of workers',
    async (_, column, partitions) => {
      await pg.query(`DROP TABLE IF EXISTS parts; CREATE TABLE parts AS
      SELECT i AS id, CASE WHEN i % 10 = 0 THEN NULL ELSE (i - 500) * 3 END AS k,
        CASE WHEN i % 11 = 0 THEN NULL WHEN i = 13 THEN 'infinity' ELSE DATE '1969-06-01' + i END AS d,
        CASE WHEN i % 12 = 0 THEN NULL WHEN i = 14 THEN '-infinity' ELSE TIMESTAMP '1969-12-25' + i * INTERVAL '11111.000001 seconds' END AS t
      FROM generate_series(1, 1000) i`);
      const params = { table: 'parts', partition_column: column, partitions };
      const [many, one] = await Promise.all([read('pg', params), read('pg', params, serial)]);
      expect(many.rows).toEqual(one.rows);
      const ids = many.rows.map(({ id }) => Number(id)).toSorted((a, b) => a - b);
      expect(ids).toEqual(Array.from({ length: 1000 }, (__, i) => i + 1));
    },
  );

  test('ranges of no rows, of nulls alone and of one value; a column without ranges is refused', async () => {
    await pg.query(`CREATE TABLE edge (id int, k int, one bigint, u uuid, t text);
      CREATE TABLE nothing (k int);
      INSERT INTO edge SELECT i, NULL, -9223372036854775808, gen_random_uuid(), 'x' FROM generate_series(1, 50) i`);
    const of = (table: string, column: string) => ({
      table,
      partition_column: column,
      partitions: 4,
    });
    expect((await read('pg', of('nothing', 'k'))).rows).toEqual([]);
    for (const column of ['k', 'one']) {
      const { rows } = await read('pg', of('edge', column));
      expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    }
    for (const column of ['u', 't']) {
      expect(await failure(read('pg', of('edge', column)))).toMatchObject({
        code: 'partition-column',
        param: 'partition_column',
        node: 'data',
        hint: 'Choose a column of whole numbers, dates or times, best one with an index.',
      });
    }
  });

  test('all splits of a run see one moment', async () => {
    await pg.query('CREATE TABLE moment AS SELECT i FROM generate_series(1, 100) i');
    const databases = createNodeDatabases(credentials);
    const spec = {
      format: 'database',
      credential: 'pg',
      table: 'moment',
      partitionColumn: 'i',
      partitions: 4,
    } as const;
    const found = await databases.describe(spec, true);
    await pg.query(
      'INSERT INTO moment SELECT i FROM generate_series(50, 150) i; DELETE FROM moment WHERE i < 20',
    );
    const counts: number[] = [];
    for (const split of found.splits) {
      if (split.kind !== 'database') continue;
      const streams = createNodeDatabaseReader(credentials).read(
        found,
        split,
        ['i'],
        () => undefined,
      );
      for await (const stream of streams) counts.push(tableFromIPC(stream).numRows);
    }
    await databases.release(found.database?.snapshot ?? '');
    expect(counts).toEqual([25, 25, 25, 25]);
    expect(
      await failure(read('pg', { ...{ table: 'parts', partition_column: 'missing' } })),
    ).toMatchObject({
      code: 'unknown-column',
      param: 'partition_column',
    });
  });

  test('a large table is read in runs of its pages, and a look at it reads few rows', async () => {
    await pg.query(
      `CREATE TABLE large AS SELECT i, repeat('x', 200) AS t FROM generate_series(1, 300000) i`,
    );
    const document = reading('pg', { table: 'large' });
    const { rows, extent } = await engine.preview(document, {
      target: 'data.output',
      rows: 5,
      sample: true,
    });
    expect([rows, extent.kind]).toEqual([5, 'first']);
    const summed = documentOf('sum', {
      data: step('input.database', { connection: { credential: 'pg' }, table: 'large' }),
      total: step(
        'code.sql',
        { query: 'SELECT count(*) AS n, sum(i) AS s, count(DISTINCT i) AS d FROM data' },
        { inputs: ['data'] },
      ),
    });
    const events: RunEvent[] = [];
    const result = await engine.run(summed, {
      targets: ['total.output'],
      onEvent: (event) => events.push(event),
    });
    expect(contentOf(result).rows).toEqual([
      { n: 300000, s: expect.anything() as unknown, d: 300000 },
    ]);
    expect(
      Math.max(...events.map((event) => (event.type === 'stage-started' ? event.partitions : 0))),
    ).toBe(2);
  });

  test('a query of unknown size is read in pieces, each row once', async () => {
    const query = `SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE repeat('x', 200) END AS t FROM generate_series(1, 250000) i`;
    expect(await piecesOf('pg', { query })).toEqual({
      rows: [{ n: 250000, d: 250000, s: 31250125000, nulls: 35714 }],
      pieces: 2,
    });
  });

  test('an input never writes, and is one statement', async () => {
    await pg.query(
      `CREATE TABLE safe (i int); CREATE FUNCTION sneaky() RETURNS int LANGUAGE sql AS 'INSERT INTO safe VALUES (1) RETURNING 1'`,
    );
    for (const query of [
      'SELECT sneaky() AS x',
      'SELECT 1) AS q; COMMIT; INSERT INTO safe VALUES (2); SELECT (1',
      'DELETE FROM safe',
    ]) {
      expect(['query-writes', 'database-query']).toContain(
        (await failure(read('pg', { query }))).code,
      );
    }
    expect((await pg.query('SELECT * FROM safe')).rows).toEqual([]);
    const { rows } = await read('pg', {
      query: "WITH q AS (SELECT 1 AS a) SELECT a, 'x;' AS b FROM q; ",
    });
    expect(rows).toEqual([{ a: 1, b: 'x;' }]);
  });

  test('a cancelled run ends what the server does for it', async () => {
    const stop = new AbortController();
    const run = failure(
      engine.run(reading('pg', { query: 'SELECT pg_sleep(300)::text AS s, 1 AS slow_one' }), {
        ...target,
        signal: stop.signal,
      }),
    );
    const running = async (): Promise<number> =>
      (
        await pg.query(
          `SELECT 1 FROM pg_stat_activity WHERE query LIKE 'COPY%slow_one%' AND state = 'active'`,
        )
      ).rowCount ?? 0;
    await expect.poll(running, WAIT).toBe(1);
    stop.abort();
    expect((await run).kind).toBe('cancelled');
    await expect.poll(running, WAIT).toBe(0);
  });
});

describe('MariaDB', () => {
  test('every type comes as it is, with its extremes and nulls', async () => {
    await my.query(`CREATE TABLE types (n int, bo bool, i1 tinyint, u1 tinyint unsigned, u2 smallint unsigned, i3 mediumint,
      u3 mediumint unsigned, u4 int unsigned, i8 bigint, u8 bigint unsigned, f float, d double, dc decimal(38,10), wide decimal(60,5),
      c char(3), v varchar(20), t text, e enum('a','b'), s set('x','y'), vb varbinary(5), bl blob, d1 date, ti time(6),
      dt datetime(6), ts timestamp(6) NULL, y year, b1 bit(1), b10 bit(10), js json, uu uuid)`);
    await my.query(`INSERT INTO types VALUES
      (1, 2, -128, 255, 65535, -8388608, 16777215, 4294967295, -9223372036854775808, 18446744073709551615, 1.17549435e-38, -1.7976931348623157e308,
       -9999999999999999999999999999.9999999999, 1.5, 'a', 'Ünï 🚲', 'tab\t''q'' \\', 'a', 'x,y', X'00FF', X'', '1000-01-01', '23:59:59.999999',
       '9999-12-31 23:59:59.999999', '1970-01-01 00:00:01', 1901, b'1', b'1000000001', '{"a": 1.50}', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
      (2, 0, 127, 0, 0, 8388607, 0, 0, 9223372036854775807, 0, 0.1, 0.1, 0, 0, '', '', '', 'b', '', '', '', '9999-12-31', '00:00:00',
       '1000-01-01 00:00:00', '2038-01-19 03:14:07.999999', 2155, b'0', b'0', '[]', '00000000-0000-0000-0000-000000000000'),
      (3, ${Array.from({ length: 29 }, () => 'NULL').join(', ')})`);
    const { types, rows } = await read('my', { table: 'types' });
    expect({ types, rows }).toMatchSnapshot();
  });

  test('a table of unknown size is read in pieces, each row once', async () => {
    await my.query(
      "CREATE TABLE large AS SELECT seq AS i, IF(seq % 7 = 0, NULL, REPEAT('x', 200)) AS t FROM seq_1_to_250000",
    );
    const expected = [{ n: 250000, d: 250000, s: 31250125000, nulls: 35714 }];
    expect(await piecesOf('my', { table: 'large' })).toEqual({ rows: expected, pieces: 2 });
    // Nearly all rows in one of the ranges, and some that are empty.
    await my.query('UPDATE large SET i = i + 100000000 WHERE i = 250000');
    const skewed = await piecesOf('my', { table: 'large', partition_column: 'i', partitions: 4 });
    expect(skewed.rows).toEqual([{ ...expected[0], s: 31350125000 }]);
    // Two pieces of the first range, two ranges without rows, and one of one row.
    expect(skewed.pieces).toBe(5);
  });

  test('a day that is none is told with its place', async () => {
    await my.query('CREATE TABLE zero (id int, d date, t time)');
    await my.query(
      "INSERT INTO zero VALUES (1, '2020-01-01', '10:00'), (2, '0000-00-00', '-838:59:59')",
    );
    expect(await failure(read('my', { query: 'SELECT d FROM zero' }))).toMatchObject({
      code: 'database-value',
      location: { column: 'd', row: 2 },
      node: 'data',
    });
    expect(await failure(read('my', { query: 'SELECT t FROM zero' }))).toMatchObject({
      code: 'database-value',
      location: { column: 't', row: 2 },
    });
  });

  test.each(['k', 'd', 't'])(
    'ranges of %s hold each row once, in the same order',
    async (column) => {
      await my.query('DROP TABLE IF EXISTS parts');
      await my.query(`CREATE TABLE parts AS SELECT seq AS id, IF(seq % 10 = 0, NULL, CAST(seq AS SIGNED) - 500) AS k,
      IF(seq % 11 = 0, NULL, DATE_ADD('1969-06-01', INTERVAL seq DAY)) AS d,
      IF(seq % 12 = 0, NULL, CAST(TIMESTAMPADD(MICROSECOND, seq * 11111000001, '1969-12-25') AS DATETIME(6))) AS t FROM seq_1_to_1000`);
      const params = {
        query: 'SELECT id, k, CAST(d AS DATE) AS d, t FROM parts',
        partition_column: column,
        partitions: 4,
      };
      const [many, one] = await Promise.all([read('my', params), read('my', params, serial)]);
      expect(many.rows).toEqual(one.rows);
      const ids = many.rows.map(({ id }) => Number(id)).toSorted((a, b) => a - b);
      expect(ids).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
    },
  );

  test('an input never writes, and is one statement', async () => {
    await my.query('CREATE TABLE safe (i int)');
    await my.query(
      'CREATE FUNCTION sneaky() RETURNS int MODIFIES SQL DATA BEGIN INSERT INTO safe VALUES (1); RETURN 1; END',
    );
    for (const query of [
      'SELECT sneaky() AS x',
      'SELECT 1) AS q; INSERT INTO safe VALUES (2); SELECT (1',
      'DELETE FROM safe',
    ]) {
      expect(['query-writes', 'database-query']).toContain(
        (await failure(read('my', { query }))).code,
      );
    }
    expect((await my.query('SELECT * FROM safe')).rows).toEqual([]);
  });

  test('a cancelled run ends what the server does for it', async () => {
    const stop = new AbortController();
    const run = failure(
      engine.run(reading('my', { query: 'SELECT SLEEP(300 + n) AS slow_one FROM types' }), {
        ...target,
        signal: stop.signal,
      }),
    );
    const running = async (): Promise<number> =>
      (
        await my.query(
          "SELECT 1 FROM information_schema.processlist WHERE info LIKE 'SELECT `slow_one`%'",
        )
      ).rows.length;
    await expect.poll(running, WAIT).toBe(1);
    stop.abort();
    expect((await run).kind).toBe('cancelled');
    await expect.poll(running, WAIT).toBe(0);
  });
});

const COLUMNS = [
  { name: 'id', type: 'INTEGER' },
  { name: 'name', type: 'VARCHAR' },
];

describe.each(['pg', 'my'])('writing to %s', (name) => {
  const sql = async (text: string): Promise<readonly (readonly unknown[])[]> => {
    if (name === 'my') return (await my.query(text)).rows;
    const { rows } = await pg.query(text);
    return (rows as readonly object[]).map((row) => Object.values(row) as unknown[]);
  };
  const texts = async (text: string): Promise<string[][]> =>
    (await sql(text)).map((row) => row.map(String));
  const ids = async (table: string): Promise<string> =>
    (await texts(`SELECT id, name FROM ${table} ORDER BY id`))
      .map(([id, text]) => `${id}${text}`)
      .join(' ');

  test('a missing table is made; rows are kept, removed first, or changed by key', async () => {
    const write = (params: object, rows: readonly (readonly unknown[])[]) =>
      engine.run(writing(name, { table: 'people', ...params }, COLUMNS, rows));
    const events: RunEvent[] = [];
    const made = await engine.run(
      writing(name, { table: 'people', mode: 'upsert', keys: ['id'] }, COLUMNS, [
        [1, "a'b"],
        [2, null],
      ]),
      { onEvent: (event) => events.push(event) },
    );
    const told = { node: 'out', credential: name, table: 'people', rows: 2, created: true };
    expect(made.tablesWritten).toEqual([told]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'table-written', ...told }));
    expect(await ids('people')).toBe("1a'b 2null");
    await write({ mode: 'upsert', keys: ['id'] }, [
      [2, 'x'],
      [3, 'y'],
    ]);
    expect(await ids('people')).toBe("1a'b 2x 3y");
    await write({}, [[4, 'z']]);
    expect(await ids('people')).toBe("1a'b 2x 3y 4z");
    await write({ mode: 'truncate' }, [[9, 'n']]);
    expect(await ids('people')).toBe('9n');
    await write({ mode: 'truncate' }, []);
    expect(await ids('people')).toBe('');
  });

  test('values of every type come back as they were', async () => {
    const values: readonly (readonly [string, string, string])[] = [
      ['b', 'BOOLEAN', 'true'],
      ['i1', 'TINYINT', '-128'],
      ['i2', 'SMALLINT', '-32768'],
      ['i4', 'INTEGER', '-2147483648'],
      ['i8', 'BIGINT', '-9223372036854775808'],
      ['h', 'HUGEINT', "'99999999999999999999999999999999999999'"],
      ['u1', 'UTINYINT', '255'],
      ['u2', 'USMALLINT', '65535'],
      ['u4', 'UINTEGER', '4294967295'],
      ['u8', 'UBIGINT', "'18446744073709551615'"],
      ['f', 'FLOAT', '0.1'],
      ['d', 'DOUBLE', '1e300'],
      ['dc', 'DECIMAL(18,3)', '-1.500'],
      ['t', 'VARCHAR', String.raw`'tab	back\slash \N "q" 🚲'`],
      ['e', 'VARCHAR', "''"],
      ['bl', 'BLOB', String.raw`'\x00\xFF\x5C\x27'`],
      ['u', 'UUID', "'ffffffff-ffff-ffff-ffff-ffffffffffff'"],
      ['da', 'DATE', "'2024-02-29'"],
      ['ti', 'TIME', "'23:59:59.999999'"],
      ['ts', 'TIMESTAMP', "'1969-12-31 23:59:59.999999'"],
      ...(name === 'pg'
        ? ([
            ['l', 'VARCHAR[]', String.raw`['a"b', NULL, 'c\d', '']`],
            ['li', 'INTEGER[]', '[]'],
            ['iv', 'INTERVAL', "'1 year 2 days'"],
          ] as const)
        : []),
    ];
    const query = `SELECT ${values.map(([column, type, value]) => `CAST(${value} AS ${type}) AS ${column}`).join(', ')} FROM one UNION ALL SELECT ${values.map(() => 'NULL').join(', ')} FROM one`;
    const written = documentOf('types', {
      one: step('input.inline', { columns: [{ name: 'x', type: 'INTEGER' }], rows: [[1]] }),
      data: step('code.sql', { query }, { inputs: ['one'] }),
      out: step(
        'output.database',
        { connection: { credential: name }, table: 'roundtrip' },
        'data',
      ),
    });
    await engine.run(written);
    const [back, there] = await Promise.all([
      read(name, { table: 'roundtrip' }),
      engine.run(written, { targets: ['data.output'] }),
    ]);
    expect(back.rows).toMatchSnapshot();
    if (name === 'pg') expect(back.rows).toEqual(contentOf(there).rows);
  });

  test('moments come back as they were', async () => {
    const query =
      name === 'pg'
        ? "SELECT timestamptz '2024-02-29 12:00:00.000001+01' AS t"
        : 'SELECT t FROM source_of_moments';
    if (name === 'my') {
      await sql('CREATE TABLE source_of_moments (t timestamp(6))');
      await sql("INSERT INTO source_of_moments VALUES ('2024-02-29 11:00:00.000001')");
    }
    await engine.run(
      documentOf('moments', {
        data: step('input.database', { connection: { credential: name }, query }),
        out: step(
          'output.database',
          { connection: { credential: 'pg' }, table: 'moments', mode: 'truncate' },
          'data',
        ),
        also: step(
          'output.database',
          { connection: { credential: 'my' }, table: 'moments', mode: 'truncate' },
          'data',
        ),
      }),
    );
    expect((await read('pg', { table: 'moments' })).rows).toEqual([
      { t: '2024-02-29 11:00:00.000001+00' },
    ]);
    expect((await read('my', { table: 'moments' })).rows).toEqual([
      { t: '2024-02-29 11:00:00.000001' },
    ]);
  });

  test('a row that the table refuses is told, and nothing is written', async () => {
    await sql('CREATE TABLE strict (id int PRIMARY KEY, name varchar(3))');
    await sql("INSERT INTO strict VALUES (100, 'old')");
    const rows = Array.from({ length: 3000 }, (_, i) => [i, i === 2500 ? 'too long' : 'ok']);
    expect(
      await failure(
        engine.run(writing(name, { table: 'strict', mode: 'truncate' }, COLUMNS, rows)),
      ),
    ).toMatchObject({
      kind: 'user',
      code: 'database-value',
      node: 'out',
      location: name === 'pg' ? { row: 2501 } : { row: 2501, column: 'name' },
    });
    const same = await failure(
      engine.run(
        writing(name, { table: 'strict' }, COLUMNS, [
          [1, 'a'],
          [100, 'b'],
        ]),
      ),
    );
    expect(same).toMatchObject({ code: 'database-value', node: 'out' });
    expect(await ids('strict')).toBe('100old');
    const missing = writing(name, { table: 'never', create: false }, COLUMNS, []);
    expect(await failure(engine.run(missing))).toMatchObject({
      code: 'table-not-found',
      param: 'table',
    });
  });

  test('keys must be those of the table, and of one row each', async () => {
    await sql('CREATE TABLE loose (id int, name varchar(20))');
    const upsert = (table: string, rows: readonly (readonly unknown[])[]) =>
      failure(engine.run(writing(name, { table, mode: 'upsert', keys: ['id'] }, COLUMNS, rows)));
    expect(await upsert('loose', [[1, 'a']])).toMatchObject({
      code: 'keys-not-unique',
      param: 'keys',
      node: 'out',
    });
    await sql('CREATE UNIQUE INDEX loose_id ON loose (id)');
    expect(
      await upsert('loose', [
        [1, 'a'],
        [1, 'b'],
      ]),
    ).toMatchObject({ code: 'keys-repeated' });
    expect(await upsert('loose', [[null, 'a']])).toMatchObject({ code: 'keys-repeated' });
    expect(await ids('loose')).toBe('');
    const other = [{ name: 'missing', type: 'INTEGER' }];
    expect(
      await failure(engine.run(writing(name, { table: 'loose' }, other, [[1]]))),
    ).toMatchObject({
      code: 'unknown-column',
      location: { column: 'missing' },
    });
  });

  test('a server that dies in mid-write leaves the table as it was, and the rejects of other steps', async () => {
    const server = servers[name === 'pg' ? 0 : 1];
    await sql('CREATE TABLE dying (id int, name varchar(20))');
    await sql("INSERT INTO dying VALUES (1, 'old')");
    // A lock that the write waits for: then it is in the middle.
    const isPg = name === 'pg';
    if (isPg) {
      await sql(
        `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.id = 900 THEN PERFORM pg_advisory_lock(77); END IF; RETURN NEW; END'`,
      );
      await sql('CREATE TRIGGER wait BEFORE INSERT ON dying FOR EACH ROW EXECUTE FUNCTION wait()');
      await sql('SELECT pg_advisory_lock(77)');
    } else {
      await sql(
        "CREATE TRIGGER wait BEFORE INSERT ON dying FOR EACH ROW SET NEW.name = IF(NEW.id = 900, CONCAT(GET_LOCK('w', 300), NEW.name), NEW.name)",
      );
      await sql("SELECT GET_LOCK('w', 1)");
    }
    await writeFile(
      join(folder, 'bad.csv'),
      `id,name\n${Array.from({ length: 1000 }, (_, i) => `${i},n`).join('\n')}\nxx,bad\n`,
    );
    const document = documentOf('dying', {
      data: step('input.csv', {
        path: 'bad.csv',
        on_bad_row: 'reject',
        columns: { id: 'INTEGER' },
      }),
      out: step(
        'output.database',
        { connection: { credential: name }, table: 'dying', mode: 'truncate' },
        'data',
      ),
      bad: step('output.file', { path: `rejects-${name}.csv`, format: 'csv' }, 'data.rejects'),
    });
    const run = failure(engine.run(document));
    // Asked by another connection: the one that has the lock would do, but for MariaDB, too.
    const waiting = async (): Promise<number> =>
      (
        await sql(
          isPg
            ? "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            : "SELECT 1 FROM information_schema.processlist WHERE state = 'User lock'",
        )
      ).length;
    await expect.poll(waiting, WAIT).toBe(1);
    await server?.kill();
    expect(await run).toMatchObject({ kind: 'operational', code: 'database-lost', node: 'out' });
    await server?.restart();
    if (isPg) pg = await connectPostgres(pg.place);
    else my = await connectMysql(my.place);
    expect(await ids('dying')).toBe('1old');
    expect(await readFile(join(folder, `rejects-${name}.csv`), 'utf8')).toContain('xx');
  });

  test('a wrong password is told, and is nowhere to be read', async () => {
    const wrong = name === 'pg' ? 'wrong' : 'wrong_my';
    const events: RunEvent[] = [];
    const found = await failure(
      engine.run(reading(wrong, { table: 't' }), {
        ...target,
        onEvent: (event) => events.push(event),
      }),
    );
    expect(found).toMatchObject({
      kind: 'user',
      code: 'database-login',
      node: 'data',
      param: 'connection',
    });
    const written = await failure(engine.run(writing(wrong, { table: 't' }, COLUMNS, [])));
    expect(written).toMatchObject({ code: 'database-login', node: 'out' });
    const check = await engine.check(reading(wrong, { table: 't' }));
    const all = JSON.stringify([found, written, events, check.diagnostics]);
    expect(all).toContain(wrong);
    for (const secret of ['not-the-s3cret', PASSWORD]) expect(all).not.toContain(secret);
  });

  test('a certificate that nobody vouches for is refused where it is asked for', async () => {
    const of = (kind: string): string => (name === 'pg' ? kind : `${kind}_my`);
    const resolve = async (kind: string) =>
      testCredential(of(kind), await credentials.resolve(of(kind)));
    expect(await failure(resolve('verified'))).toMatchObject({
      kind: 'operational',
      code: 'database-tls',
    });
    expect(await resolve('encrypted')).toMatch(
      name === 'pg' ? /^PostgreSQL \d+\.\d+$/ : /^MariaDB \d+\.\d+\.\d+$/,
    );
  });
});

test('native DuckDB reads and writes the same', async () => {
  const native = await openNativeTestEngine(folder, { credentials });
  try {
    for (const name of ['pg', 'my']) {
      const all = { table: 'types' };
      expect(await read(name, all, native)).toEqual(await read(name, all));
      await native.run(
        writing(name, { table: 'by_native' }, COLUMNS, [
          [1, "it's"],
          [2, null],
        ]),
      );
      expect((await read(name, { table: 'by_native' }, native)).rows).toEqual([
        { id: 1, name: "it's" },
        { id: 2, name: null },
      ]);
    }
    const { rows, extent } = await native.preview(reading('pg', { table: 'large' }), {
      target: 'data.output',
      rows: 5,
      sample: true,
    });
    expect([rows, extent.kind]).toEqual([5, 'first']);
  } finally {
    await native.close();
  }
});

test('what cannot be reached says so', async () => {
  expect(await failure(read('nowhere', { table: 't' }))).toMatchObject({
    code: 'database-unreachable',
  });
  expect(await failure(read('elsewhere', { table: 't' }))).toMatchObject({
    kind: 'user',
    code: 'database-not-found',
  });
  expect(await failure(read('unknown', { table: 't' }))).toMatchObject({
    kind: 'user',
    code: 'credential-missing',
    node: 'data',
  });
});
