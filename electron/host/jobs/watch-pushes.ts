/** Pushes that other processes change, as the command line does, each in its own file. */
import { type FSWatcher, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { pushIdOf } from './push-store.ts';

/**
 * @param folder of the pushes; made where it is not there
 * @param onChange told of what may have changed, of every writer, more often than it has
 * @returns ends it
 */
export async function watchPushes(
  folder: string,
  onChange: (id: string) => void,
): Promise<() => void> {
  let watcher: FSWatcher | undefined;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    watcher = watch(folder, { persistent: false });
  } catch {
    // A folder that cannot be watched is looked at by who asks for the list.
    return () => undefined;
  }
  watcher.on('change', (_event, name) => {
    const id = pushIdOf(String(name));
    if (id !== undefined) onChange(id);
  });
  watcher.on('error', () => watcher.close());
  return () => watcher.close();
}
