/** The host of the desktop app: no workspace, the system's dialogs, secrets as the system encrypts them. */
import { join } from 'node:path';
import { createHostServices, mountHost } from '../host/create-host-services.ts';
import type { HostServiceOptions } from '../host/create-host-services.ts';
import { encryptedVault, sessionVault } from '../host/credentials/vault.ts';
import { createClusterPart } from '../host/clusters/cluster-part.ts';
import { createEnginePart } from '../host/engine/engine-part.ts';
import { createHostEngines } from '../host/engine/host-engines.ts';
import type { HostEngineSettings } from '../host/engine/host-engines.ts';
import { openAppFolder } from '../host/http/app-folder.ts';
import { createServeApp } from '../host/http/serve-app.ts';
import type { ServeApp } from '../host/http/serve-app.ts';
import type { DesktopHost, DesktopPorts } from './start-desktop.ts';

export type DesktopHostOptions = Pick<HostServiceOptions, 'release' | 'directories' | 'env'> &
  Pick<HostEngineSettings, 'programs'>;

export async function openDesktopHost(
  { dialogs, cipher, isPublished }: DesktopPorts,
  { programs, ...options }: DesktopHostOptions,
): Promise<DesktopHost> {
  const services = await createHostServices({
    ...options,
    kind: 'desktop',
    dialogs,
    updates: isPublished,
    vault: (log, { config }) =>
      Promise.resolve(cipher === undefined ? sessionVault() : encryptedVault(config, cipher, log)),
  });
  const { access, settings, log } = services;
  const engines = createHostEngines(services, { programs });
  const engine = createEnginePart(services, engines);
  const clusters = createClusterPart(services, engines);
  return {
    host: mountHost(services, { engine, clusters }),
    grantDocument: access.grantDocument,
    wantsUpdates: async () => (await settings.get()).updates,
    onTrouble: log.warn,
  };
}

/** @param programs folder of the built shell; the studio is beside it */
export const serveStudio = (programs: string): ServeApp =>
  createServeApp(openAppFolder(join(programs, '../web')));
