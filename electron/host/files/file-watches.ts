/** Who is told of which file's changes: one watch for each file, however many ask. */
import { operationalError } from '../../../engine/contract/errors.ts';
import type { FileEntry, FileToken } from '../api/file-methods.ts';
import type { HostCaller } from '../api/host-api.ts';
import { tell } from '../audience.ts';
import { type Watch, watchPath } from './watch-path.ts';

/** Of one window; a studio watches its document. */
const MOST_WATCHES = 64;

export interface FileWatches {
  /** Settles once changes are seen. */
  readonly watch: (caller: HostCaller, token: FileToken, path: string) => Promise<void>;
  readonly unwatch: (caller: HostCaller, path: string) => Promise<void>;
  readonly leave: (caller: HostCaller) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Watched {
  readonly callers: Map<string, { readonly caller: HostCaller; readonly token: FileToken }>;
  readonly watch: Watch;
}

/** @param look undefined when the file is not there, or may not be read now */
export function createFileWatches(
  look: (path: string) => Promise<FileEntry | undefined>,
): FileWatches {
  const files = new Map<string, Watched>();

  const start = (path: string): Watched => {
    const callers: Watched['callers'] = new Map();
    let last: string | undefined;
    let first = true;
    const watch = watchPath(path, async () => {
      const entry = await look(path);
      const known = first || entry?.fingerprint === last;
      first = false;
      last = entry?.fingerprint;
      if (known) return;
      for (const { caller, token } of callers.values()) {
        // The token that it was watched by: another may have been given out since.
        const told = entry === undefined ? null : { ...entry, token };
        tell(caller, { event: 'files.changed', file: token, entry: told });
      }
    });
    return { callers, watch };
  };
  const drop = async (path: string, id: string): Promise<void> => {
    const watched = files.get(path);
    if (watched?.callers.delete(id) !== true || watched.callers.size > 0) return;
    files.delete(path);
    await watched.watch.close();
  };

  return {
    watch: async (caller, token, path) => {
      const own = [...files.values()].filter(({ callers }) => callers.has(caller.id)).length;
      if (own >= MOST_WATCHES) throw tooMany();
      const watched = files.get(path) ?? start(path);
      files.set(path, watched);
      watched.callers.set(caller.id, { caller, token });
      await watched.watch.ready;
    },
    unwatch: (caller, path) => drop(path, caller.id),
    leave: async ({ id }) => {
      await Promise.all([...files.keys()].map((path) => drop(path, id)));
    },
    close: async () => {
      const all = [...files.values()];
      files.clear();
      await Promise.all(all.map(({ watch }) => watch.close()));
    },
  };
}

const tooMany = () =>
  operationalError('host-busy', `More than ${MOST_WATCHES} files are watched by one window.`, {
    hint: 'Close the window and open it again.',
  });
