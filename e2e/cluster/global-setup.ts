/** One cluster for a run, started by the first test that needs it (`cluster.ts`), stopped here. */
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { stopCluster } from '../../.ci/spark-cluster.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    clusterFolder: string | undefined;
  }
}

const CLUSTERS = join(import.meta.dirname, '../../.cache/cluster-test');

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await stopLeftOver();
  if (spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0) {
    console.warn(
      'The tests of the cluster are skipped: Java is not there (17 or newer is needed).',
    );
    project.provide('clusterFolder', undefined);
    return () => Promise.resolve();
  }
  const folder = join(CLUSTERS, `${process.pid}-${project.name}`);
  await mkdir(folder, { recursive: true });
  project.provide('clusterFolder', folder);
  return async () => {
    await stopCluster(folder);
    // The logs stay, until the next run: what failed is read there.
    await rm(join(folder, 'storage'), { recursive: true, force: true });
  };
}

/** Clusters of runs that were killed before they could stop them. */
async function stopLeftOver(): Promise<void> {
  const names = await readdir(CLUSTERS).catch(() => []);
  const dead = names.filter((name) => !isRunning(Number.parseInt(name, 10)));
  for (const name of dead) {
    await stopCluster(join(CLUSTERS, name));
    await rm(join(CLUSTERS, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
