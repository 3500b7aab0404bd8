/** Puts together what the commands about clusters use: the same files as the host of the studio. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createAudience } from '../../../electron/host/audience.ts';
import { createConnections } from '../../../electron/host/connections/connections.ts';
import { hostDirectories } from '../../../electron/host/directories.ts';
import type { HostLog } from '../../../electron/host/host-services.ts';
import { createJobs } from '../../../electron/host/jobs/jobs.ts';
import { createMask } from '../../../electron/host/log/mask.ts';
import { userError } from '../../contract/errors.ts';
import { isConnectionText, parseConnectionText } from '../../remote/jobs/connection-text.ts';
import { connectionToken } from '../../runtime/connection-token.ts';
import type { ClusterHost } from './cluster-host.ts';

export interface OpenClusterOptions {
  /** Absent: that of the person on this computer. */
  readonly directory?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly onWarning: (message: string) => void;
}

export function openClusterHost(options: OpenClusterOptions): ClusterHost {
  const { env = process.env, directory = hostDirectories().config } = options;
  const log = logOf(options.onWarning);
  const connections = createConnections({ directory, env });
  return {
    connections,
    jobs: createJobs({ directory, audience: createAudience(), log }),
    folderOf: async (job) => {
      const folder = join(directory, 'pushes', job);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    find: async (to) => {
      if (!isConnectionText(to)) {
        const connection = await connections.get(to);
        const token = await connectionToken(to, { env });
        if (token !== undefined) log.hide(token);
        return { name: to, connection, ...(token === undefined ? {} : { token }) };
      }
      const { connection, token } = parseConnectionText(to, 'What --to names');
      if (token !== undefined) throw tokenVisible();
      return { name: `sc://${connection.host}:${connection.port}`, connection };
    },
  };
}

function logOf(onWarning: (message: string) => void): HostLog {
  const { hide, mask } = createMask();
  const tell = (message: string): void => onWarning(mask(message));
  return { info: () => undefined, warn: tell, error: tell, hide, mask };
}

const tokenVisible = () =>
  userError(
    'connection-token-visible',
    'A token in the command can be read by everybody on this computer.',
    {
      hint: 'Add the connection with a name, and give its token in the environment: SLUICE_TOKEN_NAME.',
    },
  );
