/** The system's dialog for data files, where the browser gives with each what reads it again later. */

export interface PickedFile {
  readonly file: File;
  readonly handle: FileSystemFileHandle;
}

/** The part of the File System Access API that TypeScript's library does not have. */
interface Picking {
  readonly showOpenFilePicker?: (options: {
    readonly multiple: boolean;
    readonly id: string;
  }) => Promise<readonly FileSystemFileHandle[]>;
}

/**
 * Call it from a gesture. Empty when the dialog was closed; undefined where there is no such dialog,
 * which an input has to stand in for.
 */
export async function pickFiles(multiple: boolean): Promise<readonly PickedFile[] | undefined> {
  const { showOpenFilePicker } = globalThis as Picking;
  if (showOpenFilePicker === undefined) return undefined;
  try {
    // The browser remembers the folder by the id.
    const handles = await showOpenFilePicker({ multiple, id: 'sluice-data' });
    return await Promise.all(
      handles.map(async (handle) => ({ file: await handle.getFile(), handle })),
    );
  } catch (thrown) {
    const isClosed = thrown instanceof DOMException && thrown.name === 'AbortError';
    return isClosed ? [] : undefined;
  }
}
