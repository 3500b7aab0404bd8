import { beforeAll, expect, test } from 'vitest';
import { EngineFailure } from '../../contract/errors.ts';
import { parseType } from '../../contract/parse-type.ts';
import { formatType } from '../../contract/schema.ts';
import { encodeStream, joinStreams } from '../arrow/ipc.ts';
import { createTable } from '../testing/create-table.ts';
import { openNodeSession } from '../testing/open-node-session.ts';
import type { Session } from './session.ts';
import { FILE_PREFIX } from './session.ts';

let session: Session;
beforeAll(async () => {
  session = await openNodeSession();
});

const failureOf = (work: () => unknown): EngineFailure => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof EngineFailure) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
};

const text = (sql: string): string => String(session.query(sql).getChildAt(0)?.get(0));

test.each([
  ['BOOLEAN', 'true'],
  ['BOOLEAN', 'false'],
  ['BOOLEAN[]', '[true, NULL, false]'],
  ['MAP(UUID, HUGEINT)', "MAP {'f47ac10b-58cc-4372-a567-0e02b2c3d479': 5}"],
  ['MAP(VARCHAR, STRUCT(b BOOLEAN, u UUID))', "MAP {'a': {'b': true, 'u': NULL}}"],
  ['MAP(VARCHAR, BIT)[]', "[MAP {'a': '101'}]"],
  ['MAP(VARCHAR, BOOLEAN)', "MAP {'a': true, 'b': false}"],
  ['MAP(BOOLEAN, TINYINT)', 'MAP {true: 5::TINYINT}'],
  ['MAP(TIMETZ, UHUGEINT)', "MAP {'12:00:00+05:30'::TIMETZ: 5}"],
  ['MAP(HUGEINT, BLOB)', "MAP {170141183460469231731687303715884105727: '\\xAA'::BLOB}"],
  ['MAP(INTEGER, VARINT)', 'MAP {1: 123456789012345678901234567890123456789012345::VARINT}'],
  ["MAP(ENUM('a', 'b'), MAP(BIT, DATE)[])", "MAP {'b': [MAP {'101'::BIT: DATE '2024-01-01'}]}"],
  ['TINYINT', '-128'],
  ['BIGINT', '-9223372036854775808'],
  ['HUGEINT', '170141183460469231731687303715884105727'],
  ['UBIGINT', '18446744073709551615'],
  ['UHUGEINT', '340282366920938463463374607431768211455'],
  ['FLOAT', "'nan'"],
  ['DOUBLE', "'-0'"],
  ['VARCHAR', "'hä 😀'"],
  ['BLOB', "'\\x00\\xAA'"],
  ['BIT', "'10101'"],
  ['UUID', "'f47ac10b-58cc-4372-a567-0e02b2c3d479'"],
  ['DATE', "'0044-03-15 (BC)'"],
  ['TIME', "'12:00:00.123456'"],
  ['TIME WITH TIME ZONE', "'12:00:00+05:30'"],
  ['TIMESTAMP', "'infinity'"],
  ['TIMESTAMP_S', "'2024-01-01 00:00:00'"],
  ['TIMESTAMP_MS', "'2024-01-01 00:00:00.123'"],
  ['TIMESTAMP_NS', "'2024-01-01 00:00:00.123456789'"],
  ['TIMESTAMP WITH TIME ZONE', "'2024-01-01 00:00:00+00'"],
  ['INTERVAL', "'1 month 2 days 3.000004 seconds'"],
  ['VARINT', '123456789012345678901234567890123456789012345'],
  ['DECIMAL(4,1)', '1.5'],
  ['DECIMAL(9,1)', '1.5'],
  ['DECIMAL(18,3)', '1.5'],
  ['DECIMAL(38,10)', '-1.5'],
  ["ENUM('a', 'it''s')", "'it''s'"],
  ["ENUM('a', 'b')[]", "['b', NULL, 'a']"],
  ["STRUCT(e ENUM('a', 'b'), i INTERVAL[])", "{'e': 'b', 'i': [INTERVAL 1 DAY, NULL]}"],
  ['INTEGER[]', '[1, NULL, 3]'],
  ['VARCHAR[2]', "['x', NULL]"],
  ['STRUCT(a HUGEINT[], "b c" VARCHAR)', "{'a': [1], 'b c': 'x'}"],
  ['MAP(VARCHAR, UUID[])', "MAP {'a': ['f47ac10b-58cc-4372-a567-0e02b2c3d479']}"],
  ['UNION(n INTEGER, s VARCHAR)[]', "['text'::VARCHAR]"],
])('%s goes out and in again without loss', async (type, value) => {
  session.execute('DROP TABLE IF EXISTS source');
  session.execute('DROP TABLE IF EXISTS copy');
  session.execute(
    `CREATE TABLE source AS SELECT CAST(x AS ${type}) AS x FROM (VALUES (${value}), (NULL), (${value})) v(x)`,
  );
  const schema = [{ name: 'x', type: parseType(type) }];
  const { stream, rows } = await session.exportStream('SELECT * FROM source');
  expect(rows).toBe(3);
  createTable(session, 'copy', [stream], schema);
  const described = session.describe('SELECT * FROM copy');
  expect(described.ok && described.columns.map((column) => formatType(column.type))).toEqual([
    formatType(parseType(type)),
  ]);
  expect(text('SELECT list(x::VARCHAR)::VARCHAR FROM copy')).toBe(
    text('SELECT list(x::VARCHAR)::VARCHAR FROM source'),
  );
});

