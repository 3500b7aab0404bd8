import { expect, test } from 'vitest';
import type { CsvDialect, FileRef, Split } from '../../contract/source.ts';
import type { ByteSource } from '../../runtime/runtime.ts';
import { cutSplit } from './cut-split.ts';

const DIALECT: CsvDialect = {
  delimiter: ',',
  quote: '"',
  escape: '"',
  header: true,
  skip: 1,
  encoding: 'utf-8',
  nullValues: [''],
};

const cutText = async (
  text: string,
  changes: Partial<CsvDialect> = {},
  first = true,
): Promise<readonly string[] | undefined> => {
  const all = new TextEncoder().encode(text);
  const bytes: Pick<ByteSource, 'read'> = { read: async (_, start, end) => all.slice(start, end) };
  const file: FileRef = {
    name: 'a.csv',
    size: all.length,
    fingerprint: '1',
    handle: { kind: 'path', path: 'a.csv' },
  };
  const split: Split = {
    kind: 'csv',
    index: 3,
    data: { kind: 'range', file, start: 0, end: all.length },
    first,
    partitionValues: {},
    bytes: all.length,
  };
  const halves = await cutSplit(split, { csv: { ...DIALECT, ...changes } }, bytes as ByteSource);
  return halves?.map((half, i) => {
    if (half.kind !== 'csv' || half.data.kind !== 'range') throw new Error('not a range');
    expect(half.first).toBe(first && i === 0);
    expect(half.bytes).toBe(half.data.end - half.data.start);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      all.slice(half.data.start, half.data.end),
    );
  });
};

test('a CSV split is cut behind the record in its middle', async () => {
  expect(await cutText('note\na,b\n1,x\n2,y\n3,z\n4,v\n')).toEqual([
    'note\na,b\n1,x\n2,y\n3,z\n',
    '4,v\n',
  ]);
  expect(await cutText('1,x\n2,y\n3,z\n', {}, false)).toEqual(['1,x\n2,y\n', '3,z\n']);
});

test('line ends inside quotes are no borders, from the first byte on', async () => {
  const long = `"${'line\n'.repeat(20)}"`;
  expect(await cutText(`\ufeff"skipped"\na,b\n1,${long}\n2,y\n`)).toEqual([
    `\ufeff"skipped"\na,b\n1,${long}\n`,
    '2,y\n',
  ]);
  expect(await cutText(`1,${long}\n2,y\n`, {}, false)).toEqual([`1,${long}\n`, '2,y\n']);
});

test('one record, and a header with one record, stay whole', async () => {
  expect(await cutText('note\na,b\n1,x\n')).toBeUndefined();
  expect(await cutText('note\na,b')).toBeUndefined();
  expect(await cutText('1,"a\nb\nc"', {}, false)).toBeUndefined();
  expect(await cutText('1,x\n2,y\n3,z\n', { encoding: 'utf-16le' }, false)).toBeUndefined();
});

test('a Parquet split is cut between row groups', async () => {
  const file: FileRef = {
    name: 'a.parquet',
    size: 900,
    fingerprint: '1',
    handle: { kind: 'path', path: 'a.parquet' },
  };
  const split: Split = {
    kind: 'parquet',
    index: 1,
    file,
    rowGroups: [4, 5, 6],
    partitionValues: {},
    bytes: 900,
    rows: 3000,
  };
  const nothing = {} as ByteSource;
  const halves = await cutSplit(split, {}, nothing);
  expect(halves).toMatchObject([
    { rowGroups: [4, 5], bytes: 600 },
    { rowGroups: [6], bytes: 300 },
  ]);
  expect(await cutSplit({ ...split, rowGroups: [4] }, {}, nothing)).toBeUndefined();
  expect(
    await cutSplit({ kind: 'inline', index: 0, partitionValues: {}, bytes: 0 }, {}, nothing),
  ).toBeUndefined();
});
