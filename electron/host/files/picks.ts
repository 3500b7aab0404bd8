/** Files of data that a person picked by the system's dialog: pipelines that name them go on after a restart. */
import { join } from 'node:path';
import { z } from 'zod';
import type { HostLog } from '../host-services.ts';
import { createJsonFile } from '../store/json-file.ts';
import type { FileService } from './file-service.ts';

export interface Picks {
  /** Grants again what was picked before, as far as it is still there. */
  readonly restore: () => Promise<void>;
  readonly add: (path: string) => Promise<void>;
}

const MOST = 200;

export function createPicks(directory: string, files: FileService, log: HostLog): Picks {
  const file = createJsonFile({
    path: join(directory, 'picked-files.json'),
    version: 1,
    schema: z.array(z.string()),
    initial: [],
    log,
  });
  return {
    restore: async () => {
      await Promise.allSettled((await file.read()).map((path) => files.grantFile(path)));
    },
    // That it is forgotten at the end is no reason not to open it now; the log says why.
    add: async (path) => {
      await file
        .update((all) => [path, ...all.filter((other) => other !== path)].slice(0, MOST))
        .catch(() => undefined);
    },
  };
}
