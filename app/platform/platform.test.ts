import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentLibrary, StoredDocument } from './document-library.ts';
import { pipelineFileName } from './host.ts';
import { createMemoryLibrary } from './memory-library.ts';
import { openLibrary } from './stored-library.ts';
import { versionsToDrop } from './versions.ts';

let names = 0;
const freshDatabase = (): Promise<DocumentLibrary> => openLibrary(`test-${(names += 1)}`);

const document = (id: string, modified: number, text = `text of ${id}`): StoredDocument => ({
  id,
  name: id.toUpperCase(),
  text,
  steps: 2,
  modified,
});

describe.each([
  ['in IndexedDB', freshDatabase],
  ['in memory', async () => createMemoryLibrary()],
])('the library %s', (_, open) => {
  it('keeps the last text of each document', async () => {
    const library = await open();
    await library.put(document('a', 1));
    await library.put(document('b', 2));
    await library.put(document('a', 3, 'newer'));
    expect((await library.get('a'))?.text).toBe('newer');
    expect(await library.get('c')).toBeUndefined();
    expect((await library.recent()).map(({ id }) => id)).toEqual(['a', 'b']);
    expect((await library.recent())[0]).not.toHaveProperty('text');
  });

  it('keeps versions and data files by document, and removes them with it', async () => {
    const library = await open();
    for (const id of ['a', 'b']) {
      await library.put(document(id, 1));
      for (const time of [1, 2, 3]) {
        const version = { document: id, text: `${id}${time}`, steps: 1, time } as const;
        await library.addVersion({ ...version, reason: 'edited' });
      }
      await library.putDataFiles([{ document: id, path: 'x.csv', size: 1, modified: 1 }]);
      await library.putDataFiles([{ document: id, path: 'x.csv', size: 2, modified: 2 }]);
    }
    const [first] = await library.versions('a');
    await library.removeVersions([first?.id ?? -1]);
    expect((await library.versions('a')).map(({ text }) => text)).toEqual(['a2', 'a3']);
    expect((await library.dataFiles('a')).map(({ size }) => size)).toEqual([2]);
    await library.remove('a');
    expect(await library.get('a')).toBeUndefined();
    expect(await library.versions('a')).toEqual([]);
    expect(await library.dataFiles('a')).toEqual([]);
    expect(await library.versions('b')).toHaveLength(3);
    await library.removeDataFile('b', 'x.csv');
    expect(await library.dataFiles('b')).toEqual([]);
  });
});

describe('a library', () => {
  it('is there again when it is opened again', async () => {
    await (await openLibrary('again')).put(document('a', 1));
    const again = await openLibrary('again');
    expect(again.isKept).toBe(true);
    expect((await again.get('a'))?.name).toBe('A');
  });

  it('is in memory where storage is denied', async () => {
    const { open } = indexedDB;
    indexedDB.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    try {
      const library = await openLibrary('denied');
      expect(library.isKept).toBe(false);
      await library.put(document('a', 1));
      expect(await library.recent()).toHaveLength(1);
    } finally {
      indexedDB.open = open;
    }
  });
});

describe('versions', () => {
  const MINUTE = 60_000;
  const now = 1_700_000_000_000;

  it('are all kept while they are few', () => {
    const few = Array.from({ length: 10 }, (_, id) => ({ id, time: now - id * 1000 }));
    expect(versionsToDrop(few, now)).toEqual([]);
  });

  it('get fewer with their age: a year of work is some dozens', () => {
    const year = Array.from({ length: 365 * 24 * 12 }, (_, id) => ({
      id,
      time: now - id * 5 * MINUTE,
    }));
    const dropped = new Set(versionsToDrop(year, now));
    const kept = year.filter(({ id }) => !dropped.has(id));
    expect(kept.length).toBeGreaterThan(60);
    expect(kept.length).toBeLessThan(100);
    // Some of each age.
    const age = ({ time }: { time: number }) => (now - time) / MINUTE;
    expect(kept.filter((version) => age(version) < 60).length).toBeGreaterThanOrEqual(10);
    expect(kept.some((version) => age(version) > 300 * 24 * 60)).toBe(true);
  });

  it('that were dropped once leave nothing more to drop', () => {
    const version = fc.record({ id: fc.nat(), time: fc.integer({ min: 0, max: now }) });
    fc.assert(
      fc.property(fc.uniqueArray(version, { selector: ({ id }) => id }), (versions) => {
        const dropped = new Set(versionsToDrop(versions, now));
        const kept = versions.filter(({ id }) => !dropped.has(id));
        expect(versionsToDrop(kept, now)).toEqual([]);
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(10, versions.length));
      }),
    );
  });
});

describe('the name of a pipeline file', () => {
  it.each([
    ['Late flights by airport', 'late-flights-by-airport.sluice.json'],
    ['  Ünïts / 2024: a?', 'ünïts-2024-a.sluice.json'],
    ['日本', '日本.sluice.json'],
    ['../..', 'pipeline.sluice.json'],
  ])('%s', (name, expected) => {
    expect(pipelineFileName(name)).toBe(expected);
  });
});
