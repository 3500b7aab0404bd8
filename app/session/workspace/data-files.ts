/** Keeps the data files of the open document, so that they are there again after a reload. */
import type { DataCopies } from '../../platform/data-copies.ts';
import type { DocumentLibrary, StoredDataFile } from '../../platform/document-library.ts';
import { allowed, isAllowed } from '../../platform/permission.ts';
import type { GivenFile, SessionStore } from '../session-store.ts';
import type { WorkspaceStore } from './workspace-store.ts';

export interface DataFiles {
  /** Gives the session the files of a document; those it has are replaced, but for `kept`. */
  readonly load: (document: string, kept?: readonly GivenFile[]) => Promise<void>;
  /** Asks for permission; call it from a gesture. */
  readonly unlock: () => Promise<void>;
  /** Removes the data files of a document that is to be forgotten, and their copies. */
  readonly forget: (document: string) => Promise<void>;
  readonly stop: () => void;
}

export function keepDataFiles(
  session: SessionStore,
  workspace: WorkspaceStore,
  library: DocumentLibrary,
  copies: DataCopies,
): DataFiles {
  /** Files that are kept already, or given back from where they are kept. */
  const known = new WeakSet<File>();
  let queue: Promise<void> = Promise.resolve();

  const add = (files: readonly GivenFile[]): void => {
    for (const { file } of files) known.add(file);
    const paths = new Set(files.map(({ path }) => path));
    session.setState(({ files: before }) => ({
      files: [...before.filter(({ path }) => !paths.has(path)), ...files],
    }));
  };

  const keep = async (document: string, { path, file, handle }: GivenFile): Promise<void> => {
    const before = (await library.dataFiles(document)).find((each) => each.path === path);
    const copy = handle === undefined ? await copies.put(file) : undefined;
    if (handle === undefined && copy === undefined) {
      workspace.setState(({ unkeptFiles }) => ({
        unkeptFiles: [...new Set([...unkeptFiles, path])],
      }));
      return;
    }
    await library.putDataFile({
      document,
      path,
      size: file.size,
      modified: file.lastModified,
      ...(handle === undefined ? {} : { handle }),
      ...(copy === undefined ? {} : { copy }),
    });
    if (before?.copy !== undefined) await copies.remove([before.copy]);
  };

  const stop = session.subscribe(({ files }, before) => {
    if (files === before.files || !library.isKept) return;
    const { id } = workspace.getState();
    for (const given of files) {
      if (known.has(given.file)) continue;
      known.add(given.file);
      // One after the other: copying is work for the disk.
      queue = queue.then(() => keep(id, given)).catch(() => undefined);
    }
  });

  return {
    load: async (document, kept = []) => {
      workspace.setState({ lockedFiles: [], unkeptFiles: [] });
      session.setState({ files: kept.map((file) => ({ ...file })) });
      for (const given of kept) queue = queue.then(() => keep(document, given));
      const stored = library.isKept ? await library.dataFiles(document) : [];
      const found = await Promise.all(stored.map((record) => open(record, copies)));
      if (workspace.getState().id !== document) return;
      add(found.filter((each) => each !== undefined && each !== 'locked'));
      workspace.setState({ lockedFiles: stored.filter((_, index) => found[index] === 'locked') });
    },
    unlock: async () => {
      const { lockedFiles } = workspace.getState();
      const still: StoredDataFile[] = [];
      for (const record of lockedFiles) {
        const { handle } = record;
        if (handle === undefined || !(await allowed(handle, 'read'))) still.push(record);
        else {
          const found = await open(record, copies);
          if (found !== undefined && found !== 'locked') add([found]);
        }
      }
      workspace.setState({ lockedFiles: still });
    },
    forget: async (document) => {
      // Copies may still be under way.
      await queue;
      const files = await library.dataFiles(document);
      await copies.remove(files.flatMap(({ copy }) => copy ?? []));
      await Promise.all(files.map(({ path }) => library.removeDataFile(document, path)));
    },
    stop,
  };
}

/** Undefined when the file has gone: the source then says that it has not been added. */
async function open(
  { path, handle, copy }: StoredDataFile,
  copies: DataCopies,
): Promise<GivenFile | 'locked' | undefined> {
  try {
    if (handle !== undefined) {
      if (!(await isAllowed(handle, 'read'))) return 'locked';
      return { path, file: await handle.getFile(), handle };
    }
    const file = copy === undefined ? undefined : await copies.get(copy);
    return file === undefined ? undefined : { path, file };
  } catch {
    return undefined;
  }
}
