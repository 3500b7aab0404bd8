/** The 22 TPC-H pipelines, one after the other on one page: the rows that native DuckDB gives. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openNative } from '../../engine/testing/native.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { launchChromium, serveApp } from '../browser.ts';
import type { ServedApp } from '../browser.ts';
import { differences, throughParquet } from '../compare.ts';
import { openPipeline, openStudio, run, saveOutput, untilSound } from '../studio-page.ts';
import type { StudioPage } from '../studio-page.ts';
import {
  hasTpch,
  openTables,
  orderColumns,
  pipelineFile,
  QUERIES,
  standardSql,
  tableFiles,
  tpchData,
} from './reference.ts';

const DATA = tpchData('0.01');
const available = hasTpch(DATA);

let native: NativeDuckDB;
let browser: Browser;
let app: ServedApp;
let studio: StudioPage;
let scratch: string;

beforeAll(async () => {
  if (!available) return;
  [native, browser, app] = await Promise.all([openNative(), launchChromium(), serveApp()]);
  await openTables(native, DATA);
  scratch = mkdtempSync(join(tmpdir(), 'sluice-tpch-'));
  studio = await openStudio(browser, app.url);
  await studio.page.getByText(/^\d+ workers?$/).waitFor();
});

afterAll(async () => {
  if (!available) return;
  expect(studio.problems).toEqual([]);
  await browser.close();
  await app.close();
  native.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** The tables that a pipeline reads: each document is given its own files. */
function tablesOf(query: string): string[] {
  const text = readFileSync(pipelineFile(query), 'utf8');
  return tableFiles(DATA).filter((file) => text.includes(`/${basename(file)}"`));
}

test.runIf(available).each(QUERIES)('%s', async (query) => {
  const { page } = studio;
  await openPipeline(page, pipelineFile(query), tablesOf(query));
  await untilSound(page);
  expect(await run(page)).toMatch(/^Succeeded/);
  const file = join(scratch, `${query}.parquet`);
  await saveOutput(page, `../out/tpch/${query}.parquet`, file);
  const sql = standardSql(query);
  const orderBy = orderColumns(sql);
  const expected = await throughParquet(native, sql, `${file}.expected`);
  expect(await differences(native, `FROM '${file}'`, expected, { orderBy })).toEqual([]);
});