test.each([
  ["ENUM('a', 'b')", "'b'"],
  ['MAP(VARCHAR, INTEGER)', "MAP {'a': 1}"],
  ['MAP(UUID, BOOLEAN)', "MAP {'f47ac10b-58cc-4372-a567-0e02b2c3d479': true}"],
])('%s leaves a temporary view', async (type, value) => {
  session.execute(
    `CREATE OR REPLACE TEMP VIEW seen AS SELECT CAST(${value} AS ${type}) AS x FROM range(3)`,
  );
  expect((await session.exportStream('SELECT * FROM seen')).rows).toBe(3);
  expect((await session.stream('SELECT * FROM seen')).numRows).toBe(3);
});

test('booleans of many batches', async () => {
  session.execute('DROP TABLE IF EXISTS copy');
  const table = await session.stream(
    'SELECT range AS n, range % 3 = 0 AS b, [range % 5 = 0, NULL] AS l FROM range(10000)',
  );
  session.insertArrow('copy', encodeStream(table.schema, table.batches));
  expect(text('SELECT bool_and(b = (n % 3 = 0) AND l[1] = (n % 5 = 0)) FROM copy')).toBe('true');
});

test('the members of a union', async () => {
  session.execute('DROP TABLE IF EXISTS copy');
  const union = 'CAST(x AS UNION(n INTEGER, s VARCHAR))';
  const table = await session.stream(
    `SELECT ${union} AS x FROM (VALUES ('a'), (NULL), ('b')) v(x)`,
  );
  session.insertArrow('copy', encodeStream(table.schema, table.batches));
  expect(text("SELECT list(coalesce(x.s, '?'))::VARCHAR FROM copy")).toBe('[a, ?, b]');
});

test('an empty result keeps its columns', async () => {
  const table = await session.stream("SELECT 1 AS a, 'x' AS b, INTERVAL 1 DAY AS c WHERE false");
  expect(table.numRows).toBe(0);
  session.insertArrow('empty', encodeStream(table.schema, table.batches));
  const described = session.describe('FROM empty');
  expect(described.ok && described.columns.map((c) => [c.name, formatType(c.type)])).toEqual([
    ['a', 'INTEGER'],
    ['b', 'VARCHAR'],
    ['c', 'INTERVAL'],
  ]);
});

test('streams are joined into one insert, in order', async () => {
  const streams = [];
  for (const start of [0, 5000, 10_000]) {
    const table = await session.stream(`SELECT range AS n FROM range(${start}, ${start + 5000})`);
    streams.push(encodeStream(table.schema, table.batches));
  }
  const joined = joinStreams(streams);
  session.insertArrow('joined', joined);
  expect(text('SELECT count(DISTINCT n) = 15000 AND bool_and(n = rowid) FROM joined')).toMatch(
    /1|true/,
  );
});

test('SQL reads nothing but registered files', () => {
  session.registerFile(`${FILE_PREFIX}a.csv`, new TextEncoder().encode('a,b\n1,2\n'));
  expect(session.query(`FROM read_csv('${FILE_PREFIX}a.csv')`).numRows).toBe(1);
  session.dropFile(`${FILE_PREFIX}a.csv`);
  expect(failureOf(() => session.query("FROM read_csv('/etc/passwd')")).error).toMatchObject({
    kind: 'user',
    code: 'not-allowed',
  });
});

test.each([
  ["SELECT CAST('x' AS INTEGER)", 'bad-cast', 7],
  ['SELECT 2000000000::INTEGER + 2000000000::INTEGER', 'overflow', undefined],
  ['SELECT sqrt(-1)', 'out-of-range', undefined],
  ["SELECT error('boom')", 'invalid-input', undefined],
  ["SELECT 'äöü€😀', nope FROM (SELECT 1)", 'invalid-sql', 17],
  ['SELECT 1 +', 'syntax', 10],
  ['SELECT nope(1)', 'unknown-name', 7],
  ["SELECT json_extract('{}', 'a')", 'needs-extension', undefined],
  ["SELECT TIMESTAMPTZ '2024-01-01' AT TIME ZONE 'Europe/Berlin'", 'needs-extension', undefined],
])('%s is a user error', (sql, code, start) => {
  const { error } = failureOf(() => session.query(sql));
  expect(error).toMatchObject({ kind: 'user', code });
  expect(error.start).toBe(start);
});

