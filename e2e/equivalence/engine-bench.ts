/** What exported code is compared with: the engine, and native DuckDB beside it, over one folder. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExportedFile } from '../../engine/export/project.ts';
import type { Engine } from '../../engine/run/engine-api.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import type { Session } from '../../engine/worker/duckdb/session.ts';
import { openNodeSession } from '../../engine/worker/testing/open-node-session.ts';

export interface EngineBench {
  /** Paths of pipelines start here. */
  readonly folder: string;
  readonly native: NativeDuckDB;
  readonly session: Session;
  readonly engine: Engine;
  readonly close: () => Promise<void>;
}

/** @param given folder that pipelines start from; absent: a new one, removed in the end */
export async function openEngineBench(given?: string): Promise<EngineBench> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'sluice-equivalence-')));
  const [native, session, engine] = await Promise.all([
    openNative(),
    openNodeSession(),
    openTestEngine(folder, { workers: 1 }),
  ]);
  return {
    folder,
    native,
    session,
    engine,
    close: async () => {
      await engine.close();
      native.close();
      session.close();
      if (given === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes a project into a folder. */
export async function writeProject(files: readonly ExportedFile[], folder: string): Promise<void> {
  for (const { path, text } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
