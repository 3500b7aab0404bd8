/** The examples, pushed: their sources go along, and what comes back is what the engine writes here. */
import { mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDocument } from '../../../engine/document/parse.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type { Engine } from '../../../engine/run/engine-api.ts';
import { openTestEngine } from '../../../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../../../engine/testing/native.ts';
import { openNative } from '../../../engine/testing/native.ts';
import { outputDifferences } from '../../equivalence/outputs.ts';
import type { Workspace } from '../../workspace.ts';
import { createWorkspace } from '../../workspace.ts';
import { describeOnCluster } from '../cluster.ts';
import type { Pusher } from '../push.ts';
import { openPusher } from '../push.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const NAMES = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith('.sluice.json'))
  .map((name) => name.replace('.sluice.json', ''));

function documentOf(name: string): PipelineDocument {
  const parsed = parseDocument(readFileSync(join(EXAMPLES, `${name}.sluice.json`), 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.document;
}

/** Of outputs with random rows: the columns that samples of both sides have alike. */
const SAMPLED: Readonly<Record<string, readonly string[]>> = { 'out/bird-strike-sample': ['size'] };

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
    await (LARGE.has(name) ? sharing : pusher).push(document);
    expect(await outputDifferences(native, document, folder, wanted, SAMPLED)).toEqual([]);
  });
});
