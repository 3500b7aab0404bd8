/** The 22 TPC-H pipelines as programs for Spark: run, and compared with the standard SQL in native DuckDB. */
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportTarget } from '../../engine/export/project.ts';
import { quoteText } from '../../engine/expression/quote.ts';
import type { Engine } from '../../engine/run/engine-api.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import { differences } from '../compare.ts';
import { hasTpch, openTables, orderColumns, QUERIES, standardSql } from '../tpch/reference.ts';
import type { Jvm } from './jvm.ts';
import { openJvm, opensOf } from './jvm.ts';
import { record } from './record.ts';
import { openSpark } from './spark.ts';
import { standardAsSpark, TPCH_DATA, tpchFiles } from './tpch-programs.ts';
import { dataFiles } from './written.ts';

const available = hasTpch(TPCH_DATA);

let native: NativeDuckDB;
let engine: Engine;
/** Where programs run and write. */
let folder: string;

beforeAll(async () => {
  if (!available) return;
  folder = mkdtempSync(join(tmpdir(), 'sluice-tpch-'));
  [native, engine] = await Promise.all([openNative(), openTestEngine(folder, { workers: 1 })]);
  await openTables(native, TPCH_DATA);
});

afterAll(async () => {
  if (!available) return;
  await engine.close();
  native.close();
  rmSync(folder, { recursive: true, force: true });
});

async function compare(query: string, target: ExportTarget): Promise<void> {
  const written = join(folder, query);
  expect(existsSync(written)).toBe(true);
  const files = dataFiles(written).map(quoteText);
  const orderBy = orderColumns(standardSql(query));
  const expected = await standardAsSpark(native, query);
  const rows = `FROM read_parquet([${files.join(', ')}])`;
  expect(await differences(native, rows, expected, { orderBy })).toEqual([]);
  record({ target, kind: 'pipeline', name: 'TPC-H', of: query, outcome: 'same' });
  rmSync(written, { recursive: true });
}

type Files = Awaited<ReturnType<typeof tpchFiles>>;

/** Exported with a folder of tables that is gone afterwards: programs are given another one. */
async function exportAll(target: ExportTarget): Promise<ReadonlyMap<string, Files>> {
  const before = join(folder, 'tables of the export');
  symlinkSync(TPCH_DATA, before);
  const programs = new Map<string, Files>();
  for (const query of QUERIES) {
    programs.set(query, await tpchFiles(engine, query, target, before));
  }
  rmSync(before);
  return programs;
}

describe.runIf(available)('PySpark', () => {
  let spark: Awaited<ReturnType<typeof openSpark>>;
  let programs: ReadonlyMap<string, Files>;
  beforeAll(async () => {
    programs = await exportAll('pyspark');
    spark = await openSpark();
  });
  afterAll(() => spark.close());

  test.each(QUERIES)('%s', async (query) => {
    const [program] = programs.get(query) ?? [];
    const script = join(folder, `${query}.py`);
    writeFileSync(script, program?.text ?? '');
    const answer = await spark.ask({ script, folder, argv: ['--data', TPCH_DATA] });
    expect(answer.ok ? '' : answer.error).toBe('');
    await compare(query, 'pyspark');
  });
});

describe.runIf(available).each(['scala', 'java'] as const)('%s', (language) => {
  let jvm: Jvm;
  let classes: string;
  const mains = new Map<string, string>();

  beforeAll(async () => {
    const sources = new Map<string, string>();
    let opens: readonly string[] = [];
    for (const [query, [source, pom]] of await exportAll(`${language}-spark`)) {
      if (source === undefined || pom === undefined) throw new Error('a project without its files');
      sources.set(source.path, source.text);
      mains.set(query, source.path.replace(/^.*\/|\.\w+$/g, ''));
      opens = opensOf(pom.text);
    }
    jvm = await openJvm(folder, opens);
    classes = await jvm.compile(language, sources);
  });
  afterAll(() => jvm.close());

  test.each(QUERIES)('%s', async (query) => {
    await jvm.run(classes, mains.get(query) ?? '', [`data=${TPCH_DATA}`]);
    await compare(query, `${language}-spark`);
  });
});
