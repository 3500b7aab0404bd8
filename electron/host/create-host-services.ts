/** The services of one host, put together: what `sluice serve` and the desktop app start with. */
import { availableParallelism, totalmem } from 'node:os';
import type { Credential } from '../../engine/contract/credential.ts';
import { toEngineError } from '../../engine/contract/errors.ts';
import { HOST_API_VERSION, type Host, type HostInfo } from './api/host-api.ts';
import { createAudience } from './audience.ts';
import { createHost } from './create-host.ts';
import { createCredentialStore } from './credentials/credential-store.ts';
import type { ClusterServices } from './clusters/cluster-host.ts';
import { createClusterTokens } from './clusters/cluster-tokens.ts';
import { createClusterHost } from './clusters/open-clusters.ts';
import { createConnections } from './connections/connections.ts';
import { createDocumentCredentials } from './credentials/document-credentials.ts';
import { createGrants } from './credentials/grants.ts';
import { keyringVault, type Vault } from './credentials/vault.ts';
import { type HostDirectories, hostDirectories } from './directories.ts';
import type { Dialogs } from './files/dialogs.ts';
import { createFilePart } from './files/file-part.ts';
import { createFileService } from './files/file-service.ts';
import { createPicks } from './files/picks.ts';
import type { ClusterPart, EnginePart, MachinePart } from './host-part.ts';
import type { HostLog, HostServices } from './host-services.ts';
import { createJobs } from './jobs/jobs.ts';
import { createLog } from './log/log.ts';
import { createRecents } from './recents/recents.ts';
import { createSettings } from './settings/settings.ts';

export interface HostServiceOptions {
  readonly kind: HostInfo['kind'];
  /** Of Sluice. */
  readonly release: string;
  /** Absent: files are picked. */
  readonly workspace?: string | undefined;
  /** Absent: this host has no screen of its own. */
  readonly dialogs?: Dialogs | undefined;
  /** The app can look for newer versions of itself. */
  readonly updates?: boolean;
  /** Absent: those of the person on this computer. */
  readonly directories?: HostDirectories;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where credentials are kept; absent: in the keyring, else until the host ends. */
  readonly vault?: (log: HostLog, directories: HostDirectories) => Promise<Vault>;
  /** Connects and gives the server's name and version; absent: as a run connects. */
  readonly testCredential?: (name: string, credential: Credential) => Promise<string>;
}

/** @throws operational `folder-gone` where the workspace is not there */
export async function createHostServices(options: HostServiceOptions): Promise<ClusterServices> {
  const { kind, workspace, dialogs, testCredential = connectAsRuns } = options;
  const { env = process.env, directories = hostDirectories() } = options;
  const access = await createFileService(workspace);
  const log = await createLog({ directory: directories.log, name: kind });
  const audience = createAudience();
  const own = { directory: directories.config, log };
  const openVault = options.vault ?? keyringVault;
  let opened: Promise<Vault> | undefined;
  const vault = (): Promise<Vault> => (opened ??= openVault(log, directories));
  const store = createCredentialStore({ ...own, env, vault });
  const grants = createGrants(directories.config, log);
  const credentials = createDocumentCredentials(store, grants, access);
  const jobs = createJobs({ ...own, audience });
  const stopWatching = await jobs.watch();
  const clusters = createClusterHost({
    directory: directories.config,
    connections: createConnections({ directory: directories.config, env }),
    tokens: createClusterTokens({ env, vault, hide: log.hide }),
    jobs,
    mask: log.mask,
  });
  const settings = createSettings(directories.config, log);
  const recents = createRecents({ ...own, files: access, offer: dialogs !== undefined });
  const picks = createPicks(directories.config, access, log);
  // Only where a person picks by dialogs: nothing outside of the workspace is to be had under `serve`.
  if (dialogs !== undefined) await picks.restore();

  const info = async (): Promise<HostInfo> => {
    // A workspace that is gone for now is no reason not to open the studio.
    const entry = await access.workspaceEntry().catch((thrown: unknown) => {
      log.warn('The workspace cannot be looked at.', { message: toEngineError(thrown).message });
      return undefined;
    });
    return {
      version: HOST_API_VERSION,
      release: options.release,
      kind,
      platform: process.platform,
      ...(entry === undefined ? {} : { workspace: entry }),
      computer: { cores: availableParallelism(), memory: totalmem() },
      features: {
        dialogs: dialogs !== undefined,
        credentials: await store.kept(),
        updates: options.updates ?? false,
      },
    };
  };
  const machine: MachinePart = {
    handlers: {
      'host.info': info,
      'recents.list': () => recents.list(),
      'recents.add': ({ file }) => recents.add(file).then(nothing),
      'recents.remove': ({ id }) => recents.remove(id).then(nothing),
      'settings.get': () => settings.get(),
      'settings.set': (changes) => settings.set(changes),
      'credentials.list': () => store.list(),
      'credentials.put': ({ name, credential }) => store.put(name, credential),
      'credentials.remove': async ({ name }) => {
        await store.remove(name);
        await grants.removeAll(name);
        return null;
      },
      'credentials.grant': ({ name, ...document }) =>
        credentials.grant(name, document).then(nothing),
      'credentials.test': async ({ name }) => ({
        server: await testCredential(name, await store.get(name)),
      }),
      'jobs.list': () => jobs.list(),
      'jobs.remove': ({ id }) => jobs.remove(id).then(nothing),
      'log.tail': ({ lines }) => log.tail(lines),
    },
    close: () => {
      stopWatching();
      return log.close();
    },
  };
  return {
    files: createFilePart(access, dialogs, picks.add),
    machine,
    audience,
    access,
    credentials,
    jobs,
    clusters,
    settings,
    log,
  };
}

/** The host out of its services and what computes under it. */
export function mountHost(
  services: HostServices,
  parts: { readonly engine: EnginePart; readonly clusters: ClusterPart },
): Host {
  const { files, machine, audience, log } = services;
  return createHost({
    files,
    machine,
    ...parts,
    audience,
    mask: log.mask,
    onError: (method, { kind, code, message, detail }) => {
      // What the author of a pipeline can mend is told in the studio; the log is about the host.
      if (kind === 'operational') log.warn(message, { method, code });
      if (kind === 'internal') log.error(message, { method, code, detail });
    },
  });
}

/** With the drivers of databases behind it: not before somebody asks. */
const connectAsRuns: NonNullable<HostServiceOptions['testCredential']> = async (name, credential) =>
  (await import('../../engine/runtime/databases/test-credential.ts')).testCredential(
    name,
    credential,
  );

const nothing = (): null => null;
