/** Puts `sluice serve` together: the built studio beside this program, the host of this machine, the server. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createHostServices, mountHost } from '../../electron/host/create-host-services.ts';
import { createClusterPart } from '../../electron/host/clusters/cluster-part.ts';
import { createEnginePart } from '../../electron/host/engine/engine-part.ts';
import { createHostEngines } from '../../electron/host/engine/host-engines.ts';
import { createToken } from '../../electron/host/http/access.ts';
import { openAppFolder } from '../../electron/host/http/app-folder.ts';
import { openHostServer } from '../../electron/host/http/host-server.ts';
import { operationalError, userError } from '../contract/errors.ts';
import type { OpenServer, OpenServerOptions } from './host.ts';

const STUDIO = fileURLToPath(new URL('../web/', import.meta.url));

export const openServer: OpenServer = async (options) => {
  if (!existsSync(STUDIO)) {
    throw operationalError('studio-not-built', 'The studio is not beside this program.', {
      hint: 'Run `npm run build`, or install the package again.',
      detail: STUDIO,
    });
  }
  const { host, log } = await openHost(options);
  const token = createToken();
  log.hide(token);
  try {
    const server = await openHostServer({
      host,
      token,
      app: openAppFolder(STUDIO),
      ...(options.port === undefined ? {} : { port: options.port }),
      onRefused: (reason) => log.warn('A connection was refused.', { reason }),
    });
    log.info('The studio is served.', { port: server.port });
    return {
      url: server.url,
      close: async () => {
        await server.close();
        await host.close();
      },
    };
  } catch (failed) {
    await host.close();
    throw failed;
  }
};

async function openHost({ workspace, release, workers, memory }: OpenServerOptions) {
  if ((await stat(workspace).catch(() => undefined))?.isDirectory() !== true) {
    throw userError('workspace-missing', `There is no folder ${workspace}.`, {
      hint: 'Create it, or name another one with --workspace.',
    });
  }
  const services = await createHostServices({ kind: 'serve', release, workspace });
  const engines = createHostEngines(services, { workers, memory });
  const engine = createEnginePart(services, engines);
  const clusters = createClusterPart(services, engines);
  return { host: mountHost(services, { engine, clusters }), log: services.log };
}
