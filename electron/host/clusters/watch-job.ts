/** A job as its client changes it. */
import { watch } from 'node:fs';
import { dirname } from 'node:path';
import type { PushJob } from '../../../engine/contract/push-job.ts';
import type { ClusterHost } from './cluster-host.ts';

/** The job now and after each change, until it is gone or `signal` aborts. */
export async function* changesOf(
  host: ClusterHost,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<PushJob, void> {
  // The jobs' own files lie beside the folders of theirs.
  const watcher = watch(dirname(await host.folderOf(id)));
  let wake: () => void = () => undefined;
  let changed = new Promise<void>((resolve) => (wake = resolve));
  watcher.on('change', () => wake());
  const stop = (): void => wake();
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!signal.aborted) {
      const waiting = changed;
      const job = await host.jobs.pushes.read(id);
      if (job === undefined) return;
      yield job;
      await waiting;
      changed = new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal.removeEventListener('abort', stop);
    watcher.close();
  }
}
