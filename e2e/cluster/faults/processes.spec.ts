import { expect, test } from 'vitest';
import {
  describeOnCluster,
  killConnect,
  killWorker,
  masterState,
  reviveConnect,
  reviveWorker,
  theCluster,
} from '../cluster.ts';

describeOnCluster('what the tests do to the cluster', () => {
  test('a worker that is killed takes its executor with it, and comes again', async () => {
    const cluster = await theCluster();
    await expect.poll(() => masterState(cluster)).toMatchObject({ aliveworkers: 2, coresused: 2 });
    await killWorker(2);
    await expect.poll(() => masterState(cluster)).toMatchObject({ aliveworkers: 1, coresused: 1 });
    await reviveWorker(2);
    await expect.poll(() => masterState(cluster)).toMatchObject({ aliveworkers: 2, coresused: 2 });
  });

  test('a Connect server that is killed answers again where it did', async () => {
    const before = await theCluster();
    await killConnect();
    const after = await reviveConnect();
    expect(after.connect).toEqual(before.connect);
    expect(after.sparkUi).not.toBe(before.sparkUi);
  });
});
