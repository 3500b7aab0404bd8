/** Lets the open document use a connection, as somebody has just said. */
import type { Result } from '../../engine/contract/errors.ts';
import type { Computer } from '../platform/computer.ts';
import type { Studio } from './studio.ts';

export async function grantCredential(
  studio: Studio,
  computer: Computer,
  name: string,
): Promise<Result<null>> {
  const { id, file } = studio.workspace.store.getState();
  const entry = file?.handle?.kind === 'host' ? await computer.entryOf(file.handle) : undefined;
  const granted = await computer.client.call('credentials.grant', {
    name,
    documentId: id,
    ...(entry === undefined ? {} : { file: entry.token }),
  });
  // What the engine said of it before is no longer so.
  if (granted.ok) studio.checkAgain();
  return granted;
}
