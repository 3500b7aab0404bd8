/** The 22 TPC-H pipelines through the built library in Node, on both engines: the rows that DuckDB gives. */
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openNative } from '../../engine/testing/native.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { differences, throughParquet } from '../compare.ts';
import { createWorkspace } from '../workspace.ts';
import type { Workspace } from '../workspace.ts';
import { hasTpch, openTables, orderColumns, QUERIES, standardSql, tpchData } from './reference.ts';
import type * as LibraryModule from '../../engine/cli/library.ts';

type Library = typeof LibraryModule;

const DATA = tpchData('0.01');
const available = hasTpch(DATA);

let native: NativeDuckDB;
let workspace: Workspace;
let library: Library;
const ENGINES = ['wasm', 'native'] as const;

let engines: Record<(typeof ENGINES)[number], Awaited<ReturnType<Library['openEngine']>>>;

beforeAll(async () => {
  if (!available) return;
  const built = fileURLToPath(new URL('../../dist/node/library.js', import.meta.url));
  library = (await import(pathToFileURL(built).href)) as Library;
  native = await openNative();
  await openTables(native, DATA);
  workspace = createWorkspace();
  const settings = { baseDirectory: `${workspace.folder}/examples/tpch`, workers: 2 };
  engines = {
    wasm: await library.openEngine(settings),
    native: await library.openEngine({ ...settings, engine: 'native' }),
  };
});

afterAll(async () => {
  if (!available) return;
  for (const engine of ENGINES) await engines[engine].close();
  native.close();
  workspace.remove();
});

const CASES = ENGINES.flatMap((engine) => QUERIES.map((query) => [engine, query] as const));

test.runIf(available).each(CASES)('%s: %s', async (engine, query) => {
  const document = await library.loadPipeline(workspace.pipeline(`tpch/${query}`));
  await engines[engine].run(document, { parameters: { data: DATA } });
  const file = `${workspace.outputs}/tpch/${query}.parquet`;
  expect(existsSync(file)).toBe(true);
  const sql = standardSql(query);
  const orderBy = orderColumns(sql);
  const expected = await throughParquet(native, sql, `${file}.expected`);
  expect(await differences(native, `FROM '${file}'`, expected, { orderBy })).toEqual([]);
});