test('an error in the middle of a streamed result is the same error', async () => {
  session.execute('CREATE OR REPLACE TABLE numbers AS SELECT range AS n FROM range(300000)');
  await expect(
    session.stream(
      "SELECT CAST(CASE WHEN n = 200000 THEN 'x' ELSE '1' END AS INTEGER) FROM numbers",
    ),
  ).rejects.toMatchObject({ error: { kind: 'user', code: 'bad-cast' } });
  expect(text('SELECT 1')).toBe('1');
});

test('a struct without field names is told, not thrown', () => {
  expect(session.describe("SELECT 1 AS a, row(1, 'x') AS r")).toMatchObject({
    ok: false,
    message:
      'The values of "r" are STRUCT(INTEGER, VARCHAR): a struct needs a name for each field.',
  });
  expect(session.describe("SELECT list_zip([1], ['x'])[1][1] AS a")).toMatchObject({ ok: true });
});

test('binder errors carry a character position', () => {
  expect(session.describe("SELECT 'äöü€😀', nope FROM (SELECT 1)")).toMatchObject({
    ok: false,
    type: 'Binder',
    position: 17,
  });
});

test('a cancel ends a long query in the middle, and the session goes on', async () => {
  const running = session.stream(
    'SELECT sum(a.range * b.range) FROM range(600000) a, range(20000) b',
  );
  // Runs between two slices of the query: types can be asked for while it is half done.
  setImmediate(() => {
    expect(session.describe('SELECT 1 AS a')).toMatchObject({ ok: true });
    session.cancel();
  });
  await expect(running).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  session.resetCancel();
  expect((await session.stream('SELECT 1')).numRows).toBe(1);
});

test('a join finds nothing beyond a limit below it', () => {
  session.execute('CREATE TEMP TABLE many AS SELECT range AS n FROM range(100000)');
  session.execute('CREATE TEMP TABLE one AS SELECT 50000 AS n');
  for (const limit of ['LIMIT 3', 'ORDER BY n, rowid LIMIT 3']) {
    const joined = session.query(`FROM (FROM many ${limit}) JOIN one USING (n)`);
    expect(joined.numRows, limit).toBe(0);
  }
  session.execute('DROP TABLE many');
  session.execute('DROP TABLE one');
});

test('a query over the memory limit fails, and the session goes on', async () => {
  await expect(
    session.stream("SELECT list(repeat('x', 2000) || range) FROM range(1000000)"),
  ).rejects.toMatchObject({ error: { kind: 'operational', code: 'out-of-memory' } });
  expect((await session.stream('SELECT 1')).numRows).toBe(1);
});

test('a stream that cannot be decoded does not spoil later ones', async () => {
  const { stream } = await session.exportStream("SELECT 'x' AS a, range AS b FROM range(5000)");
  const broken = stream.slice();
  broken.fill(0xee, 400, 900);
  expect(() => session.insertArrow('broken', broken)).toThrow(EngineFailure);
  expect(() => session.insertArrow('broken', stream.subarray(0, 900))).toThrow(/end marker/);
  session.insertArrow('whole', stream);
  expect(text('SELECT count(*) FROM whole')).toBe('5000');
});

test('a file is filled where DuckDB reads it', () => {
  const lines = (name: string): string =>
    text(`SELECT string_agg(a, '|') FROM read_csv('${FILE_PREFIX}${name}', auto_detect = false,
      columns = {'a': 'VARCHAR'}, header = false)`);
  const room = session.reserveFile(6);
  const bytes = new TextEncoder().encode('x\ny\nz\n');
  room.bytes().set(bytes);
  // The heap grows, and with it moves.
  session.execute('CREATE OR REPLACE TEMP TABLE grown AS SELECT range FROM range(3000000)');
  expect([...room.bytes()]).toEqual([...bytes]);
  room.register(`${FILE_PREFIX}whole`, 6);
  expect(lines('whole')).toBe('x|y|z');
  session.dropFile(`${FILE_PREFIX}whole`);
  expect(() => lines('whole')).toThrow(EngineFailure);
  room.release();

  const part = session.reserveFile(6);
  part.bytes().set(bytes);
  part.register(`${FILE_PREFIX}part`, 4);
  expect(lines('part')).toBe('x|y');
  session.dropFile(`${FILE_PREFIX}part`);
  session.execute('DROP TABLE grown');
  expect(failureOf(() => session.reserveFile(2 ** 32 - 64)).error.code).toBe('out-of-memory');
});
