import { beforeAll, expect, test } from 'vitest';
import type { CsvSource } from '../../../contract/source-spec.ts';
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
  spec: Partial<CsvSource> = {},
  options: Parameters<typeof readSource>[3] = {},
) =>
  readSource(
    session,
    { format: 'csv', paths: ['x'], onBadRow: 'fail', ...spec },
    sourceFiles(memoryFile(`data/f${++files}.csv`, content)),
    options,
  );

const types = (result: Awaited<ReturnType<typeof read>>): string[] =>
  result.description.schema.map(({ name, type }) => `${name} ${formatType(type)}`);

test('reads a small file with sniffed types', async () => {
  const result = await read('id,name,when\n1,ä,2024-01-02\n2,,2024-02-03\n');
  expect(types(result)).toEqual(['id BIGINT', 'name VARCHAR', 'when DATE']);
  expect(result.rows).toEqual([
    ['1', 'ä', '2024-01-02'],
    ['2', null, '2024-02-03'],
  ]);
});

test('columns come in the order asked for, or none at all', async () => {
  const picked = await read('a,b,c\n1,2,3\n', {}, { columns: ['c', 'a'] });
  expect(picked.rows).toEqual([['3', '1']]);
  const none = await read('a,b\n1,2\n3,4\n', {}, { columns: [] });
  expect(none.rows).toHaveLength(2);
});

test('options of the user win over the sniffer', async () => {
  const result = await read("x;y\n'a;b';NA\n", {
    delimiter: ';',
    quote: "'",
    nullValues: ['NA'],
    header: true,
    columns: [{ name: 'y', type: 'DECIMAL(10,2)' }],
  });
  expect(types(result)).toEqual(['x VARCHAR', 'y DECIMAL(10,2)']);
  expect(result.rows).toEqual([['a;b', null]]);
});

test('skips lines before the header', async () => {
  const result = await read('made by "x\n\na,b\n1,2\n', { skip: 2 });
  expect(types(result)).toEqual(['a BIGINT', 'b BIGINT']);
  expect(result.rows).toEqual([['1', '2']]);
});

test('a header without rows', async () => {
  const result = await read('a,b\n');
  expect(types(result)).toEqual(['a VARCHAR', 'b VARCHAR']);
  expect(result.rows).toEqual([]);
});

test('names that repeat are told apart as DuckDB does', async () => {
  expect(types(await read('a,a,A\n1,2,3\n'))).toEqual(['a BIGINT', 'a_1 BIGINT', 'A_2 BIGINT']);
});

test('byte order mark, CRLF, mixed and CR line ends', async () => {
  const rows = [
    ['1', 'x\ny'],
    ['2', 'z'],
  ];
  expect((await read('\uFEFFa,b\r\n1,"x\ny"\r\n2,z\r\n')).rows).toEqual(rows);
  expect((await read('a,b\r\n1,"x\ny"\n2,z\r\n')).rows).toEqual(rows);
  expect((await read('a,b\r1,x\r2,z\r')).rows).toEqual([
    ['1', 'x'],
    ['2', 'z'],
  ]);
});

test('an empty file and a file that is not text', async () => {
  expect(await failureOf(read(''))).toMatchObject({ kind: 'user', code: 'empty-file' });
  expect(await failureOf(read('a,b\n1,\0\n'))).toMatchObject({
    code: 'nul-byte',
    location: { byte: 6 },
  });
  expect(
    await failureOf(read(new Uint8Array([0x61, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0xff, 0x0a]))),
  ).toMatchObject({ code: 'bad-encoding', location: { byte: 6, line: 2 } });
});

test('encodings other than UTF-8', async () => {
  const utf16 = new Uint8Array(Buffer.from('\uFEFFa,b\n1,ü\n2,"é\nx"\n', 'utf16le'));
  const rows = [
    ['1', 'ü'],
    ['2', 'é\nx'],
  ];
  expect((await read(utf16)).rows).toEqual(rows);
  expect((await read(utf16, { encoding: 'utf-16' }, { splitBytes: 12 })).rows).toEqual(rows);
  const latin = new Uint8Array(Buffer.from('a,b\n1,ü\n2,"é\nx"\n', 'latin1'));
  expect((await read(latin, { encoding: 'latin-1' }, { splitBytes: 6 })).rows).toEqual(rows);
  expect((await read(latin, { encoding: 'windows-1252' })).rows).toEqual(rows);
  expect(await failureOf(read('a\n', { encoding: 'klingon' }))).toMatchObject({
    code: 'unknown-encoding',
  });
});

