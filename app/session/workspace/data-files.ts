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
  /** Looks whether files have changed or gone on the disk, where the browser lets us look. */
  readonly refresh: () => Promise<void>;
  /** Removes the data files of a document that is to be forgotten, and their copies. */
  readonly forget: (document: string) => Promise<void>;
  readonly stop: () => void;
}

/** Bytes. */
const COPIED_ANYWAY = 64 * 2 ** 20;

/** Files that are copied side by side and kept with one write, and their bytes. */
const BATCH = { files: 64, bytes: 16 * 2 ** 20 };

/** @param persist asks the browser not to clear what is stored */
export function keepDataFiles(
  session: SessionStore,
  workspace: WorkspaceStore,
  library: DocumentLibrary,
  copies: DataCopies,
  persist: () => Promise<boolean>,
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

  const copyOf = async ({ file, handle }: GivenFile): Promise<string | undefined> =>
    // A copy too where it is cheap: the browser may want to be asked before it reads the file again.
    handle === undefined || file.size <= COPIED_ANYWAY ? await copies.put(file) : undefined;

  /** Keeps some files with one write; gives the copies that were there instead of theirs. */
  const keepSome = async (
    document: string,
    files: readonly GivenFile[],
    before: ReadonlyMap<string, StoredDataFile>,
  ): Promise<string[]> => {
    const tried = await Promise.all(
      files.map(async (given) => ({ given, copy: await copyOf(given) })),
    );
    const unkept = tried.filter(
      ({ given, copy }) => given.handle === undefined && copy === undefined,
    );
    if (unkept.length > 0) {
      workspace.setState(({ unkeptFiles }) => ({
        unkeptFiles: [...new Set([...unkeptFiles, ...unkept.map(({ given }) => given.path)])],
      }));
    }
    const kept = tried.filter((each) => !unkept.includes(each));
    if (kept.length === 0) return [];
    await library.putDataFiles(
      kept.map(({ given: { path, file, handle }, copy }) => ({
        document,
        path,
        size: file.size,
        modified: file.lastModified,
        ...(handle === undefined ? {} : { handle }),
        ...(copy === undefined ? {} : { copy }),
      })),
    );
    return kept.flatMap(({ given }) => before.get(given.path)?.copy ?? []);
  };

  const keep = async (document: string, files: readonly GivenFile[]): Promise<void> => {
    const stored = await library.dataFiles(document);
    const before = new Map(stored.map((record) => [record.path, record]));
    void persist();
    for (const batch of batches(files)) {
      try {
        const replaced = await keepSome(document, batch, before);
        if (replaced.length > 0) await copies.remove(replaced);
      } catch {
        // The others may still have room.
      }
    }
  };

  /** One set after the other: copying is work for the disk. */
  const keepLater = (document: string, files: readonly GivenFile[]): void => {
    queue = queue.then(() => keep(document, files)).catch(() => undefined);
  };

  const stop = session.subscribe(({ files }, before) => {
    if (files === before.files || !library.isKept) return;
    const fresh = files.filter(({ file }) => !known.has(file));
    if (fresh.length === 0) return;
    for (const { file } of fresh) known.add(file);
    keepLater(workspace.getState().id, fresh);
  });

  return {
    load: async (document, kept = []) => {
      workspace.setState({ lockedFiles: [], unkeptFiles: [] });
      session.setState({ files: kept.map((file) => ({ ...file })) });
      if (kept.length > 0) keepLater(document, kept);
      const stored = library.isKept ? await library.dataFiles(document) : [];
      const found = await Promise.all(stored.map((record) => openStored(record, copies)));
      if (workspace.getState().id !== document) return;
      add(found.flatMap(({ file }) => file ?? []));
      workspace.setState({ lockedFiles: stored.filter((_, index) => found[index]?.isLocked) });
    },
    unlock: async () => {
      const { lockedFiles } = workspace.getState();
      const still: StoredDataFile[] = [];
      for (const record of lockedFiles) {
        const { handle } = record;
        if (handle === undefined || !(await allowed(handle, 'read'))) still.push(record);
        else {
          const { file } = await openStored(record, copies);
          if (file !== undefined) add([file]);
        }
      }
      workspace.setState({ lockedFiles: still });
    },
    refresh: async () => {
      const { files } = session.getState();
      const looked = await Promise.all(files.map(lookAgain));
      const changed = looked.filter((now, index) => now !== files[index]);
      if (changed.length === 0) return;
      // Files added meanwhile stay.
      session.setState(({ files: present }) => ({
        files: present.flatMap((given) => {
          const index = files.indexOf(given);
          return index < 0 ? [given] : (looked[index] ?? []);
        }),
      }));
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

/** Small files many at once, a large one alone. */
function batches(files: readonly GivenFile[]): GivenFile[][] {
  const all: GivenFile[][] = [];
  let bytes = 0;
  for (const given of files) {
    const last = all.at(-1);
    bytes += given.file.size;
    if (last !== undefined && last.length < BATCH.files && bytes <= BATCH.bytes) last.push(given);
    else {
      all.push([given]);
      bytes = given.file.size;
    }
  }
  return all;
}

/** The same when nothing is new; undefined when the file has gone. */
async function lookAgain(given: GivenFile): Promise<GivenFile | undefined> {
  const { handle, file } = given;
  if (handle === undefined) return given;
  try {
    if (!(await isAllowed(handle, 'read'))) return given;
    const now = await handle.getFile();
    const isSame = now.lastModified === file.lastModified && now.size === file.size;
    return isSame ? given : { ...given, file: now };
  } catch (thrown) {
    const isGone = thrown instanceof DOMException && thrown.name === 'NotFoundError';
    return isGone ? undefined : given;
  }
}

interface Opened {
  /** Absent when the file has gone: the source then says that it has not been added. */
  readonly file?: GivenFile;
  /** The browser wants to be asked first; `file` is then the copy, if there is one. */
  readonly isLocked: boolean;
}

async function openStored(
  { path, handle, copy }: StoredDataFile,
  copies: DataCopies,
): Promise<Opened> {
  let isLocked = false;
  try {
    if (handle !== undefined) {
      isLocked = !(await isAllowed(handle, 'read'));
      if (!isLocked) return { file: { path, file: await handle.getFile(), handle }, isLocked };
    }
    const file = copy === undefined ? undefined : await copies.get(copy);
    return file === undefined ? { isLocked } : { file: { path, file }, isLocked };
  } catch {
    return { isLocked };
  }
}
