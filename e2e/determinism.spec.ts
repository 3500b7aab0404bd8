/** The number of workers changes how long a run takes, and nothing else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkspace, readFolder, sluice } from './workspace.ts';
import type { Workspace } from './workspace.ts';

const PIPELINES = [
  'late-flights',
  'stock-trends',
  'bird-strikes',
  'weather-by-month',
  'movie-genres',
  'tpch/q01',
  'tpch/q10',
  'tpch/q18',
];

let few: Workspace;
let many: Workspace;

beforeAll(() => {
  few = createWorkspace();
  many = createWorkspace();
});

afterAll(() => {
  few.remove();
  many.remove();
});

test.each(PIPELINES)('%s: 1 and 5 workers write the same bytes', async (pipeline) => {
  await Promise.all([
    sluice('run', few.pipeline(pipeline), '--workers', '1'),
    sluice('run', many.pipeline(pipeline), '--workers', '5'),
  ]);
  const [one, five] = [readFolder(few.outputs), readFolder(many.outputs)];
  expect([...five.keys()]).toEqual([...one.keys()]);
  expect(one.size).toBeGreaterThan(0);
  const different = [...one].filter(([name, bytes]) => five.get(name)?.equals(bytes) !== true);
  expect(different.map(([name]) => name)).toEqual([]);
});
