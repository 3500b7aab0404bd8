/** Tokens of connections to clusters: from the environment, else from the keyring; never from a file. */
import { credentialsLocked } from './node-credentials.ts';
import { openKeyring, type SecretStore } from './secret-store.ts';

/** `my-lab` is `SLUICE_TOKEN_MY_LAB`. */
const tokenVariable = (name: string): string =>
  `SLUICE_TOKEN_${name.toUpperCase().replaceAll('-', '_')}`;

/** Of the keyring; a `:` stands in no name of a credential. */
export const tokenEntry = (name: string): string => `token:${name}`;

export interface TokenOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly keyring?: () => Promise<SecretStore | undefined>;
}

/** Undefined where there is none: many clusters ask for none. */
export async function connectionToken(
  name: string,
  { env, keyring = () => openKeyring() }: TokenOptions,
): Promise<string | undefined> {
  const given = (env[tokenVariable(name)] ?? '').trim();
  if (given !== '') return given;
  const store = await keyring();
  return store?.get(tokenEntry(name)).catch((cause: unknown) => {
    throw credentialsLocked(name, cause);
  });
}
