import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { JsonSource } from '../../../contract/source-spec.ts';
import { formatType } from '../../../contract/schema.ts';
import type { Session } from '../../duckdb/session.ts';
import { openNodeSession } from '../../testing/open-node-session.ts';
import { failureOf, memoryFile, readSource, sourceFiles } from '../testing/read-source.ts';

let session: Session;
beforeAll(async () => {
  session = await openNodeSession();
});

let files = 0;
const read = (
  content: string | Uint8Array,
  spec: Partial<JsonSource> = {},
  options: Parameters<typeof readSource>[3] = {},
) =>
  readSource(
    session,
    { format: 'json', paths: ['x'], layout: 'auto', flatten: 0, ...spec },
    sourceFiles(memoryFile(`data/f${++files}.json`, content)),
    options,
  );
const types = (result: Awaited<ReturnType<typeof read>>): string[] =>
  result.description.schema.map(({ name, type }) => `${name} ${formatType(type)}`);

const RECORDS = [
  {
    i: 1,
    d: 1.5,
    t: 'ä "x"\n',
    b: true,
    day: '2024-02-29',
    at: '2024-01-02T03:04:05.25Z',
    n: null,
  },
  {
    i: null,
    d: 2,
    t: '',
    b: false,
    day: null,
    at: '2024-01-02 03:04:05',
    list: [1, null],
    o: { p: { q: 1 } },
  },
];
const ROWS = [
  ['1', '1.5', 'ä "x"\n', 'true', '2024-02-29', '2024-01-02 03:04:05.25', null, null, null],
  [null, '2.0', '', 'false', null, '2024-01-02 03:04:05', null, '[1, NULL]', "{'p': {'q': 1}}"],
];

test('the same records as lines, as an array, as values, and compressed', async () => {
  const lines = RECORDS.map((record) => JSON.stringify(record)).join('\n');
  for (const content of [
    lines,
    `${lines.replaceAll('\n', '\r\n')}\r\n\r\n`,
    `\uFEFF${lines}`,
    JSON.stringify(RECORDS),
    JSON.stringify(RECORDS, null, 2),
    RECORDS.map((record) => JSON.stringify(record, null, 2)).join('\n'),
    new Uint8Array(gzipSync(lines)),
    new Uint8Array(gzipSync(JSON.stringify(RECORDS))),
    new Uint8Array(Buffer.from(`\uFEFF${lines}`, 'utf16le')),
  ]) {
    const result = await read(content);
    expect(types(result)).toEqual([
      'i BIGINT',
      'd DOUBLE',
      't VARCHAR',
      'b BOOLEAN',
      'day DATE',
      'at TIMESTAMP',
      'n VARCHAR',
      'list BIGINT[]',
      'o STRUCT("p" STRUCT("q" BIGINT))',
    ]);
    expect(result.rows).toEqual(ROWS);
    expect(result.rowsRead).toBe(2);
  }
});

test('flatten makes columns of nested objects', async () => {
  const content = '{"a":{"b":{"c":1},"d":2},"e":3}\n{"a":null,"e":4}\n';
  expect(types(await read(content, { flatten: 1 }))).toEqual([
    'a.b STRUCT("c" BIGINT)',
    'a.d BIGINT',
    'e BIGINT',
  ]);
  const two = await read(content, { flatten: 2 });
  expect(types(two)).toEqual(['a.b.c BIGINT', 'a.d BIGINT', 'e BIGINT']);
  expect(two.rows).toEqual([
    ['1', '2', '3'],
    [null, null, '4'],
  ]);
});

test('a flattened field may have a dot in its name, at any depth', async () => {
  const content =
    '{"o":{"a.b":1,"p":{"q.r":2}},"o.p":3,"x.y":4}\n{"o":{"a.b":null},"o.p":5}\n{"o":{"p":{}}}\n';
  const result = await read(content, { flatten: 2 });
  expect(types(result)).toEqual(['o.a.b BIGINT', 'o.p.q.r BIGINT', 'o.p BIGINT', 'x.y BIGINT']);
  expect(result.rows).toEqual([
    ['1', '2', '3', '4'],
    [null, null, '5', null],
    [null, null, null, null],
  ]);
});

test('fields that would make the same column are told apart', async () => {
  const result = await read('{"a":{"b":1},"a.b":2,"A":{"B":3},"k":4,"K":5,"k_1":6}', {
    flatten: 1,
  });
  expect(types(result)).toEqual([
    'a.b BIGINT',
    'a.b_1 BIGINT',
    'A.B_2 BIGINT',
    'k BIGINT',
    'K_1 BIGINT',
    'k_1_1 BIGINT',
  ]);
  expect(result.rows).toEqual([['1', '2', '3', '4', '5', '6']]);
});

test('integers keep all their digits', async () => {
  const result = await read(
    '{"n":9223372036854775807,"s":"9223372036854775807"}\n{"n":-9007199254740993,"s":"\\"1234567890123456789"}\n',
  );
  expect(result.rows).toEqual([
    ['9223372036854775807', '9223372036854775807'],
    ['-9007199254740993', '"1234567890123456789'],
  ]);
  expect(types(await read('{"n":1e3}\n{"n":18446744073709551616}'))).toEqual(['n DOUBLE']);
});

