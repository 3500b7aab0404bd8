import { expect, it } from 'vitest';
import { filesOfDrop } from './given-files.ts';

const fileEntry = (fullPath: string, text = ''): FileSystemEntry => {
  const name = fullPath.slice(fullPath.lastIndexOf('/') + 1);
  const file = (resolve: (file: File) => void) => resolve(new File([text], name));
  return { name, fullPath, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
};

const lockedEntry = (name: string): FileSystemEntry => {
  const file = (_: unknown, reject: (reason: unknown) => void) =>
    reject(new DOMException('no', 'NotReadableError'));
  return { name, fullPath: `/${name}`, isFile: true, file } as unknown as FileSystemEntry;
};

/** As in Chromium: at most 100 entries are given at a time, and none at the end. */
const folderEntry = (name: string, children: readonly FileSystemEntry[]): FileSystemEntry => {
  const createReader = () => {
    let at = 0;
    return {
      readEntries: (resolve: (entries: readonly FileSystemEntry[]) => void) => {
        resolve(children.slice(at, at + 100));
        at += 100;
      },
    };
  };
  const entry = { name, fullPath: `/${name}`, isFile: false, isDirectory: true, createReader };
  return entry as unknown as FileSystemEntry;
};

interface Item {
  readonly kind: 'file' | 'string';
  readonly entry?: FileSystemEntry;
  readonly file?: File;
  readonly handle?: () => Promise<unknown>;
}

const drop = (...items: readonly Item[]): DataTransfer =>
  ({
    items: items.map(({ kind, entry, file, handle }) => ({
      kind,
      webkitGetAsEntry: () => entry ?? null,
      getAsFile: () => file ?? null,
      ...(handle === undefined ? {} : { getAsFileSystemHandle: handle }),
    })),
  }) as unknown as DataTransfer;

const pathsOf = async (transfer: DataTransfer): Promise<readonly string[]> =>
  (await filesOfDrop(transfer)).files.map(({ path }) => path);

it('a folder gives the files below it, by their path in it, however many', async () => {
  const many = Array.from({ length: 250 }, (_, index) => fileEntry(`/data/part-${index}.csv`));
  const deep = folderEntry('deep', [fileEntry('/data/deep/a.csv')]);
  const entry = folderEntry('data', [...many, deep]);
  const paths = await pathsOf(drop({ kind: 'file', entry }));
  expect(paths).toHaveLength(251);
  expect(paths).toContain('data/part-249.csv');
  expect(paths.at(-1)).toBe('data/deep/a.csv');
});

it('an empty folder and dropped text give nothing', async () => {
  const transfer = drop({ kind: 'string' }, { kind: 'file', entry: folderEntry('empty', []) });
  expect(await filesOfDrop(transfer)).toEqual({ files: [], unreadable: [] });
});

it('what cannot be read is named, and the others are taken', async () => {
  const entry = folderEntry('data', [lockedEntry('secret.csv'), fileEntry('/data/open.csv', 'a')]);
  const { files, unreadable } = await filesOfDrop(drop({ kind: 'file', entry }));
  expect(files.map(({ path }) => path)).toEqual(['data/open.csv']);
  expect(unreadable).toEqual(['secret.csv']);
});

it('a file keeps what reads it again, and is taken without it where that is refused', async () => {
  const handle = { kind: 'file', name: 'a.csv' };
  const transfer = drop(
    { kind: 'file', entry: fileEntry('/a.csv'), handle: async () => handle },
    { kind: 'file', file: new File([], 'b.csv'), handle: () => Promise.reject(new Error('no')) },
  );
  const { files } = await filesOfDrop(transfer);
  expect(files.map(({ path, handle: again }) => [path, again])).toEqual([
    ['a.csv', handle],
    ['b.csv', undefined],
  ]);
});
