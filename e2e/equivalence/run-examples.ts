/** The examples and awkward names as the engine runs them: what others are compared with. */
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../engine/run/engine-api.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import type { Workspace } from '../workspace.ts';
import { createWorkspace } from '../workspace.ts';
import { documentOf, NAMES, writeOddData } from './example-documents.ts';

export interface RunExamples {
  readonly native: NativeDuckDB;
  readonly workspace: Workspace;
  readonly engine: Engine;
  /** Where they run. */
  readonly folder: string;
  /** `out` in it is what the engine wrote. */
  readonly wanted: string;
  readonly close: () => Promise<void>;
}

export async function runExamples(): Promise<RunExamples> {
  const native = await openNative();
  const workspace = createWorkspace();
  const folder = join(workspace.folder, 'examples');
  const wanted = join(workspace.folder, 'wanted');
  mkdirSync(wanted);
  await writeOddData(native, folder);
  const engine = await openTestEngine(folder);
  for (const name of NAMES) await engine.run(documentOf(name));
  renameSync(join(folder, 'out'), join(wanted, 'out'));
  const close = async (): Promise<void> => {
    await engine.close();
    native.close();
    workspace.remove();
  };
  return { native, workspace, engine, folder, wanted, close };
}
