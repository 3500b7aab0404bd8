/** Puts together what the commands about clusters use: the same files as the host of the studio. */
import { createAudience } from '../../../electron/host/audience.ts';
import type { ClusterHost } from '../../../electron/host/clusters/cluster-host.ts';
import { createClusterTokens } from '../../../electron/host/clusters/cluster-tokens.ts';
import { createClusterHost } from '../../../electron/host/clusters/open-clusters.ts';
import { createConnections } from '../../../electron/host/connections/connections.ts';
import { sessionVault, type Vault } from '../../../electron/host/credentials/vault.ts';
import { hostDirectories } from '../../../electron/host/directories.ts';
import type { HostLog } from '../../../electron/host/host-services.ts';
import { createJobs } from '../../../electron/host/jobs/jobs.ts';
import { createMask } from '../../../electron/host/log/mask.ts';
import { openKeyring } from '../../runtime/secret-store.ts';

export interface OpenClusterOptions {
  /** Absent: that of the person on this computer. */
  readonly directory?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Absent: the keyring. */
  readonly vault?: () => Promise<Vault>;
  readonly onWarning: (message: string) => void;
}

export function openClusterHost(options: OpenClusterOptions): ClusterHost {
  const { env = process.env, directory = hostDirectories().config } = options;
  const log = logOf(options.onWarning);
  let opened: Promise<Vault> | undefined;
  const vault = () => (opened ??= (options.vault ?? keyring)());
  return createClusterHost({
    directory,
    connections: createConnections({ directory, env }),
    tokens: createClusterTokens({ env, vault, hide: log.hide }),
    jobs: createJobs({ directory, audience: createAudience(), log }),
    mask: log.mask,
  });
}

/** A person may be asked to unlock it. Where there is none, nothing outlasts the command. */
async function keyring(): Promise<Vault> {
  const secrets = await openKeyring();
  return secrets === undefined ? sessionVault() : { kept: 'keyring', secrets };
}

function logOf(onWarning: (message: string) => void): HostLog {
  const { hide, mask } = createMask();
  const tell = (message: string): void => onWarning(mask(message));
  return { info: () => undefined, warn: tell, error: tell, hide, mask };
}
