/** Files that the user picks or drops, with their paths relative to what was picked. */
import type { GivenFile } from './engine-client.ts';

const PIPELINE_NAME = /\.sluice\.json$/i;

export const isPipeline = (file: GivenFile): boolean => PIPELINE_NAME.test(file.path);

export const filesOfInput = (input: HTMLInputElement): GivenFile[] =>
  [...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** Folders are read with everything below them. */
export async function filesOfDrop(transfer: DataTransfer): Promise<GivenFile[]> {
  // The list of items is emptied when the event handler returns, so all entries are taken first.
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  const found = await Promise.all(entries.map((entry) => filesOfEntry(entry)));
  return found.flat();
}

async function filesOfEntry(entry: FileSystemEntry): Promise<GivenFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
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
    for (const child of entries) found.push(...(await filesOfEntry(child)));
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

/** Later files replace earlier ones of the same path. */
export function addFiles(
  before: readonly GivenFile[],
  added: readonly GivenFile[],
): readonly GivenFile[] {
  const byPath = new Map([...before, ...added].map((given) => [given.path, given]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
