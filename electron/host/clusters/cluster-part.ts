/** Clusters behind the host: connections with their tokens, and pushes, which outlive the page. */
import { userError } from '../../../engine/contract/errors.ts';
import type { PushJob } from '../../../engine/contract/push-job.ts';
import type { HostCaller } from '../api/host-api.ts';
import { type HostEngines, understood } from '../engine/host-engines.ts';
import type { ClusterPart } from '../host-part.ts';
import type { ClusterServices } from './cluster-host.ts';
import { logOf } from './job-log.ts';
import type { Pushes } from './pushes.ts';
import { listClusters, putCluster } from './put-cluster.ts';

export function createClusterPart(
  services: Pick<ClusterServices, 'access' | 'clusters' | 'log'>,
  engines: HostEngines,
): ClusterPart {
  const { access, clusters: host, log } = services;
  let made: Promise<Pushes> | undefined;
  // With Spark Connect behind it, here and below: not before somebody asks.
  const pushes = (): Promise<Pushes> =>
    (made ??= import('./pushes.ts').then(({ createPushes }) => createPushes(services, engines)));
  /** Of each tab, what it looks at; a new look ends the one before. */
  const looks = new Map<string, AbortController>();

  const look = ({ id }: HostCaller, kind: 'check' | 'preview' | 'compare'): AbortSignal => {
    const key = `${kind} ${id}`;
    looks.get(key)?.abort();
    const controller = new AbortController();
    looks.set(key, controller);
    return controller.signal;
  };
  const endLooks = (belongs: (key: string) => boolean): void => {
    for (const [key, controller] of looks) {
      if (!belongs(key)) continue;
      controller.abort();
      looks.delete(key);
    }
  };
  const pushOf = async (id: string): Promise<PushJob> => {
    const job = await host.jobs.pushes.read(id);
    if (job !== undefined) return job;
    throw userError('job-missing', 'There is no such push.', {
      hint: 'It was taken out of the list, or is older than those that are kept.',
    });
  };

  return {
    handlers: {
      'clusters.list': () => listClusters(host),
      'clusters.put': async (asked) => {
        const { resolvePath } = await access.forEngine(undefined);
        return putCluster(host, asked, async (path, use) => void (await resolvePath(path, use)));
      },
      'clusters.remove': async ({ name }) => {
        await host.connections.remove(name);
        await host.tokens.remove(name);
        return null;
      },
      'clusters.test': async (asked) => {
        const { testCluster } = await import('./test-cluster.ts');
        if ('name' in asked) return testCluster(await host.find(asked.name));
        const { connection, token } = asked;
        if (token !== undefined) log.hide(token);
        const name = connection.host;
        return testCluster({ name, connection, ...(token === undefined ? {} : { token }) });
      },
      'push.check': async (sent, { caller }) => {
        const signal = look(caller, 'check');
        return (await pushes()).check(understood(sent), signal);
      },
      'push.start': async (sent) => ({ id: await (await pushes()).start(understood(sent)) }),
      'push.preview': async (sent, { caller }) => {
        const signal = look(caller, 'preview');
        return (await pushes()).preview(understood(sent), signal);
      },
      'push.compare': async (sent, { caller, onProgress }) => {
        const signal = look(caller, 'compare');
        return (await pushes()).compare(understood(sent), signal, (stage) => onProgress({ stage }));
      },
      'push.stopCompare': (_, { caller }) => {
        const key = `compare ${caller.id}`;
        endLooks((each) => each === key);
        return Promise.resolve(null);
      },
      'jobs.cancel': async ({ id }) => {
        const { cancelPush } = await import('./cancel-push.ts');
        await cancelPush(host, await pushOf(id));
        return null;
      },
      'jobs.retry': async ({ id }) => ({ id: await (await pushes()).retry(await pushOf(id)) }),
      'jobs.fetch': async ({ id }) => {
        await (await pushes()).fetch(await pushOf(id));
        return null;
      },
      'jobs.log': async ({ id }) => logOf(host, await pushOf(id)),
    },
    leave: ({ id }) => {
      endLooks((key) => key.endsWith(` ${id}`));
      return Promise.resolve();
    },
    close: async () => {
      endLooks(() => true);
      await (await made)?.close();
    },
  };
}
