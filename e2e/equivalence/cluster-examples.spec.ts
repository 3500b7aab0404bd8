/**
 * The examples, and awkward names, pushed: their sources go along, and what comes back is what the engine
 * writes here.
 */
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../engine/run/engine-api.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import { describeOnCluster } from '../cluster/cluster.ts';
import type { Pusher } from '../cluster/push.ts';
import { openPusher } from '../cluster/push.ts';
import type { Workspace } from '../workspace.ts';
import { createWorkspace } from '../workspace.ts';
import { documentOf, NAMES, SAMPLED, writeOddData } from './example-documents.ts';
import { outputDifferences } from './outputs.ts';
import { record } from './record.ts';

/** Sources that are too large to go along. */
const LARGE = new Set(['late-flights']);

describeOnCluster('examples on the cluster', () => {
  let native: NativeDuckDB;
  let workspace: Workspace;
  let engine: Engine;
  let pusher: Pusher;
  /** Where the data lie that the cluster sees too. */
  let sharing: Pusher;
  let folder: string;
  let wanted: string;

  beforeAll(async () => {
    native = await openNative();
    workspace = createWorkspace();
    folder = join(workspace.folder, 'examples');
    wanted = join(workspace.folder, 'wanted');
    mkdirSync(wanted);
    await writeOddData(native, folder);
    engine = await openTestEngine(folder);
    for (const name of NAMES) await engine.run(documentOf(name));
    renameSync(join(folder, 'out'), join(wanted, 'out'));
    mkdirSync(join(folder, 'out'));
    pusher = await openPusher(engine, folder);
    const data = join(workspace.folder, 'node_modules/vega-datasets/data');
    sharing = await openPusher(engine, folder, { [data]: `file://${data}` });
  });

  afterAll(async () => {
    await Promise.all([pusher.close(), sharing.close()]);
    await engine.close();
    native.close();
    workspace.remove();
  });

  test.each(NAMES)('%s', async (name) => {
    const document = documentOf(name);
    const { diagnostics } = await (LARGE.has(name) ? sharing : pusher).push(document);
    expect(await outputDifferences(native, document, folder, wanted, SAMPLED)).toEqual([]);
    const reason = diagnostics.find(({ code }) => code === 'differs-on-spark')?.message;
    record({
      target: 'cluster',
      kind: 'pipeline',
      name,
      of: name,
      ...(reason === undefined ? { outcome: 'same' } : { outcome: 'differs', reason }),
    });
  });
});
