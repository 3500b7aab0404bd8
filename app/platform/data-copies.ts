/**
 * Copies of data files in the origin's private file system, for files that cannot be read again after
 * a reload: those of dropped folders, and all where there is no File System Access API.
 */

export interface DataCopies {
  /** Undefined where it cannot be kept: no such file system, or no room. */
  readonly put: (file: File) => Promise<string | undefined>;
  readonly get: (key: string) => Promise<File | undefined>;
  readonly remove: (keys: readonly string[]) => Promise<void>;
}

const FOLDER = 'data-files';
/** Larger files are not copied: they would take long, and most of what the browser gives. */
const LARGEST = 2 ** 30;
const SMALL = 2 ** 20;

/** @param free bytes that may still be stored, where the browser tells */
export function createDataCopies(free: () => Promise<number | undefined>): DataCopies {
  const folder = async (): Promise<FileSystemDirectoryHandle> =>
    (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });

  const remove = async (keys: readonly string[]): Promise<void> => {
    try {
      const at = await folder();
      await Promise.allSettled(keys.map((key) => at.removeEntry(key)));
    } catch {
      // Nothing can be there.
    }
  };

  return {
    put: async (file) => {
      // Asking takes longer than to write a small file, which fails by itself where there is no room.
      const room = file.size < SMALL ? undefined : await free();
      if (file.size > LARGEST || (room !== undefined && file.size * 1.1 > room)) return undefined;
      const key = crypto.randomUUID();
      try {
        const handle = await (await folder()).getFileHandle(key, { create: true });
        await file.stream().pipeTo(await handle.createWritable());
        return key;
      } catch {
        await remove([key]);
        return undefined;
      }
    },
    get: async (key) => {
      try {
        return await (await (await folder()).getFileHandle(key)).getFile();
      } catch {
        return undefined;
      }
    },
    remove,
  };
}
