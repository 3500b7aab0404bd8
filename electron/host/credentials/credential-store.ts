/**
 * Credentials of a person: those of the environment, which come first and cannot be changed here, as they
 * were given for this one start; then those that were put. Only names and descriptions stand in a file.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { type Credential, credentialName } from '../../../engine/contract/credential.ts';
import { userError } from '../../../engine/contract/errors.ts';
import { describeCredential, parseCredential } from '../../../engine/runtime/credential-text.ts';
import {
  credentialMissing,
  credentialsLocked,
  credentialVariable,
  environmentCredential,
  environmentCredentialNames,
} from '../../../engine/runtime/node-credentials.ts';
import type { CredentialSummary } from '../api/machine-methods.ts';
import type { HostLog } from '../host-services.ts';
import { createJsonFile, type JsonFile } from '../store/json-file.ts';
import type { Vault } from './vault.ts';

export interface CredentialStore {
  readonly kept: () => Promise<Vault['kept']>;
  readonly list: () => Promise<CredentialSummary[]>;
  readonly has: (name: string) => Promise<boolean>;
  /** Throws user `credential-missing`. What it gives never stands in the log. */
  readonly get: (name: string) => Promise<Credential>;
  readonly put: (name: string, credential: Credential) => Promise<CredentialSummary>;
  readonly remove: (name: string) => Promise<void>;
}

export interface CredentialStoreOptions {
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Opened when it is first needed. */
  readonly vault: () => Promise<Vault>;
  readonly log: HostLog;
}

const known = z.strictObject({ kind: z.string(), description: z.string() });
type Known = Readonly<Record<string, z.infer<typeof known>>>;

export function createCredentialStore(options: CredentialStoreOptions): CredentialStore {
  const { directory, env, log } = options;
  let opened: Promise<Vault> | undefined;
  const vault = (): Promise<Vault> => (opened ??= options.vault());
  const file = createJsonFile<Known>({
    path: join(directory, 'credentials.json'),
    version: 1,
    schema: z.record(z.string(), known),
    initial: {},
    log,
  });
  // What a session keeps is forgotten with it, names too.
  const session = memoryFile<Known>({});
  const names = async (): Promise<JsonFile<Known>> =>
    (await vault()).kept === 'session' ? session : file;
  const fromEnvironment = (name: string): Credential | undefined => {
    const text = env[credentialVariable(name)];
    if (text !== undefined) log.hide(text.trim());
    return hiding(log, environmentCredential(env, name));
  };
  const changeable = (name: string): void => {
    if ((env[credentialVariable(name)] ?? '').trim() !== '') throw inEnvironment(name);
  };

  return {
    kept: async () => (await vault()).kept,
    list: async () => {
      const { kept } = await vault();
      const ofEnvironment = environmentCredentialNames(env)
        .filter((name) => credentialName.safeParse(name).success)
        .map((name) => summaryOf(name, () => fromEnvironment(name)));
      const shadowed = new Set(ofEnvironment.map(({ name }) => credentialVariable(name)));
      const put = Object.entries(await (await names()).read())
        .filter(([name]) => !shadowed.has(credentialVariable(name)))
        .map(([name, one]) => ({ name, ...one, kept }));
      return [...ofEnvironment, ...put].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    has: async (name) =>
      (env[credentialVariable(name)] ?? '').trim() !== '' ||
      Object.hasOwn(await (await names()).read(), name),
    get: async (name) => {
      const found = fromEnvironment(name);
      if (found !== undefined) return found;
      const { secrets } = await vault();
      const secret = await secrets.get(name).catch((cause: unknown) => {
        throw credentialsLocked(name, cause);
      });
      if (secret === undefined) throw credentialMissing(name);
      return hiding(log, parseCredential(secret, `What is kept as ${name}`)) as Credential;
    },
    put: async (name, credential) => {
      changeable(name);
      log.hide(credential.password);
      const { kept, secrets } = await vault();
      await secrets.put(name, JSON.stringify(credential)).catch((cause: unknown) => {
        throw credentialsLocked(name, cause);
      });
      const one = { kind: credential.kind, description: describeCredential(credential) };
      await (await names()).update((all) => ({ ...all, [name]: one }));
      return { name, ...one, kept };
    },
    remove: async (name) => {
      changeable(name);
      const { secrets } = await vault();
      await secrets.remove(name).catch((cause: unknown) => {
        throw credentialsLocked(name, cause);
      });
      await (await names()).update(({ [name]: _gone, ...others }) => others);
    },
  };
}

function hiding(log: HostLog, credential: Credential | undefined): Credential | undefined {
  if (credential !== undefined) log.hide(credential.password);
  return credential;
}

/** One that cannot be read is listed with the reason, which repeats nothing of it. */
function summaryOf(name: string, read: () => Credential | undefined): CredentialSummary {
  const kept = 'environment';
  try {
    const credential = read();
    if (credential === undefined) throw credentialMissing(name);
    return { name, kind: credential.kind, description: describeCredential(credential), kept };
  } catch (thrown) {
    return { name, kind: 'invalid', description: (thrown as Error).message, kept };
  }
}

function memoryFile<T>(initial: T): JsonFile<T> {
  let value = initial;
  return {
    read: () => Promise.resolve(value),
    update: (change) => Promise.resolve((value = change(value))),
  };
}

const inEnvironment = (name: string) =>
  userError('credential-in-environment', `${name} comes from the environment of the host.`, {
    hint: `Choose another name, or start Sluice without ${credentialVariable(name)}.`,
  });
