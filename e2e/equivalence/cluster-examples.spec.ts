/**
 * The examples, and awkward names, pushed: their sources go along, and what comes back is what the engine
 * writes here.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnCluster } from '../cluster/cluster.ts';
import type { Pusher } from '../cluster/push.ts';
import { openPusher } from '../cluster/push.ts';
import { documentOf, NAMES, SAMPLED } from './example-documents.ts';
import { outputDifferences } from './outputs.ts';
import { record } from './record.ts';
import type { RunExamples } from './run-examples.ts';
import { runExamples } from './run-examples.ts';

/** Sources that are too large to go along. */
const LARGE = new Set(['late-flights']);

describeOnCluster('examples on the cluster', () => {
  let examples: RunExamples;
  let pusher: Pusher;
  /** Where the data lie that the cluster sees too. */
  let sharing: Pusher;

  beforeAll(async () => {
    examples = await runExamples();
    const { engine, folder, workspace } = examples;
    mkdirSync(join(folder, 'out'));
    pusher = await openPusher(engine, folder);
    const data = join(workspace.folder, 'node_modules/vega-datasets/data');
    sharing = await openPusher(engine, folder, { [data]: `file://${data}` });
  });

  afterAll(async () => {
    await Promise.all([pusher.close(), sharing.close()]);
    await examples.close();
  });

  test.each(NAMES)('%s', async (name) => {
    const document = documentOf(name);
    const { diagnostics } = await (LARGE.has(name) ? sharing : pusher).push(document);
    const { native, folder, wanted } = examples;
    expect(await outputDifferences(native, document, folder, wanted, SAMPLED)).toEqual([]);
    const reason = diagnostics.find(({ code }) => code === 'differs-on-spark')?.message;
    if (name === 'odd-names') {
      const left = diagnostics.find(({ code }) => code === 'not-exported');
      expect(left).toMatchObject({ severity: 'info', node: 'chart-x' });
      const chart = { kind: 'node', name: 'output.chart', of: 'beside a file' } as const;
      record({ target: 'cluster', ...chart, outcome: 'differs', reason: left?.message ?? '' });
    }
    record({
      target: 'cluster',
      kind: 'pipeline',
      name,
      of: name,
      ...(reason === undefined ? { outcome: 'same' } : { outcome: 'differs', reason }),
    });
  });
});
