import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import type { CsvSource } from '../../../contract/source-spec.ts';
import type { Session } from '../../duckdb/session.ts';
import { openNodeSession } from '../../testing/open-node-session.ts';
import {
  describeWhole,
  failureOf,
  memoryBytes,
  memoryFile,
  readSource,
  sourceFiles,
} from '../testing/read-source.ts';

let session: Session;
beforeAll(async () => {
  session = await openNodeSession();
});

const spec: CsvSource = { format: 'csv', paths: ['x'], onBadRow: 'fail' };
const rows = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => `${from + i},"name\n${i}"\n`).join('');

test('compressed files, also of several gzip members', async () => {
  const text = `id,name\n${rows(200_000)}`;
  const members = [text.slice(0, 1_000_003), text.slice(1_000_003)].map((part) => gzipSync(part));
  const file = sourceFiles(memoryFile('a.csv.gz', new Uint8Array(Buffer.concat(members))));
  for (const splitBytes of [undefined, 300_000]) {
    const read = await readSource(
      session,
      spec,
      file,
      splitBytes === undefined ? {} : { splitBytes },
    );
    expect(read.description.splits).toHaveLength(splitBytes === undefined ? 1 : 13);
    expect(read.rows).toHaveLength(200_000);
    expect(read.rows[199_999]).toEqual(['199999', 'name\n199999']);
    const bytes = read.description.splits.reduce((sum, split) => sum + split.bytes, 0);
    expect(Math.abs(bytes - (file[0]?.file.size ?? 0))).toBeLessThan(20);
  }
});

test('pieces of a compressed file: encodings, lines of bad rows, a quote that never closes', async () => {
  const utf16 = Buffer.from(`\uFEFFa,b\n${'1,"ü\nx"\n'.repeat(2000)}`, 'utf16le');
  const wide = await readSource(
    session,
    spec,
    sourceFiles(memoryFile('w.csv.gz', new Uint8Array(gzipSync(utf16)))),
    { splitBytes: 5001 },
  );
  expect(wide.description.splits.length).toBeGreaterThan(4);
  expect(wide.rows).toHaveLength(2000);
  expect(wide.rows[1999]).toEqual(['1', 'ü\nx']);

  const text = `a,b\n${'1,"m\nm"\n'.repeat(500)}oops,2\n${'1,x\n'.repeat(500)}`;
  const zipped = (name: string, content: string) =>
    sourceFiles(memoryFile(name, new Uint8Array(gzipSync(content))));
  const file = zipped('bad.csv.gz', text);
  const open = zipped('open.csv.gz', `${text}3,"open\n4,x\n`);
  const columns = [{ name: 'a', type: 'INTEGER' }];
  for (const splitBytes of [600, 100_000]) {
    const failure = await failureOf(
      readSource(session, { ...spec, columns }, file, { splitBytes }),
    );
    expect(failure).toMatchObject({ code: 'bad-csv-row', location: { line: 1002, column: 'a' } });
    const rejects = await readSource(
      session,
      { ...spec, columns, delimiter: ',', quote: '"', header: true, onBadRow: 'reject' },
      open,
      { splitBytes, output: 'rejects' },
    );
    expect(rejects.rows.map(([line]) => line)).toEqual(['1002', '1503']);
  }
});

test('a type that changes late in a compressed file is seen by the sample', async () => {
  const lines = Array.from({ length: 300_000 }, (_, i) => `${i},${i < 290_000 ? i : 'late'}`);
  const text = new Uint8Array(gzipSync(`a,b\n${lines.join('\n')}\n`));
  const file = sourceFiles(memoryFile('late.csv.gz', text));
  const read = await readSource(session, spec, file, { splitBytes: 1_000_000, columns: ['b'] });
  expect(read.rows).toHaveLength(300_000);
  expect(read.rows[299_999]).toEqual(['late']);
});

test('several files make one source, in order; an empty one gives no rows', async () => {
  const files = sourceFiles(
    memoryFile('1.csv', 'id,name\n1,a\n'),
    memoryFile('2.csv', ''),
    memoryFile('3.csv', 'id,name\r\n2.5,b\r\n'),
  ).map((file, i) => ({ ...file, partitionValues: { part: String(i) } }));
  const read = await readSource(session, spec, files, { columns: ['part', 'id', 'name'] });
  expect(read.rows).toEqual([
    ['0', '1.0', 'a'],
    ['2', '2.5', 'b'],
  ]);
  const other = [...files, ...sourceFiles(memoryFile('4.csv', 'id,other\n1,a\n'))];
  expect(await failureOf(readSource(session, spec, other))).toMatchObject({
    code: 'files-differ',
    location: { file: '4.csv' },
  });
});

test('splits do not depend on how often a file is described', async () => {
  const file = sourceFiles(memoryFile('s.csv', `id,name\n${rows(50_000)}`));
  const [a, b] = [
    await readSource(session, spec, file, { splitBytes: 100_000 }),
    await readSource(session, spec, file, { splitBytes: 100_000 }),
  ];
  expect(a.description.splits).toEqual(b.description.splits);
  expect(a.description.splits.length).toBeGreaterThan(5);
  expect(a.rows).toHaveLength(50_000);
});

test('thousands of small files are read once each, many of them at a time', async () => {
  const files = sourceFiles(
    ...Array.from({ length: 500 }, (_, i) => memoryFile(`many/${i}.csv`, `a,b\n${i},x\n`)),
  );
  let [reads, under, most] = [0, 0, 0];
  const bytes = {
    ...memoryBytes,
    read: async (...given: Parameters<typeof memoryBytes.read>) => {
      reads += 1;
      under += 1;
      most = Math.max(most, under);
      const read = await memoryBytes.read(...given);
      under -= 1;
      return read;
    },
  };
  const described = await describeWhole({ spec, files }, { session, bytes });
  expect(described.splits).toHaveLength(500);
  expect(described.splits.at(-1)).toMatchObject({ data: { file: { name: 'many/499.csv' } } });
  expect(reads).toBe(500);
  expect(most).toBeGreaterThan(8);
  expect(most).toBeLessThan(100);
});
