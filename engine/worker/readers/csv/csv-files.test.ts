import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import type { CsvSource } from '../../../contract/source-spec.ts';
import type { Session } from '../../duckdb/session.ts';
import { openNodeSession } from '../../testing/open-node-session.ts';
import { failureOf, memoryFile, readSource, sourceFiles } from '../testing/read-source.ts';

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
  const read = await readSource(
    session,
    spec,
    sourceFiles(memoryFile('a.csv.gz', new Uint8Array(Buffer.concat(members)))),
  );
  expect(read.rows).toHaveLength(200_000);
  expect(read.rows[199_999]).toEqual(['199999', 'name\n199999']);
  const damaged = new Uint8Array(gzipSync(text)).fill(0x55, 1000, 2000);
  expect(
    await failureOf(readSource(session, spec, sourceFiles(memoryFile('b.csv.gz', damaged)))),
  ).toMatchObject({
    code: 'corrupt-file',
  });
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
