/** Where secrets are kept: the keyring of the operating system, or the memory of this process. */
import { setTimeout } from 'node:timers/promises';
import type { AsyncEntry } from '@napi-rs/keyring';

/** Names are those of credentials, values what `JSON.stringify` makes of them. */
export interface SecretStore {
  readonly get: (name: string) => Promise<string | undefined>;
  readonly put: (name: string, secret: string) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
}

const SERVICE = 'sluice';
/** Asked for to see whether there is a keyring that answers. */
const PROBE = 'probe';

/** A person may be asked to unlock it. */
const UNLOCK_MS = 60_000;

/**
 * Undefined where there is no keyring, or one that does not answer: a Linux without a secret service,
 * a container. There the package would fall back to the kernel's, which forgets at the next start.
 *
 * @param within milliseconds to wait for its first answer
 */
export async function openKeyring(within = UNLOCK_MS): Promise<SecretStore | undefined> {
  try {
    const { AsyncEntry: Entry } = await import('@napi-rs/keyring');
    const entry = (name: string): AsyncEntry =>
      new Entry(SERVICE, name, { linux: { store: 'secret-service' } });
    // The signal alone does not end what waits for a person.
    const late = setTimeout(within, LATE, { ref: false });
    const signal = AbortSignal.timeout(within);
    if ((await Promise.race([entry(PROBE).getPassword(signal), late])) === LATE) return undefined;
    return {
      get: async (name) => (await entry(name).getPassword()) ?? undefined,
      put: (name, secret) => entry(name).setPassword(secret),
      remove: async (name) => void (await entry(name).deleteCredential()),
    };
  } catch {
    return undefined;
  }
}

const LATE = Symbol('late');

export function createMemorySecrets(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    get: (name) => Promise.resolve(secrets.get(name)),
    put: (name, secret) => Promise.resolve(void secrets.set(name, secret)),
    remove: (name) => Promise.resolve(void secrets.delete(name)),
  };
}
