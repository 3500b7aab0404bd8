/** Where credentials that are put are kept, and how that is called. */
import { join } from 'node:path';
import { z } from 'zod';
import {
  createMemorySecrets,
  openKeyring,
  type SecretStore,
} from '../../../engine/runtime/secret-store.ts';
import type { HostLog } from '../host-services.ts';
import { createJsonFile } from '../store/json-file.ts';

export interface Vault {
  readonly kept: 'keyring' | 'encrypted' | 'session';
  readonly secrets: SecretStore;
}

/** Encrypts for this person on this computer, as Electron's safeStorage does. */
export interface Cipher {
  readonly encrypt: (text: string) => Promise<Uint8Array>;
  readonly decrypt: (bytes: Uint8Array) => Promise<string>;
}

export const sessionVault = (): Vault => ({ kept: 'session', secrets: createMemorySecrets() });

/** The studio waits for it, and most keyrings are open once a person has logged in. */
const ANSWER_MS = 3000;

/** Where there is no keyring that answers, only as long as the host lives: never a file in plain text. */
export async function keyringVault(): Promise<Vault> {
  const secrets = await openKeyring(ANSWER_MS);
  return secrets === undefined ? sessionVault() : { kept: 'keyring', secrets };
}

/** @param cipher a real one: where the system has none (`basic_text`), take `sessionVault` */
export function encryptedVault(directory: string, cipher: Cipher, log: HostLog): Vault {
  const file = createJsonFile({
    path: join(directory, 'secrets.json'),
    version: 1,
    schema: z.record(z.string(), z.base64()),
    initial: {},
    log,
  });
  return {
    kept: 'encrypted',
    secrets: {
      get: async (name) => {
        const values = await file.read();
        const value = Object.hasOwn(values, name) ? values[name] : undefined;
        return value === undefined ? undefined : cipher.decrypt(Buffer.from(value, 'base64'));
      },
      put: async (name, secret) => {
        const value = Buffer.from(await cipher.encrypt(secret)).toString('base64');
        await file.update((values) => ({ ...values, [name]: value }));
      },
      remove: async (name) => {
        await file.update(({ [name]: _gone, ...values }) => values);
      },
    },
  };
}
