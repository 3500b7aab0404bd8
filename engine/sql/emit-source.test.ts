import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ex } from '../contract/expression.ts';
import type { GenerateSource, InlineSource } from '../contract/source-spec.ts';
import { scalar } from '../contract/schema.ts';
import type { Schema } from '../contract/schema.ts';
import type { CsvDialect } from '../contract/source.ts';
import { openNative } from '../testing/native.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { emitTypedEmpty } from './emit-empty.ts';
import { emitGenerate, emitInline, emitReadCsv, generateSchema } from './emit-source.ts';

let db: NativeDuckDB;
let folder: string;
beforeAll(async () => {
  db = await openNative();
  folder = await mkdtemp(join(tmpdir(), "sluice's-"));
});
afterAll(async () => {
  db.close();
  await rm(folder, { recursive: true });
});

const dialect: CsvDialect = {
  delimiter: ',',
  quote: '"',
  escape: '"',
  header: true,
  skip: 0,
  encoding: 'utf-8',
  nullValues: ['', 'NA'],
};
const schema: Schema = [
  { name: 'a', type: scalar('INTEGER') },
  { name: "b's", type: scalar('VARCHAR') },
];
const file = async (name: string, content: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

test('a CSV split is read as told, nothing is guessed', async () => {
  expect(emitReadCsv('part', dialect, schema)).toBe(
    "read_csv('part', auto_detect = false, columns = {'a': 'INTEGER', 'b''s': 'VARCHAR'}, delim = ',', quote = '\"', escape = '\"', header = true, skip = 0, nullstr = ['', 'NA'], null_padding = false, strict_mode = true, parallel = false, max_line_size = 33554432, buffer_size = 33554432)",
  );
  const path = await file('a.csv', '#note\nx,y\n1,"say ""é"""\nNA,"two\nlines"\n3,');
  const sql = emitReadCsv(path, { ...dialect, skip: 1 }, schema);
  expect(await db.queryCells(`FROM ${sql}`)).toEqual([
    [1, 'say "é"'],
    [null, 'two\nlines'],
    [3, null],
  ]);
});

test('a later split has neither header nor skipped lines', async () => {
  const path = await file('b.csv', '1,x\r\n2,y\r\n');
  const sql = emitReadCsv(path, { ...dialect, skip: 1 }, schema, { first: false });
  expect(await db.queryCells(`FROM ${sql}`)).toEqual([
    [1, 'x'],
    [2, 'y'],
  ]);
});

test('bad rows go to the rejects table', async () => {
  const path = await file('c.csv', 'a,b\n1,x\noops,y\n3\n4,z,more\n5,w\n');
  const sql = emitReadCsv(path, dialect, schema, { rejectsTable: 'bad_rows' });
  expect(await db.queryCells(`SELECT a FROM ${sql}`)).toEqual([[1], [5]]);
  expect(await db.queryCells('SELECT line, error_type FROM bad_rows ORDER BY line')).toEqual([
    [3, 'CAST'],
    [4, 'MISSING COLUMNS'],
    [5, 'TOO MANY COLUMNS'],
  ]);
});

test('fields of 20 MB, no quoting, no null values, formats', async () => {
  const big = 'x'.repeat(20 * 1024 * 1024);
  const path = await file('d.csv', `a,b\n1,"${big}"\n2,"${big}"\n`);
  const sql = emitReadCsv(path, dialect, schema);
  expect(await db.queryCells(`SELECT a, length("b's") FROM ${sql}`)).toEqual([
    [1, big.length],
    [2, big.length],
  ]);
  const plain = await file('e.csv', '1;"x\n2;\n');
  const options = { ...dialect, delimiter: ';', quote: '', header: false, nullValues: [] };
  expect(await db.queryCells(`FROM ${emitReadCsv(plain, options, schema)}`)).toEqual([
    [1, '"x'],
    [2, ''],
  ]);
  const dates = await file('f.csv', '1,31/12/2020\n');
  const dated = emitReadCsv(dates, { ...dialect, header: false, dateFormat: '%d/%m/%Y' }, [
    schema[0] ?? { name: 'a', type: scalar('INTEGER') },
    { name: 'd', type: scalar('DATE') },
  ]);
  expect(await db.queryCells(`SELECT d = DATE '2020-12-31' FROM ${dated}`)).toEqual([[true]]);
});

const inline: InlineSource = {
  format: 'inline',
  columns: [
    { name: 'n', type: { kind: 'decimal', precision: 5, scale: 2 } },
    { name: 'words "x"', type: { kind: 'list', element: scalar('VARCHAR') } },
  ],
  rows: [
    [ex.literal('INTEGER', '1'), ex.literal('VARCHAR', "['it\\'s', 'b']")],
    [ex.literal('DOUBLE', '2.345'), ex.null()],
    [ex.literal('VARCHAR', '7')],
  ],
};

test('inline rows have the types of their columns', async () => {
  expect(await db.queryCells(`FROM ${emitInline(inline)}`)).toEqual([
    [1, ["it's", 'b']],
    [2.35, null],
    [7, null],
  ]);
  const none = `FROM ${emitInline({ ...inline, rows: [] })}`;
  expect(await db.queryCells(none)).toEqual([]);
  expect(await db.describe(`SELECT * FROM ${emitInline(inline)}`)).toEqual({
    ok: true,
    columns: inline.columns,
  });
  expect(await db.describe(`SELECT * ${none}`)).toEqual({ ok: true, columns: inline.columns });
});

const generate = (changes: Partial<GenerateSource>): GenerateSource => ({
  format: 'generate',
  generate: 'range',
  name: 'i',
  start: '0',
  stop: '10',
  step: '3',
  ...changes,
});

test('ranges and dates', async () => {
  const range = generate({});
  expect(await db.queryCells(`FROM ${emitGenerate(range, '0', '10')}`)).toEqual([
    [0],
    [3],
    [6],
    [9],
  ]);
  const down = generate({ step: '-4' });
  expect(await db.queryCells(`FROM ${emitGenerate(down, '9', '0')}`)).toEqual([[9], [5], [1]]);
  const days = generate({
    generate: 'dates',
    start: '2024-01-31',
    stop: '2024-04-01',
    step: '1 month',
  });
  expect(generateSchema(days)).toEqual([{ name: 'i', type: scalar('DATE') }]);
  expect(
    await db.queryCells(`SELECT i::VARCHAR FROM ${emitGenerate(days, days.start, days.stop)}`),
  ).toEqual([['2024-01-31'], ['2024-02-29'], ['2024-03-29']]);
  const hours = generate({
    generate: 'dates',
    start: '2024-01-01',
    stop: '2024-01-01 12:00',
    step: '12 hours',
  });
  expect(generateSchema(hours)).toEqual([{ name: 'i', type: scalar('TIMESTAMP') }]);
  expect(await db.queryCells(`FROM ${emitGenerate(hours, hours.start, hours.stop)}`)).toHaveLength(
    2,
  );
});

test('an empty table has the types it is told', async () => {
  const columns: Schema = [
    { name: 'select', type: { kind: 'enum', values: ['a', "b'c"] } },
    { name: 'x"y', type: { kind: 'array', element: scalar('FLOAT'), size: 3 } },
    { name: 's', type: { kind: 'struct', fields: [{ name: 'a b', type: scalar('UUID') }] } },
    {
      name: 'm',
      type: { kind: 'map', key: scalar('VARCHAR'), value: scalar('TIMESTAMP WITH TIME ZONE') },
    },
    { name: 'u', type: { kind: 'union', members: [{ name: 'n', type: scalar('HUGEINT') }] } },
  ];
  expect(await db.describe(emitTypedEmpty(columns))).toEqual({ ok: true, columns });
  expect(await db.queryCells(emitTypedEmpty(columns))).toEqual([]);
  expect(emitTypedEmpty([{ name: 'a', type: scalar('DATE') }])).toBe(
    'SELECT CAST(NULL AS DATE) AS "a" WHERE false',
  );
  expect(await db.columnNames(emitTypedEmpty([]))).toEqual(['__no_columns']);
});
