/**
 * Credentials of whoever starts Sluice: from the environment, else from the keyring. The environment
 * comes first, as it is said for this one start, by who may not touch the keyring: a job, a container.
 */
import type { Credential, CredentialSource } from '../contract/credential.ts';
import { type EngineFailure, operationalError, userError } from '../contract/errors.ts';
import { parseCredential } from './credential-text.ts';
import { openKeyring, type SecretStore } from './secret-store.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'SLUICE_CREDENTIAL_';

/** `my-warehouse` is `SLUICE_CREDENTIAL_MY_WAREHOUSE`: a - cannot stand in the name of a variable. */
export const credentialVariable = (name: string): string =>
  `${PREFIX}${name.toUpperCase().replaceAll('-', '_')}`;

/** @throws user `credential-invalid` when the variable holds something else */
export function environmentCredential(env: Environment, name: string): Credential | undefined {
  const variable = credentialVariable(name);
  const text = env[variable];
  return text === undefined || text.trim() === '' ? undefined : parseCredential(text, variable);
}

/** Names as a pipeline would write them, sorted. */
export const environmentCredentialNames = (env: Environment): string[] =>
  Object.keys(env)
    .filter((key) => key.startsWith(PREFIX) && (env[key] ?? '').trim() !== '')
    .map((key) => key.slice(PREFIX.length).toLowerCase())
    .sort();

export interface NodeCredentialOptions {
  readonly env: Environment;
  /** Absent: the operating system's, opened when a credential is not in the environment. */
  readonly keyring?: () => Promise<SecretStore | undefined>;
}

/** What `sluice run` gives to a pipeline. */
export function createNodeCredentials({
  env,
  keyring = () => openKeyring(),
}: NodeCredentialOptions): CredentialSource {
  let opened: Promise<SecretStore | undefined> | undefined;
  return {
    resolve: async (name) => {
      const found = environmentCredential(env, name);
      if (found !== undefined) return found;
      const store = await (opened ??= keyring());
      const secret = await store?.get(name).catch((cause: unknown) => {
        throw credentialsLocked(name, cause);
      });
      if (secret === undefined) throw credentialMissing(name);
      return parseCredential(secret, `The keyring's entry ${name}`);
    },
  };
}

export const credentialMissing = (name: string): EngineFailure =>
  userError('credential-missing', `There is no credential named ${name}.`, {
    hint: `Add a connection of that name in the studio, or set ${credentialVariable(name)} to postgres://user:password@host:port/database.`,
  });

/** A keyring that is there and does not open: nobody unlocked it, or nobody is there to be asked. */
export const credentialsLocked = (name: string, cause: unknown): EngineFailure =>
  operationalError('credentials-locked', 'The keyring of this computer does not open.', {
    hint: `Unlock it and try again, or start Sluice with ${credentialVariable(name)}.`,
    detail: cause instanceof Error ? cause.message : 'unknown',
  });