test('values of several kinds become JSON text', async () => {
  const result = await read('{"x":1}\n{"x":"a"}\n{"x":{"y":[12345678901234567890]}}\n');
  expect(types(result)).toEqual(['x VARCHAR']);
  expect(result.rows).toEqual([['1'], ['a'], ['{"y":[12345678901234567890]}']]);
});

test('columns in any order, or none', async () => {
  const content = '{"a":1,"b":2}\n{"a":3}\n';
  expect((await read(content, {}, { columns: ['b', 'a'] })).rows).toEqual([
    ['2', '1'],
    [null, '3'],
  ]);
  expect((await read(content, {}, { columns: [] })).rows).toHaveLength(2);
});

test('any split size gives the same rows, in every layout', async () => {
  const record = fc.record({
    a: fc.integer(),
    s: fc.string({ unit: 'binary', maxLength: 12 }),
    l: fc.array(fc.constantFrom('},{', '],[', '"', '\\', ','), { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 5, max: 300 }),
      fc.constantFrom<(records: readonly object[]) => string>(
        (records) => records.map((r) => JSON.stringify(r)).join('\n'),
        (records) => JSON.stringify(records),
        (records) => ` ${JSON.stringify(records, null, 1)}\n`,
        (records) => records.map((r) => JSON.stringify(r, null, 1)).join('\n'),
      ),
      async (records, splitBytes, print) => {
        const text = print(records);
        const whole = await read(text);
        expect(whole.rows).toHaveLength(records.length);
        expect((await read(text, {}, { splitBytes })).rows).toEqual(whole.rows);
      },
    ),
    { numRuns: 60 },
  );
});

test('compressed files are cut into pieces, in every layout', async () => {
  const records = Array.from({ length: 3000 }, (_, i) => ({ i, s: `},{[ ${i}`, l: [i, 1] }));
  for (const print of [
    () => records.map((record) => JSON.stringify(record)).join('\n'),
    () => `\uFEFF${JSON.stringify(records)}`,
    () => ` ${JSON.stringify(records, null, 1)}\n`,
    () => records.map((record) => JSON.stringify(record, null, 1)).join('\n'),
  ]) {
    const content = new Uint8Array(gzipSync(print()));
    const whole = await read(content);
    expect(whole.description.splits).toHaveLength(1);
    const cut = await read(content, {}, { splitBytes: 20_000 });
    expect(cut.description.splits.length).toBeGreaterThan(4);
    expect(cut.rows).toHaveLength(3000);
    expect(JSON.stringify(cut.rows)).toBe(JSON.stringify(whole.rows));
  }
  const zipped = new Uint8Array(gzipSync(JSON.stringify(records)));
  expect(await failureOf(read(zipped.slice(0, 5000)))).toMatchObject({
    code: 'corrupt-file',
    location: { byte: 5000 },
  });
});

test('what is wrong is told with its line', async () => {
  expect(await failureOf(read(''))).toMatchObject({ code: 'empty-file' });
  expect(await failureOf(read('{"a":1}\n{"a":\n'))).toMatchObject({
    code: 'bad-json',
    location: { line: 2, byte: 8 },
  });
  expect(await failureOf(read('[{"a":1},\n{"a":1}'))).toMatchObject({ code: 'bad-json' });
  expect(await failureOf(read('{"a":1}\n[1]\n'))).toMatchObject({
    code: 'bad-json',
    location: { line: 2 },
  });
  expect(
    await failureOf(read(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))),
  ).toMatchObject({ code: 'bad-encoding' });
});

test('a type or field that the sample had not is an error that names line and column', async () => {
  const line = (i: number): string => `{"id":${i},"pad":"${'x'.repeat(200)}"}`;
  const lines = Array.from({ length: 60_000 }, (_, i) => line(i));
  const result = await read(
    `${lines.join('\n')}\n`,
    {},
    { splitBytes: 4_000_000, columns: ['id'] },
  );
  expect(result.rows).toHaveLength(60_000);
  const { description } = result;
  // The sample does not see every record: this one lies between its pieces.
  const late = [...lines];
  late[50_000] = line(50_000).replace('"id":50000', '"id":"abc"');
  const [file] = description.files;
  if (file === undefined) throw new Error('no file');
  memoryFile(file.file.name, `${late.join('\n')}\n`);
  expect(
    await failureOf(readSource(session, description.spec, description.files, { description })),
  ).toMatchObject({
    code: 'json-schema',
    location: { line: 50_001, column: 'id' },
  });
  late[50_000] = line(50_000).replace('"pad"', '"new"');
  memoryFile(file.file.name, `${late.join('\n')}\n`);
  expect(
    await failureOf(readSource(session, description.spec, description.files, { description })),
  ).toMatchObject({
    code: 'json-schema',
    location: { line: 50_001, column: 'new' },
  });
});
