/** Puts `sluice serve` together: the built studio beside this program, the host of this machine, the server. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createServeHost } from '../../electron/host/create-serve-host.ts';
import { openAppFolder } from '../../electron/host/http/app-folder.ts';
import { openHostServer } from '../../electron/host/http/host-server.ts';
import { operationalError, userError } from '../contract/errors.ts';
import type { OpenServer } from './host.ts';

const STUDIO = fileURLToPath(new URL('../web/', import.meta.url));

export const openServer: OpenServer = async ({ workspace, port, release }) => {
  if (!existsSync(STUDIO)) {
    throw operationalError('studio-not-built', 'The studio is not beside this program.', {
      hint: 'Run `npm run build`, or install the package again.',
      detail: STUDIO,
    });
  }
  if ((await stat(workspace).catch(() => undefined))?.isDirectory() !== true) {
    throw userError('workspace-missing', `There is no folder ${workspace}.`, {
      hint: 'Create it, or name another one with --workspace.',
    });
  }
  const host = createServeHost({ workspace, release });
  try {
    const server = await openHostServer({
      host,
      app: openAppFolder(STUDIO),
      ...(port === undefined ? {} : { port }),
    });
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
