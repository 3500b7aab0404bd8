/** Permission for a file that was picked in an earlier session. */

type Mode = 'read' | 'readwrite';

/** The part of the File System Access API that TypeScript's library does not have. */
interface Permitting {
  readonly queryPermission?: (wish: { readonly mode: Mode }) => Promise<PermissionState>;
  readonly requestPermission?: (wish: { readonly mode: Mode }) => Promise<PermissionState>;
}

/** Whether it may be used now, without asking the user. */
export async function isAllowed(handle: FileSystemFileHandle, mode: Mode): Promise<boolean> {
  const { queryPermission } = handle as Permitting;
  if (queryPermission === undefined) return true;
  return (await queryPermission.call(handle, { mode })) === 'granted';
}

/** Asks the user where need be, which browsers allow only from a gesture. */
export async function allowed(handle: FileSystemFileHandle, mode: Mode): Promise<boolean> {
  if (await isAllowed(handle, mode)) return true;
  const { requestPermission } = handle as Permitting;
  return (await requestPermission?.call(handle, { mode })) === 'granted';
}
