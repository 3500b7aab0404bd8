/** A library for as long as the tab lives, where the browser denies storage. */
import { lastEditedFirst, summaryOf } from './document-library.ts';
import type {
  DocumentLibrary,
  StoredDataFile,
  StoredDocument,
  StoredVersion,
} from './document-library.ts';

export function createMemoryLibrary(): DocumentLibrary {
  const documents = new Map<string, StoredDocument>();
  let versions: readonly StoredVersion[] = [];
  let files: readonly StoredDataFile[] = [];
  let ids = 0;
  return {
    isKept: false,
    get: async (id) => documents.get(id),
    put: async (document) => {
      documents.set(document.id, document);
    },
    remove: async (id) => {
      documents.delete(id);
      versions = versions.filter(({ document }) => document !== id);
      files = files.filter(({ document }) => document !== id);
    },
    recent: async () => [...documents.values()].map(summaryOf).sort(lastEditedFirst),
    versions: async (of) => versions.filter(({ document }) => document === of),
    addVersion: async (version) => {
      ids += 1;
      versions = [...versions, { ...version, id: ids }];
    },
    removeVersions: async (gone) => {
      versions = versions.filter(({ id }) => !gone.includes(id));
    },
    dataFiles: async (of) => files.filter(({ document }) => document === of),
    putDataFiles: async (put) => {
      files = [...files.filter((each) => !put.some((file) => isSame(each, file))), ...put];
    },
    removeDataFile: async (document, path) => {
      files = files.filter((each) => !isSame(each, { document, path }));
    },
  };
}

const isSame = (
  a: Pick<StoredDataFile, 'document' | 'path'>,
  b: Pick<StoredDataFile, 'document' | 'path'>,
): boolean => a.document === b.document && a.path === b.path;
