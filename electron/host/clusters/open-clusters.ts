/** Puts together what everything about clusters uses: the same files for the studio and the command line. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { userError } from '../../../engine/contract/errors.ts';
import {
  isConnectionText,
  parseConnectionText,
} from '../../../engine/remote/jobs/connection-text.ts';
import type { ConnectionStore } from '../connections/connections.ts';
import type { JobService } from '../jobs/jobs.ts';
import type { ClusterHost } from './cluster-host.ts';
import type { ClusterTokens } from './cluster-tokens.ts';

export interface ClusterHostParts {
  /** Of the settings of a person. */
  readonly directory: string;
  readonly connections: ConnectionStore;
  readonly tokens: ClusterTokens;
  readonly jobs: JobService;
  readonly mask: (text: string) => string;
}

export function createClusterHost(parts: ClusterHostParts): ClusterHost {
  const { directory, connections, tokens, jobs, mask } = parts;
  return {
    connections,
    tokens,
    jobs,
    mask,
    folderOf: async (job) => {
      const folder = join(directory, 'pushes', job);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    find: async (to) => {
      if (!isConnectionText(to)) {
        const connection = await connections.get(to);
        const token = await tokens.get(to);
        return { name: to, connection, ...(token === undefined ? {} : { token }) };
      }
      const { connection, token } = parseConnectionText(to, 'What --to names');
      if (token !== undefined) throw tokenVisible();
      return { name: `sc://${connection.host}:${connection.port}`, connection };
    },
  };
}

const tokenVisible = () =>
  userError(
    'connection-token-visible',
    'A token in the command can be read by everybody on this computer.',
    { hint: 'Add the connection with a name, and keep its token: sluice connections token NAME.' },
  );
