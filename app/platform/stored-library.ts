/** The library in IndexedDB. */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { lastEditedFirst, summaryOf } from './document-library.ts';
import type {
  DocumentLibrary,
  NewVersion,
  StoredDataFile,
  StoredDocument,
  StoredVersion,
} from './document-library.ts';
import { createMemoryLibrary } from './memory-library.ts';

interface LibrarySchema extends DBSchema {
  documents: { key: string; value: StoredDocument };
  versions: { key: number; value: NewVersion & { id?: number }; indexes: { document: string } };
  files: { key: [string, string]; value: StoredDataFile; indexes: { document: string } };
}

/** Milliseconds after which a browser that does not answer is taken to deny storage. */
const PATIENCE = 3000;

/** The library of this browser; one in memory where it denies storage. */
export async function openLibrary(name = 'sluice'): Promise<DocumentLibrary> {
  try {
    return storedLibrary(await inTime(openDatabase(name)));
  } catch {
    return createMemoryLibrary();
  }
}

const openDatabase = (name: string): Promise<IDBPDatabase<LibrarySchema>> =>
  openDB<LibrarySchema>(name, 1, {
    upgrade: (database) => {
      database.createObjectStore('documents', { keyPath: 'id' });
      database
        .createObjectStore('versions', { keyPath: 'id', autoIncrement: true })
        .createIndex('document', 'document');
      database
        .createObjectStore('files', { keyPath: ['document', 'path'] })
        .createIndex('document', 'document');
    },
    // A tab with a newer Sluice wants to change the database: it must not wait for this one.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });

/** Opening may hang for ever, e.g. in some private windows. */
function inTime<T>(opening: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('storage does not answer')), PATIENCE);
  });
  return Promise.race([opening, late]).finally(() => clearTimeout(timer));
}

const storedLibrary = (database: IDBPDatabase<LibrarySchema>): DocumentLibrary => ({
  isKept: true,
  get: (id) => database.get('documents', id),
  put: async (document) => {
    await database.put('documents', document);
  },
  remove: async (id) => {
    const work = database.transaction(['documents', 'versions', 'files'], 'readwrite');
    const versions = await work.objectStore('versions').index('document').getAllKeys(id);
    const files = await work.objectStore('files').index('document').getAllKeys(id);
    await Promise.all([
      work.objectStore('documents').delete(id),
      ...versions.map((key) => work.objectStore('versions').delete(key)),
      ...files.map((key) => work.objectStore('files').delete(key)),
      work.done,
    ]);
  },
  recent: async () => (await database.getAll('documents')).map(summaryOf).sort(lastEditedFirst),
  versions: async (document) =>
    (await database.getAllFromIndex('versions', 'document', document)) as StoredVersion[],
  addVersion: async (version) => {
    await database.add('versions', version);
  },
  removeVersions: async (ids) => {
    const work = database.transaction('versions', 'readwrite');
    await Promise.all([...ids.map((id) => work.store.delete(id)), work.done]);
  },
  dataFiles: (document) => database.getAllFromIndex('files', 'document', document),
  putDataFiles: async (files) => {
    const work = database.transaction('files', 'readwrite');
    await Promise.all([...files.map((file) => work.store.put(file)), work.done]);
  },
  removeDataFile: (document, path) => database.delete('files', [document, path]),
});
