/** How one command tells another to stop a push: by a file in the folder of the job. */
import { existsSync, watch } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'cancel';

export const askToCancel = (folder: string): Promise<void> => writeFile(join(folder, FILE), '');

/** Aborts when somebody asks, or `signal` does. Close it in the end. */
export function cancelSignal(
  folder: string,
  signal: AbortSignal,
): { readonly signal: AbortSignal; readonly close: () => void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const look = (): void => {
    if (existsSync(join(folder, FILE))) abort();
  };
  const watcher = watch(folder, look);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  // Who asked before the watch began is not overheard.
  look();
  return {
    signal: controller.signal,
    close: () => {
      watcher.close();
      signal.removeEventListener('abort', abort);
    },
  };
}
