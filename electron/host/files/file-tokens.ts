/** What the studio holds instead of paths. Means nothing to another host, nor after a restart. */
import { randomBytes } from 'node:crypto';
import type { FileToken } from '../api/file-methods.ts';

const TOKEN_BYTES = 24;

export interface FileTokens {
  /** One path has one token as long as it is remembered. */
  readonly tokenOf: (path: string) => FileToken;
  readonly pathOf: (token: FileToken) => string | undefined;
  /** The token means nothing from now on. */
  readonly revoke: (token: FileToken) => void;
}

/** @param most remembered at a time; the one that was not used for longest is forgotten */
export function createFileTokens(most = 200_000): FileTokens {
  const paths = new Map<FileToken, string>();
  const tokens = new Map<string, FileToken>();
  const forget = (token: FileToken): void => {
    const path = paths.get(token);
    paths.delete(token);
    if (path !== undefined) tokens.delete(path);
  };
  const use = (token: FileToken, path: string): void => {
    paths.delete(token);
    paths.set(token, path);
    const oldest = paths.keys().next().value;
    if (paths.size > most && oldest !== undefined) forget(oldest);
  };
  return {
    tokenOf: (path) => {
      const token = tokens.get(path) ?? randomBytes(TOKEN_BYTES).toString('base64url');
      tokens.set(path, token);
      use(token, path);
      return token;
    },
    pathOf: (token) => {
      const path = paths.get(token);
      if (path !== undefined) use(token, path);
      return path;
    },
    revoke: forget,
  };
}
