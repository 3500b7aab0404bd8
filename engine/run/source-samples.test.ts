/** Stored rows for previews: those looked at last stay, and only as many others go as have to. */
import { expect, test } from 'vitest';
import type { SourceSample } from './source-samples.ts';
import { SourceSamples } from './source-samples.ts';

function recorder() {
  const closed: string[] = [];
  const stages: string[] = [];
  const samples = SourceSamples.ofSteps(100);
  const take = (key: string, bytes: number): Promise<SourceSample> =>
    samples.of(key, (stage) => {
      stages.push(stage);
      return Promise.resolve({
        output: {
          kind: 'stage-output',
          stage,
          schema: [],
          distribution: { kind: 'single' },
          read: 'all',
        },
        partitions: [],
        rows: 1,
        bytes,
        coverage: 'whole',
        sources: new Map(),
        read: () => Promise.resolve(new Uint8Array()),
        close: () => {
          closed.push(key);
          return Promise.resolve();
        },
      });
    });
  return { samples, take, closed, stages };
}

test('what was looked at longest ago goes when there is no room, and nothing else', async () => {
  const { samples, take, closed } = recorder();
  for (const key of ['a', 'b', 'c']) await take(key, 30);
  expect(samples.ready('a')).toBeDefined();
  await take('d', 30);
  expect(closed).toEqual(['b']);
  await take('e', 45);
  expect(closed).toEqual(['b', 'c', 'a']);
  expect(['d', 'e'].every((key) => samples.ready(key) !== undefined)).toBe(true);
});

test('what is larger than the room stays until the next one comes', async () => {
  const { samples, take, closed } = recorder();
  await take('large', 1000);
  expect(samples.ready('large')).toBeDefined();
  await take('small', 1);
  expect(closed).toEqual(['large']);
});

test('stages have names of their own, also beside samples of sources', async () => {
  const { take, stages } = recorder();
  await take('a', 1);
  await take('b', 1);
  await take('a', 1);
  expect(stages).toEqual(['rows_1', 'rows_2']);
});
