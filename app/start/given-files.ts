/** Files that the user picks or drops, with their paths relative to what was picked. */
import type { GivenFile } from '../session/session-store.ts';

export const filesOfInput = (input: HTMLInputElement): GivenFile[] =>
  [...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** What a drop brought. */
export interface DroppedFiles {
  readonly files: readonly GivenFile[];
  /** Names of files and folders that the browser did not let us read. */
  readonly unreadable: readonly string[];
}

/** Folders are read with everything below them. */
export async function filesOfDrop(transfer: DataTransfer): Promise<DroppedFiles> {
  // The list of items is emptied when the event handler returns, so all are taken first.
  const items = [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({
      entry: item.webkitGetAsEntry() ?? item.getAsFile(),
      handle: handleOf(item),
    }));
  const unreadable: string[] = [];
  const found = await Promise.all(
    items.map(async ({ entry, handle }) => {
      const files = entry === null ? [] : await filesOfEntry(entry, unreadable);
      const again = await handle;
      return again === undefined ? files : files.map((given) => ({ ...given, handle: again }));
    }),
  );
  return { files: found.flat(), unreadable };
}

/** What reads a dropped file again later, where the browser has that. */
async function handleOf(item: DataTransferItem): Promise<FileSystemFileHandle | undefined> {
  const { getAsFileSystemHandle } = item as {
    readonly getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>;
  };
  try {
    const handle = await getAsFileSystemHandle?.call(item);
    return handle?.kind === 'file' ? (handle as FileSystemFileHandle) : undefined;
  } catch {
    return undefined;
  }
}

async function filesOfEntry(
  entry: FileSystemEntry | File,
  unreadable: string[],
): Promise<GivenFile[]> {
  if (entry instanceof File) return [{ path: entry.name, file: entry }];
  try {
    return await readEntry(entry, unreadable);
  } catch {
    // Removed meanwhile, or of another user: the others are taken.
    unreadable.push(entry.name);
    return [];
  }
}

async function readEntry(entry: FileSystemEntry, unreadable: string[]): Promise<GivenFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: GivenFile[] = [];
  // A reader gives at most 100 entries at a time, and none at the end.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return found;
    for (const child of entries) found.push(...(await filesOfEntry(child, unreadable)));
  }
}
