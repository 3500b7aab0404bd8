/** Where secrets are kept: the keyring of the operating system, or the memory of this process. */
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

/**
 * Undefined where there is no keyring, or one that does not answer: a Linux without a secret service,
 * a container. There the package would fall back to the kernel's, which forgets at the next start.
 */
export async function openKeyring(): Promise<SecretStore | undefined> {
  try {
    const { AsyncEntry: Entry } = await import('@napi-rs/keyring');
    const entry = (name: string): AsyncEntry =>
      new Entry(SERVICE, name, { linux: { store: 'secret-service' } });
    await entry(PROBE).getPassword(AbortSignal.timeout(PROBE_MS));
    return {
      get: async (name) => (await entry(name).getPassword()) ?? undefined,
      put: (name, secret) => entry(name).setPassword(secret),
      remove: async (name) => void (await entry(name).deleteCredential()),
    };
  } catch {
    return undefined;
  }
}

/** A keyring that asks a person to unlock it may take a while; one without a screen never answers. */
const PROBE_MS = 10_000;

export function createMemorySecrets(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    get: (name) => Promise.resolve(secrets.get(name)),
    put: (name, secret) => Promise.resolve(void secrets.set(name, secret)),
    remove: (name) => Promise.resolve(void secrets.delete(name)),
  };
}
