import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseType } from '../contract/parse-type.ts';
import type { Session } from '../worker/duckdb/session.ts';
import { openNodeSession } from '../worker/testing/open-node-session.ts';
import { cellToJson, formatCell } from './cell.ts';
import { readCell } from './read-cell.ts';

let session: Session;
beforeAll(async () => {
  session = await openNodeSession();
});
afterAll(() => session.close());

/** Our text of every row beside DuckDB's own, for an expression over `range(rows)` as `i`. */
async function compare(expression: string, rows = 1): Promise<[ours: string, theirs: string][]> {
  const from = `FROM (SELECT ${expression} AS v FROM range(${rows}) t(i))`;
  const described = session.describe(`SELECT v ${from}`);
  if (!described.ok) throw new Error(`${expression}: ${described.message}`);
  const type = described.columns[0]?.type ?? parseType('INTEGER');
  const table = await session.stream(`SELECT v, CAST(v AS VARCHAR) AS text ${from}`);
  return table.batches.flatMap((batch) => {
    const [values, texts] = batch.data.children;
    return Array.from({ length: batch.numRows }, (_, row): [string, string] => [
      formatCell(readCell(type, values as never, row)),
      formatCell(readCell(parseType('VARCHAR'), texts as never, row)),
    ]);
  });
}

const VALUES = [
  'true',
  'false',
  'NULL::INTEGER',
  '(-128)::TINYINT',
  '255::UTINYINT',
  '-9223372036854775808',
  '18446744073709551615::UBIGINT',
  '(-170141183460469231731687303715884105728)::HUGEINT',
  '340282366920938463463374607431768211455::UHUGEINT',
  '123456789012345678901234567890123456789012345678901234567890::VARINT',
  '(-300)::VARINT',
  '0::VARINT',
  '1.50::DECIMAL(4,2)',
  '(-0.05)::DECIMAL(10,2)',
  '5::DECIMAL(3,0)',
  '(-12345678901234567890123456789.123456789)::DECIMAL(38,9)',
  '0.5::DECIMAL(1,1)',
  "'nan'::DOUBLE",
  "'-inf'::DOUBLE",
  "'inf'::FLOAT",
  '-0.0::DOUBLE',
  '0::DOUBLE',
  '1e15',
  '1e16',
  '1e-4',
  '1e-5',
  '123456789012345680.0::DOUBLE',
  '5e-324',
  '1.7976931348623157e308',
  '9007199254740993::DOUBLE',
  '0.1::FLOAT',
  '16777216::FLOAT',
  '3.4028235e38::FLOAT',
  '1.4e-45::FLOAT',
  '100::FLOAT',
  "DATE '2024-02-29'",
  "DATE '1969-12-31'",
  "'0044-03-15 (BC)'::DATE",
  "'0001-01-01 (BC)'::DATE",
  "'12345-01-01'::DATE",
  "'infinity'::DATE",
  "'-infinity'::DATE",
  "TIME '12:34:56.5'",
  "TIME '24:00:00'",
  "TIME '00:00:00.000001'",
  "'12:34:56.789+02:30'::TIMETZ",
  "'12:34:56-02:30:15'::TIMETZ",
  "'00:00:00+00'::TIMETZ",
  "'00:00:00-15:59:59'::TIMETZ",
  "TIMESTAMP '2020-01-01 00:00:00.123'",
  "TIMESTAMP '1969-12-31 23:59:59.999999'",
  "'0044-03-15 (BC) 01:02:03'::TIMESTAMP",
  "'infinity'::TIMESTAMP",
  "'-infinity'::TIMESTAMPTZ",
  "'2020-01-01 00:00:00.5+00'::TIMESTAMPTZ",
  "'2020-01-01 00:00:00.123456789'::TIMESTAMP_NS",
  "'1900-01-01 00:00:00'::TIMESTAMP_NS",
  "'2020-01-01'::TIMESTAMP_S",
  "'2020-01-01 00:00:00.12'::TIMESTAMP_MS",
  "INTERVAL '1 year 2 month 3 day 4 hour 5 minute 6.5 second'",
  "INTERVAL '-1 year -5 day -4 hour'",
  "INTERVAL '-13 months'",
  "INTERVAL '1000 hours'",
  "INTERVAL '-0.5 seconds'",
  'INTERVAL 0 day',
  "'x'::ENUM('x','y')",
  "'plain ü 你好'",
  "''",
  "'\\x00\\xFFa''\"\\x5C~'::BLOB",
  "'10101'::BIT",
  "'1010111100001111'::BIT",
  "'dbcc4097-319f-4edc-a40a-ae78da9f98b8'::UUID",
  "'ffffffff-319f-4edc-a40a-ae78da9f98b8'::UUID",
  '[1,2,NULL]',
  '[]::INTEGER[]',
  "['a','b, c','it''s', '', 'NULL', 'null', ' x', 'x ', 'a b', NULL]",
  "['{a}', 'a=b', 'a\\b', 'a\\,b', 'a\"b', '[', '(x)', 'a:b', 'x' || chr(10), chr(9) || 'x', 'a' || chr(10) || 'b']",
  '[[1],[],NULL]',
  "[TIMESTAMP '2020-01-01 00:00:00']",
  "[TIME '12:00:00', NULL]",
  "[DATE '2020-01-01', NULL]",
  "['a b'::BLOB, '\\x27'::BLOB]",
  '[1e20, 1.5]',
  '[true, false]',
  "[INTERVAL '1 day 2 seconds']",
  "['x'::ENUM('x','y')]",
  "{'a':1,'b':'x y','c c':NULL,'it''s':'it''s', 'a,b': [1]}",
  "[{'a': {'b': DATE '2020-01-01'}}]",
  "MAP{'a=b':'c,d', '':''}",
  "MAP{1::HUGEINT: 'dbcc4097-319f-4edc-a40a-ae78da9f98b8'::UUID}",
  "MAP{[1,2]: {'a': 'it''s'}}",
  'MAP{}::MAP(INTEGER, VARCHAR)',
  'MAP{1: true, 2: NULL}',
  '[1,2]::INTEGER[2]',
  "[['a'],['b c']]::VARCHAR[1][2]",
  'union_value(k := 5)',
  "union_value(k := 'a, b')",
  "[union_value(k := 'a, b')]",
  'union_value(k := [1,2])',
];

