import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { parseType } from '../../../../contract/parse-type.ts';
import type { Schema } from '../../../../contract/schema.ts';
import type { CsvDialect } from '../../../../contract/source.ts';
import { withUniformLineEnds } from '../../../../sources/csv/line-ends.ts';
import { readCsvSql } from '../../../../sources/csv/read-csv-sql.ts';
import { createRecordScanner } from '../../../../sources/csv/record-scanner.ts';
import { FILE_PREFIX, type Session } from '../../../duckdb/session.ts';
import { openNodeSession } from '../../../testing/open-node-session.ts';
import type { ReadPlan } from '../csv-types.ts';
import { plainColumns, planPlain } from './plain-columns.ts';

let session: Session;
beforeAll(async () => {
  session = await openNodeSession();
});

const DIALECT: CsvDialect = {
  delimiter: ',',
  quote: '"',
  escape: '"',
  header: false,
  skip: 0,
  encoding: 'utf-8',
  nullValues: [''],
};

const encoder = new TextEncoder();

const planOf = (types: readonly string[], dialect: CsvDialect = DIALECT): ReadPlan => ({
  dialect,
  columns: types.map((type, i) => ({ name: `c${i}`, type: parseType(type) })),
  formats: new Map(),
});

type Rows = readonly (readonly (string | null)[])[];

/** What SQL sees of the rows, as text: of doubles all digits, of nulls null. */
function rowsOf(from: string, columns: Schema): Rows {
  const types = session.describe(`FROM ${from}`);
  expect(types).toMatchObject({ ok: true, columns });
  const list = columns.map(({ name }) => `CAST("${name}" AS VARCHAR) AS "${name}"`).join(', ');
  const table = session.query(`SELECT ${list} FROM ${from}`);
  return Array.from({ length: table.numRows }, (_, row) =>
    columns.map(({ name }) => table.getChild(name)?.get(row) as string | null),
  );
}

/** By the parsers here; undefined: not plain. */
function readPlain(text: Uint8Array, plan: ReadPlan): Rows | undefined {
  const names = plan.columns.map(({ name }) => name);
  const reading = planPlain(plan, names);
  const plain = reading === undefined ? undefined : plainColumns(() => text, 0, reading);
  if (plain === undefined) return undefined;
  const columns = plain.sources.map((source) => session.memory.loadFlat(source));
  const loaded = columns.filter((column) => column !== undefined);
  try {
    if (loaded.length < columns.length) return undefined;
    const attached = session.memory.attach(loaded);
    try {
      return rowsOf(attached.sql, plan.columns);
    } finally {
      attached.detach();
    }
  } finally {
    for (const column of loaded) column.free();
  }
}

/** By DuckDB; undefined: it refuses the text. */
function readByDuckDB(text: Uint8Array, plan: ReadPlan): Rows | undefined {
  const file = `${FILE_PREFIX}reference.csv`;
  const { bytes, newLine } = withUniformLineEnds(text, createRecordScanner(plan.dialect));
  session.registerFile(file, bytes);
  try {
    const options = { dialect: plan.dialect, columns: plan.columns, newLine, header: false };
    return rowsOf(readCsvSql({ ...options, file, maxRecordBytes: bytes.length }), plan.columns);
  } catch {
    return undefined;
  } finally {
    session.dropFile(file);
  }
}