test('bad rows go to rejects: once per record, with the line of the file', async () => {
  const content = 'a,b\n1,"b\nz"\n\nx,d\n3,d\n"q"z,7\n5,5,5\n6\nx,y\n9,e\n7,"open\n8,9\n';
  const spec: Partial<CsvSource> = {
    onBadRow: 'reject',
    columns: [{ name: 'a', type: 'INTEGER' }],
    delimiter: ',',
    quote: '"',
    header: true,
  };
  for (const splitBytes of [1000, 25, 12]) {
    const rows = await read(content, spec, { splitBytes });
    expect(rows.rows).toEqual([
      ['1', 'b\nz'],
      ['3', 'd'],
      ['9', 'e'],
    ]);
    expect(rows.rowsRead).toBe(3);
    expect(rows.rowsRejected).toBe(6);
    const rejects = await read(content, spec, { splitBytes, output: 'rejects' });
    expect(rejects.rows.map(([line, raw, column]) => [line, raw, column])).toEqual([
      ['5', 'x,d', 'a'],
      ['7', '"q"z,7', 'a'],
      ['8', '5,5,5', null],
      ['9', '6', null],
      ['10', 'x,y', 'a'],
      ['12', '7,"open\n8,9\n', null],
    ]);
    // Rows do not depend on the columns that are asked for.
    expect((await read(content, spec, { splitBytes, columns: ['b'] })).rows).toHaveLength(3);
  }
});

test('a bad row under fail is an error that names its line, column and value', async () => {
  const content = `a,b\n${'1,x\n'.repeat(50)}2,"m\nm"\n3,d\noops,f\n`;
  const spec: Partial<CsvSource> = { columns: [{ name: 'a', type: 'INTEGER' }] };
  for (const splitBytes of [10_000, 40]) {
    expect(await failureOf(read(content, spec, { splitBytes }))).toMatchObject({
      kind: 'user',
      code: 'bad-csv-row',
      location: { line: 55, column: 'a' },
      message: expect.stringContaining('oops'),
      hint: expect.stringContaining('on_bad_row'),
    });
  }
  expect(
    await failureOf(read('a,b\n1,"never closed\n2,3\n', { quote: '"', delimiter: ',' })),
  ).toMatchObject({
    code: 'bad-csv-row',
    location: { line: 2 },
  });
});

test('decimal commas and marked thousands: found types, given types, bad rows', async () => {
  const marks: Partial<CsvSource> = { decimal: ',', thousands: '.' };
  const text = 'n;p;k\n1.234,50;0,5;7\n-3;1.000,25;8\n';
  const found = await read(text, marks);
  expect(types(found)).toEqual(['n DOUBLE', 'p DOUBLE', 'k BIGINT']);
  expect(found.rows).toEqual([
    ['1234.5', '0.5', '7'],
    ['-3.0', '1000.25', '8'],
  ]);
  const columns = [{ name: 'n', type: 'DECIMAL(10,2)' }];
  expect((await read(text, { ...marks, columns })).rows).toEqual([
    ['1234.50', '0.5', '7'],
    ['-3.00', '1000.25', '8'],
  ]);
  const bad = await read(`${text}none;1,5;9\n`, { ...marks, columns, onBadRow: 'reject' });
  expect(bad.rows).toHaveLength(2);
});

test('formats: shared by a type, or per column', async () => {
  const shared = await read('d\n31/12/2024\n', {
    columns: [{ name: 'd', type: 'DATE', format: '%d/%m/%Y' }],
  });
  expect(shared.rows).toEqual([['2024-12-31']]);
  const spec: Partial<CsvSource> = {
    columns: [
      { name: 'd', type: 'DATE', format: '%d/%m/%Y' },
      { name: 'e', type: 'DATE', format: '%m.%d.%Y' },
    ],
  };
  expect((await read('d,e\n31/12/2024,12.31.2024\n', spec)).rows).toEqual([
    ['2024-12-31', '2024-12-31'],
  ]);
  const bad = 'd,e\n31/12/2024,12.31.2024\nx,12.31.2024\n1/1/2024,13.13.2024\n2/1/2024,1.1.2024\n';
  expect(await failureOf(read(bad, spec))).toMatchObject({
    code: 'bad-csv-row',
    location: { line: 3, column: 'd' },
  });
  const rows = await read(bad, { ...spec, onBadRow: 'reject' });
  expect(rows.rows).toHaveLength(2);
  const rejects = await read(bad, { ...spec, onBadRow: 'reject' }, { output: 'rejects' });
  expect(rejects.rows.map(([line, , column]) => [line, column])).toEqual([
    ['3', 'd'],
    ['4', 'e'],
  ]);
});

test('a type that changes late in the file is seen by the sample', async () => {
  const lines = Array.from({ length: 200_000 }, (_, i) => `${i},${i < 190_000 ? i : 'late'}`);
  const result = await read(`a,b\n${lines.join('\n')}\n`, {}, { splitBytes: 500_000 });
  expect(types(result)).toEqual(['a BIGINT', 'b VARCHAR']);
  expect(result.description.splits.length).toBeGreaterThan(3);
  expect(result.rows).toHaveLength(200_000);
});

test('a field of 20 MB and 10,000 columns', async () => {
  const field = 'x'.repeat(20e6);
  const long = await read(`a,b\n1,"${field}"\n2,y\n`, {}, { columns: ['a'] });
  expect(long.rows).toEqual([['1'], ['2']]);
  const names = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
  const wide = await read(
    `${names.join(',')}\n${names.map((_, i) => i).join(',')}\n`,
    {},
    {
      columns: ['c9999'],
    },
  );
  expect(wide.rows).toEqual([['9999']]);
});