test.each(VALUES)('%s reads as DuckDB prints it', async (expression) => {
  for (const [ours, theirs] of await compare(expression)) expect(ours).toBe(theirs);
});

test.each([
  ['doubles of every size', '((hash(i) % 2000001)::DOUBLE - 1000000) * pow(10, i % 40 - 20)'],
  [
    'floats of most sizes',
    '(((hash(i) % 2000001)::DOUBLE - 1000000) * pow(10, i % 20 - 20))::FLOAT',
  ],
  ['dates', "DATE '0001-01-01' + (hash(i) % 3000000)::INTEGER"],
  ['timestamps', 'make_timestamp((hash(i) >> 8)::BIGINT - 36028797018963968)'],
  ['texts in lists', "['a' || chr((i % 127 + 1)::INTEGER) || 'b', chr((i % 127 + 1)::INTEGER)]"],
  ['names of fields', "MAP{chr((i % 127 + 1)::INTEGER): [chr((i % 127 + 1)::INTEGER) || 'x']}"],
  ['nulls among them', 'CASE WHEN i % 3 = 0 THEN NULL ELSE [i, NULL] END'],
  ['booleans', 'CASE WHEN i % 7 = 0 THEN NULL ELSE i % 2 = 0 END'],
  ['decimals', '((hash(i) >> 4)::DECIMAL(38,0) / 1000)::DECIMAL(25,7)'],
])('%s, three thousand of them', async (_, expression) => {
  for (const [ours, theirs] of await compare(expression, 3000)) {
    if (ours !== theirs) expect(ours).toBe(theirs);
  }
});

test.each([
  ['1::BIGINT', '1'],
  ['9007199254740993', '"9007199254740993"'],
  ['1.50::DECIMAL(4,2)', '1.50'],
  ['(-0.5)::DECIMAL(1,1)', '-0.5'],
  ['12345678901234567890.5::DECIMAL(38,1)', '"12345678901234567890.5"'],
  ['1e300', '1e+300'],
  ["'nan'::DOUBLE", '"nan"'],
  ['true', 'true'],
  ['NULL::INTEGER', 'null'],
  ["'a\"b'", '"a\\"b"'],
  ["DATE '2020-01-01'", '"2020-01-01"'],
  ['[1,NULL]', '[1,null]'],
  ["{'a':1,'b':[true]}", '{"a":1,"b":[true]}'],
  ["MAP{'a':1}", '{"a":1}'],
  ['MAP{[1]:2}', '[{"key":[1],"value":2}]'],
])('%s as JSON', async (expression, expected) => {
  const described = session.describe(`SELECT ${expression} AS v`);
  if (!described.ok) throw new Error(described.message);
  const data = session.query(`SELECT ${expression} AS v`).batches[0]?.data.children[0];
  const json = cellToJson(readCell(described.columns[0]?.type as never, data as never, 0));
  expect(json).toBe(expected);
  expect(() => JSON.parse(json) as unknown).not.toThrow();
});

test('a row without names', () => {
  const row = {
    kind: 'struct',
    fields: [
      ['', { kind: 'number', text: '1' }],
      ['', { kind: 'text', text: 'a, b' }],
    ],
  } as const;
  expect(formatCell(row)).toBe("(1, 'a, b')");
  expect(cellToJson(row)).toBe('{"1":1,"2":"a, b"}');
});
