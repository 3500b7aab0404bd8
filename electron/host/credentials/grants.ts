/**
 * Which document may use which credential. A pipeline that comes from elsewhere may name a credential and
 * send whatever it likes to its database: a person allows that once.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { HostLog } from '../host-services.ts';
import { createJsonFile } from '../store/json-file.ts';

export interface Grants {
  /** @param documents what a document is known by, any of which will do */
  readonly has: (name: string, documents: readonly string[]) => Promise<boolean>;
  readonly add: (name: string, documents: readonly string[]) => Promise<void>;
  /** For all documents: a credential of that name made later is another one. */
  readonly removeAll: (name: string) => Promise<void>;
}

const MOST = 5000;

const grant = z.strictObject({ name: z.string(), document: z.string() });

export function createGrants(directory: string, log: HostLog): Grants {
  const file = createJsonFile({
    path: join(directory, 'grants.json'),
    version: 1,
    schema: z.array(grant),
    initial: [],
    log,
  });
  return {
    has: async (name, documents) =>
      (await file.read()).some((one) => one.name === name && documents.includes(one.document)),
    add: async (name, documents) => {
      await file.update((all) => {
        const others = all.filter((one) => one.name !== name || !documents.includes(one.document));
        return [...documents.map((document) => ({ name, document })), ...others].slice(0, MOST);
      });
    },
    removeAll: async (name) => {
      await file.update((all) => all.filter((one) => one.name !== name));
    },
  };
}
