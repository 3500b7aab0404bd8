/** What reads and writes a file again: a handle of the browser, or the place of a file of the host. */

/**
 * Kept in the library. The host's tokens die with the host, so the place is kept and a token asked for
 * again; a place in one workspace says nothing of another.
 */
export interface HostFileReference {
  readonly kind: 'host';
  readonly name: string;
  /** Below the workspace, else as the system writes it. */
  readonly location: string;
  /** Where the workspace is. */
  readonly workspace: string;
  /** Of the file as it was read or written here. */
  readonly fingerprint: string;
}

export type FileReference = FileSystemFileHandle | HostFileReference;

export const isOfHost = (reference: FileReference | undefined): reference is HostFileReference =>
  reference?.kind === 'host';

/** Whether both are one file. */
export const isSameFile = async (a: FileReference, b: FileReference): Promise<boolean> =>
  isOfHost(a) || isOfHost(b)
    ? isOfHost(a) && isOfHost(b) && a.location === b.location && a.workspace === b.workspace
    : a.isSameEntry(b);
