/** Files of a run leave the page: as downloads, or into a folder that the user picks. */
import { downloadBlob } from '../../platform/download-blob.ts';
import type { OutputAnswer } from '../../session/engine-client.ts';

type PickFolder = (options: { readonly mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;

const pickFolder = (): PickFolder | undefined =>
  (globalThis as { readonly showDirectoryPicker?: PickFolder }).showDirectoryPicker;

export const canSaveToFolder = (): boolean => pickFolder() !== undefined;

export function downloadFile({ path, blob }: OutputAnswer): void {
  if (blob !== undefined) downloadBlob(blob, fileName(path));
}

export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Folders of a path, without the ways up: nothing is written outside of the picked folder. */
export const foldersOf = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(0, -1)
    .filter((part) => part !== '' && part !== '.' && part !== '..');

export type Saved =
  | { readonly status: 'saved' | 'cancelled' }
  | { readonly status: 'failed'; readonly message: string };

export async function saveToFolder(files: readonly OutputAnswer[]): Promise<Saved> {
  try {
    const root = await pickFolder()?.({ mode: 'readwrite' });
    if (root === undefined) return { status: 'cancelled' };
    for (const { path, blob } of files) {
      if (blob === undefined) continue;
      let folder = root;
      for (const part of foldersOf(path))
        folder = await folder.getDirectoryHandle(part, { create: true });
      const handle = await folder.getFileHandle(fileName(path), { create: true });
      await blob.stream().pipeTo(await handle.createWritable());
    }
    return { status: 'saved' };
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError')
      return { status: 'cancelled' };
    return { status: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
