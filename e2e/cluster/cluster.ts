/** The cluster of a test run, and what tests do to it. */
import { describe, inject } from 'vitest';
import type { Cluster, ClusterOptions } from '../../.ci/spark-cluster.mjs';
import {
  readCluster,
  startCluster,
  startConnect,
  startWorker,
  stopRole,
} from '../../.ci/spark-cluster.mjs';
import './global-setup.ts';

/** Of an executor: one value of 150 MiB is held several times over. Taken only when needed. */
const MEMORY_MB = 2048;
const CONF = {
  'spark.driver.extraJavaOptions': '-XX:+UseSerialGC',
  'spark.executor.extraJavaOptions': '-XX:+UseSerialGC',
};

/** As `describe`; skipped where there is no Java (the run says so). */
export const describeOnCluster = describe.skipIf(inject('clusterFolder') === undefined);

/**
 * The cluster of this run; started at the first call. Tests of one run follow each other, so what
 * one stops it starts again.
 */
export async function theCluster(options: Omit<ClusterOptions, 'folder'> = {}): Promise<Cluster> {
  const folder = clusterFolder();
  return (
    readCluster(folder) ??
    (await startCluster({
      memoryMb: MEMORY_MB,
      ...options,
      folder,
      conf: { ...CONF, ...options.conf },
    }))
  );
}

/** As a machine that is lost: worker and executor are gone at once. */
export const killWorker = (index: number): Promise<void> =>
  stopRole(clusterFolder(), `worker-${index}`, 'SIGKILL');

export const reviveWorker = (index: number): Promise<Cluster> =>
  startWorker(clusterFolder(), index);

export const killConnect = (): Promise<void> => stopRole(clusterFolder(), 'connect', 'SIGKILL');

/**
 * At the port that it had; it knows nothing of before.
 * @param options.conf beside that of the cluster
 */
export const reviveConnect = (
  options: Pick<ClusterOptions, 'token' | 'conf'> = {},
): Promise<Cluster> => startConnect(clusterFolder(), options);

/** What the master says of itself. */
export interface MasterState {
  readonly aliveworkers: number;
  readonly coresused: number;
  readonly workers: readonly { readonly state: string; readonly coresused: number }[];
}

export async function masterState({ masterUi }: Cluster): Promise<MasterState> {
  const answer = await fetch(`${masterUi}/json/`);
  return (await answer.json()) as MasterState;
}

function clusterFolder(): string {
  const folder = inject('clusterFolder');
  if (folder === undefined) throw new Error('There is no Java: use describeOnCluster.');
  return folder;
}
