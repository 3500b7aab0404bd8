/** Documents that were opened last. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { FileToken } from '../api/file-methods.ts';
import type { RecentDocument } from '../api/machine-methods.ts';
import type { FileService } from '../files/file-service.ts';
import type { HostLog } from '../host-services.ts';
import { createJsonFile } from '../store/json-file.ts';

export interface RecentsService {
  readonly list: () => Promise<RecentDocument[]>;
  readonly add: (file: FileToken) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
}

const MOST = 30;

const recent = z.strictObject({
  id: z.string(),
  path: z.string(),
  name: z.string(),
  opened: z.number(),
});

export interface RecentsOptions {
  readonly directory: string;
  readonly files: FileService;
  readonly log: HostLog;
  /**
   * What was opened before may be opened again wherever it is: a person picked it then. Where nobody
   * picks files by the system's dialogs, nothing outside of the workspace may.
   */
  readonly offer: boolean;
}

export function createRecents({ directory, files, log, offer }: RecentsOptions): RecentsService {
  const file = createJsonFile({
    path: join(directory, 'recents.json'),
    version: 1,
    schema: z.array(recent),
    initial: [],
    log,
  });
  return {
    list: async () =>
      Promise.all(
        (await file.read()).map(async ({ path, ...known }) => {
          const entry = await entryOf(files, path, offer);
          const location = files.entries.locationOf(path);
          return { ...known, location, ...(entry === undefined ? {} : { entry }) };
        }),
      ),
    add: async (token) => {
      const path = await files.pathOf(token, 'read');
      const { name } = await files.entries.ofTarget(path);
      await file.update((all) => {
        const id = all.find((one) => one.path === path)?.id ?? randomUUID();
        const others = all.filter((one) => one.path !== path);
        return [{ id, path, name, opened: Date.now() }, ...others].slice(0, MOST);
      });
    },
    remove: async (id) => {
      await file.update((all) => all.filter((one) => one.id !== id));
    },
  };
}

async function entryOf(files: FileService, path: string, offer: boolean) {
  try {
    if (offer) await files.offerDocument(path);
    const real = await files.roots.resolve(path, 'read');
    return await files.entries.of(real);
  } catch {
    return undefined;
  }
}