const digits = (max: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`, 'u'));
const signed = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom('', '', '-'), text).map(([sign, rest]) => sign + rest);
const fraction = fc.tuple(digits(12), digits(8)).map(([whole, rest]) => `${whole}.${rest}`);
const odd = fc.constantFrom(
  '+1',
  '1.',
  '.5',
  '-',
  '1e5',
  '1_000',
  ' 1',
  '1 ',
  '0x1f',
  'nan',
  '--1',
);
const number = fc.oneof(
  { arbitrary: signed(fc.oneof(digits(4), digits(17), fraction)), weight: 12 },
  fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
  fc.constantFrom('0', '-0', '-0.0', '007', '127', '-128', '32768', '-2147483648', '2147483648'),
  odd,
);
const two = (max: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
const date = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('0001', '1582', '1900', '1970', '2000', '2024', '9999'),
      two(13),
      two(32),
    )
    .map((parts) => parts.join('-')),
  fc.constantFrom('2024-1-2', '0000-01-01', '2024/01/02', '2024-01-02 ', 'infinity', '12024-01-01'),
);
const time = fc.tuple(two(24), two(60), two(60)).map((parts) => parts.join(':'));
const timestamp = fc
  .tuple(
    date,
    fc.constantFrom(' ', ' ', 'T'),
    time,
    fc.constantFrom('', '', '.5', '.123456', '.1234567', '.', 'Z', '+01:00'),
  )
  .map((parts) => parts.join(''));
const word = fc.oneof(
  fc.stringMatching(/^[a-c]{0,2}$/u),
  fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[",\r\n\0]/u.test(text)),
  fc.constantFrom(' x', 'x ', ' ', 'NULL', 'a"b', '\t', 'x'.repeat(70)),
);
const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  BOOLEAN: fc.constantFrom('true', 'false', 'TRUE', 'False', 't', '0', 'yes', 'tru'),
  TINYINT: number,
  SMALLINT: number,
  INTEGER: number,
  BIGINT: number,
  DOUBLE: number,
  'DECIMAL(5,2)': number,
  'DECIMAL(18,6)': number,
  DATE: date,
  TIMESTAMP: timestamp,
  VARCHAR: word,
};

/** As programs write fields: bare, in quotes, or nothing. */
const written = (value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(value, fc.constantFrom('bare', 'bare', 'bare', 'quoted', 'empty', 'both'))
    .map(([text, form]) =>
      form === 'bare' ? text : form === 'quoted' ? `"${text}"` : form === 'empty' ? '' : '""',
    );

/** Few rows: one odd value makes the column DuckDB's, and the test is of those that are not. */
const textOf = (type: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        written(values[type] ?? word),
        written(word),
        fc.constantFrom('\n', '\n', '\n', '\r\n'),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((rows) => rows.map(([a, b, end]) => `${a},${b}${end}`).join(''));

test.each(Object.keys(values))('%s is read as DuckDB reads it, or not at all', (type) => {
  const plan = planOf([type, 'VARCHAR']);
  let read = 0;
  fc.assert(
    fc.property(textOf(type), (text) => {
      const bytes = encoder.encode(text);
      const plain = readPlain(bytes, plan);
      if (plain === undefined) return;
      read++;
      expect(plain).toEqual(readByDuckDB(bytes, plan));
    }),
    { numRuns: 300 },
  );
  // It must not be all or nearly all that is left to DuckDB.
  expect(read).toBeGreaterThan(30);
});

const plainRows = (text: string, types: readonly string[], dialect?: CsvDialect) =>
  readPlain(encoder.encode(text), planOf(types, dialect));

test('what is not plain is left to DuckDB', () => {
  const two = ['VARCHAR', 'VARCHAR'];
  for (const text of [
    'a\n',
    'a,b,c\n',
    'a,b\n\nc,d\n',
    'a,"b\n',
    'a,"b""c"\n',
    'a,b"c\n',
    'a,"b"c\n',
    'a, "b"\n',
    'a,b\rc,d\n',
    'a,\0\n',
  ]) {
    expect(plainRows(text, two), JSON.stringify(text)).toBeUndefined();
  }
  expect(plainRows('a\n\n', ['VARCHAR'])).toBeUndefined();
  const bytes = Uint8Array.of(0x61, 0x2c, 0xff, 0x0a);
  expect(readPlain(bytes, planOf(two))).toBeUndefined();
  expect(plainRows('1,a\n', ['HUGEINT', 'VARCHAR'])).toBeUndefined();
  expect(plainRows('a b\n', two, { ...DIALECT, delimiter: ' ' })).toBeUndefined();
  expect(plainRows('a,b\n', two, { ...DIALECT, nullValues: ['', 'NA'] })).toBeUndefined();
});

test('other delimiters, quotes and escapes', () => {
  const dialect = { ...DIALECT, delimiter: ';', quote: "'", escape: '\\' };
  const types = ['VARCHAR', 'DOUBLE'];
  expect(plainRows("'a;\n\"b\"';'1.5'\r\nc\\d;\n", types, dialect)).toEqual([
    ['a;\n"b"', '1.5'],
    ['c\\d', null],
  ]);
  expect(plainRows("'a\\'b';1\n", types, dialect)).toBeUndefined();
  const unquoted = { ...DIALECT, quote: '', escape: '' };
  expect(plainRows('"a,"b"\n', ['VARCHAR', 'VARCHAR'], unquoted)).toEqual([['"a', '"b"']]);
});

test('texts over many blocks, with and without a dictionary', () => {
  const rows = Array.from({ length: 60_000 }, (_, i): (string | null)[] => [
    String(i * 7919),
    i % 11 === 0 ? null : `kind ${i % 900}`,
    i % 13 === 0 ? null : `text ${i} ${'é'.repeat(i % 40)}`,
    String(i / 8),
    `1970-01-01 00:00:${String(i % 60).padStart(2, '0')}`,
  ]);
  const text = rows.map((row) => row.map((value) => value ?? '').join(',')).join('\n');
  const types = ['BIGINT', 'VARCHAR', 'VARCHAR', 'DOUBLE', 'TIMESTAMP'];
  const read = plainRows(`${text}\n`, types);
  const bytes = encoder.encode(`${text}\n`);
  expect(read).toHaveLength(rows.length);
  expect(read).toEqual(readByDuckDB(bytes, planOf(types)));
});
