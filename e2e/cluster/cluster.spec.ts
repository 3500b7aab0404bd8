import { expect, test } from 'vitest';
import { describeOnCluster, masterState, theCluster } from './cluster.ts';

describeOnCluster('the cluster', () => {
  test('has two workers of its own, and what runs on it may use both', async () => {
    const cluster = await theCluster();
    expect(cluster.processes.map(({ role }) => role).sort()).toEqual([
      'connect',
      'master',
      'worker-1',
      'worker-2',
    ]);
    await expect.poll(() => masterState(cluster)).toMatchObject({ aliveworkers: 2, coresused: 2 });
  });
});
