/**
 * Tokens of connections to clusters: from the environment, which comes first and cannot be changed here,
 * else from where the host keeps secrets; never from a file in plain text.
 */
import { operationalError, userError } from '../../../engine/contract/errors.ts';
import type { ClusterSummary } from '../api/cluster-methods.ts';
import type { Vault } from '../credentials/vault.ts';

/** `my-lab` is `SLUICE_TOKEN_MY_LAB`. */
export const tokenVariable = (name: string): string =>
  `SLUICE_TOKEN_${name.toUpperCase().replaceAll('-', '_')}`;

/** Among the secrets; a `:` stands in no name of a credential. */
const entryOf = (name: string): string => `token:${name}`;

export interface ClusterTokens {
  /** Undefined where there is none: many clusters ask for none. */
  readonly get: (name: string) => Promise<string | undefined>;
  /** Whether what is put is there after this process has ended. */
  readonly outlastsThis: () => Promise<boolean>;
  readonly keptIn: (name: string) => Promise<ClusterSummary['token']>;
  /** @throws user `token-in-environment` */
  readonly put: (name: string, token: string) => Promise<ClusterSummary['token']>;
  /** Nothing happens where there is none; one of the environment stays. */
  readonly remove: (name: string) => Promise<void>;
}

export interface TokenOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asked for when it is first needed. */
  readonly vault: () => Promise<Vault>;
  /** Told each token before anybody has it, so that it stands in no log. */
  readonly hide: (secret: string) => void;
}

export function createClusterTokens({ env, vault, hide }: TokenOptions): ClusterTokens {
  const given = (name: string): string | undefined => {
    const text = (env[tokenVariable(name)] ?? '').trim();
    if (text === '') return undefined;
    hide(text);
    return text;
  };
  const locked = (name: string) => (cause: unknown) => {
    throw tokensLocked(name, cause);
  };
  const kept = async (name: string): Promise<string | undefined> => {
    const { secrets } = await vault();
    const token = await secrets.get(entryOf(name)).catch(locked(name));
    if (token !== undefined) hide(token);
    return token;
  };
  return {
    get: async (name) => given(name) ?? kept(name),
    outlastsThis: async () => (await vault()).kept !== 'session',
    keptIn: async (name) => {
      if (given(name) !== undefined) return 'environment';
      // A keyring that stays locked is said where the token is used.
      const token = await kept(name).catch(() => undefined);
      return token === undefined ? 'none' : (await vault()).kept;
    },
    put: async (name, token) => {
      if (given(name) !== undefined) throw inEnvironment(name);
      hide(token);
      const { kept: where, secrets } = await vault();
      await secrets.put(entryOf(name), token).catch(locked(name));
      return where;
    },
    remove: async (name) => {
      const { secrets } = await vault();
      if ((await secrets.get(entryOf(name)).catch(locked(name))) === undefined) return;
      await secrets.remove(entryOf(name)).catch(locked(name));
    },
  };
}

const inEnvironment = (name: string) =>
  userError('token-in-environment', `The token of ${name} comes from ${tokenVariable(name)}.`, {
    hint: 'Change it there, or start Sluice without the variable.',
  });

const tokensLocked = (name: string, cause: unknown) =>
  operationalError('credentials-locked', 'The keyring of this computer does not open.', {
    hint: `Unlock it and try again, or start Sluice with ${tokenVariable(name)}.`,
    detail: cause instanceof Error ? cause.message : 'unknown',
  });
