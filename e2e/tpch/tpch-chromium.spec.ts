/** The 22 TPC-H pipelines, one after the other on one page: the rows that native DuckDB gives. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openNative } from '../../engine/testing/native.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { launchChromium, serveApp } from '../browser.ts';
import type { ServedApp } from '../browser.ts';
import { differences, throughParquet } from '../compare.ts';
import { addFiles, openPipeline, openRunner, run, saveOutput } from '../runner-page.ts';
import type { RunnerPage } from '../runner-page.ts';
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
let runner: RunnerPage;
let scratch: string;

beforeAll(async () => {
  if (!available) return;
  [native, browser, app] = await Promise.all([openNative(), launchChromium(), serveApp()]);
  await openTables(native, DATA);
  scratch = mkdtempSync(join(tmpdir(), 'sluice-tpch-'));
  runner = await openRunner(browser, app.url);
  await addFiles(runner.page, tableFiles(DATA));
});

afterAll(async () => {
  if (!available) return;
  expect(runner.problems).toEqual([]);
  await browser.close();
  await app.close();
  native.close();
  rmSync(scratch, { recursive: true, force: true });
});

test.runIf(available).each(QUERIES)('%s', async (query) => {
  const { page } = runner;
  await openPipeline(page, pipelineFile(query));
  expect(await run(page)).toMatch(/^Finished/);
  const file = join(scratch, `${query}.parquet`);
  await saveOutput(page, `../out/tpch/${query}.parquet`, file);
  const sql = standardSql(query);
  const orderBy = orderColumns(sql);
  const expected = await throughParquet(native, sql, `${file}.expected`);
  expect(await differences(native, `FROM '${file}'`, expected, { orderBy })).toEqual([]);
});
