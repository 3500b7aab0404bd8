/** A host as `sluice serve` mounts it, with tabs, and everything that it tells and keeps. */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClusterPart } from '../../electron/host/clusters/cluster-part.ts';
import { createHostServices, mountHost } from '../../electron/host/create-host-services.ts';
import { sessionVault } from '../../electron/host/credentials/vault.ts';
import { createEnginePart } from '../../electron/host/engine/engine-part.ts';
import { createHostEngines } from '../../electron/host/engine/host-engines.ts';
import type { HostEvent, HostMethodName, HostParams } from '../../electron/host/api/host-api.ts';
import type { Push } from '../../electron/host/api/machine-methods.ts';
import type { Result } from '../../engine/contract/errors.ts';
import { unwrap } from '../../engine/contract/errors.ts';

const PROGRAMS = new URL('../../dist/node/', import.meta.url);

export interface Tab {
  readonly ask: <M extends HostMethodName>(
    name: M,
    params: HostParams<M>,
  ) => Promise<Result<never>>;
  readonly give: <M extends HostMethodName>(name: M, params: HostParams<M>) => Promise<never>;
  /** The push as it is told, once it is as wanted. */
  readonly until: (id: string, wanted: (push: Push) => boolean) => Promise<Push>;
  readonly leave: () => Promise<void>;
}

export interface Served {
  readonly folder: string;
  readonly workspace: string;
  readonly open: () => Promise<{ readonly tab: () => Tab; readonly close: () => Promise<void> }>;
  /** Everything that lies in the folders of the host, and everything that was told. */
  readonly everything: () => Promise<string>;
  readonly remove: () => Promise<void>;
}

export async function serveFolder(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-push-host-'));
  const workspace = join(folder, 'work');
  await mkdir(join(workspace, 'out'), { recursive: true });
  const told: string[] = [];
  const vault = sessionVault();
  let tabs = 0;
  const open = async () => {
    const services = await createHostServices({
      kind: 'serve',
      release: '1.0.0',
      workspace,
      directories: { config: join(folder, 'config'), log: join(folder, 'log') },
      env: {},
      vault: () => Promise.resolve(vault),
    });
    const engines = createHostEngines(services, { workers: 1, programs: PROGRAMS });
    const host = mountHost(services, {
      engine: createEnginePart(services, engines),
      clusters: createClusterPart(services, engines),
    });
    const tab = (): Tab => {
      tabs += 1;
      const pushes = new Map<string, Push>();
      const waiting = new Set<() => void>();
      const tell = (event: HostEvent): void => {
        told.push(JSON.stringify(event));
        if (event.event !== 'jobs.changed' || event.job.kind !== 'push') return;
        pushes.set(event.job.id, event.job);
        for (const look of waiting) look();
      };
      const caller = { id: `tab ${tabs}`, tell };
      const ask: Tab['ask'] = async (name, params) => {
        const answer = await host.call(caller, name, params, () => undefined);
        if (name !== 'push.preview') told.push(JSON.stringify(answer));
        return answer as Result<never>;
      };
      return {
        ask,
        give: async (name, params) => unwrap(await ask(name, params)),
        until: (id, wanted) =>
          new Promise((resolve) => {
            const look = (): void => {
              const push = pushes.get(id);
              if (push === undefined || !wanted(push)) return;
              waiting.delete(look);
              resolve(push);
            };
            waiting.add(look);
            look();
          }),
        leave: () => host.leave(caller),
      };
    };
    return { tab, close: host.close };
  };
  return {
    folder,
    workspace,
    open,
    everything: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      const texts = files.map((file) => readFile(join(file.parentPath, file.name), 'latin1'));
      return [...(await Promise.all(texts)), ...told].join('\n');
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
