/** Pipelines run in the studio, and taken along as code: what they write, and what is said where they cannot. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, serveApp, serveAppPlainly } from './browser.ts';
import type { ServedApp } from './browser.ts';
import {
  inspector,
  openDataFiles,
  openPipeline,
  openStudio,
  run,
  saveOutput,
  showTab,
  untilOver,
  untilSound,
} from './studio-page.ts';
import { createWorkspace, readFolder, sluice } from './workspace.ts';
import type { Workspace } from './workspace.ts';

let browser: Browser;
let app: ServedApp;
let plain: ServedApp;
let workspace: Workspace;
let scratch: string;

beforeAll(async () => {
  [browser, app, plain] = await Promise.all([launchChromium(), serveApp(), serveAppPlainly()]);
  workspace = createWorkspace();
  scratch = mkdtempSync(join(tmpdir(), 'sluice-run-'));
});

afterAll(async () => {
  await browser.close();
  await Promise.all([app.close(), plain.close()]);
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const STOCKS = 'node_modules/vega-datasets/data/stocks.csv';

/** The studio, with its engine up. */
async function openReady(served: ServedApp): Promise<{ page: Page; problems: readonly string[] }> {
  const studio = await openStudio(browser, served.url);
  await studio.page.getByText(/^\d+ workers?$/).waitFor();
  return studio;
}

/** Writes a pipeline and gives its path. */
function pipelineWith(name: string, nodes: object, parameters: object = {}): string {
  const file = join(scratch, `${name}.sluice.json`);
  writeFileSync(file, JSON.stringify({ format: 'sluice/1', name, parameters, nodes }));
  return file;
}

const STOCKS_SOURCE = { type: 'input.csv', params: { path: 'stocks.csv' } };

const filter = (condition: string) => ({
  type: 'rows.filter',
  inputs: { input: 'stocks' },
  params: { condition },
});

const sink = (input: string) => ({
  type: 'output.file',
  inputs: { input },
  params: { path: 'out.csv', format: 'csv' },
});

const downloads = (page: Page) => page.getByRole('button', { name: /^Download / });

test.each(['isolated', 'not isolated'])(
  'an example runs and gives the bytes that the command line writes (%s)',
  async (isolation) => {
    const served = isolation === 'isolated' ? app : plain;
    const { page, problems } = await openReady(served);
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(served === app);
    await openPipeline(page, workspace.pipeline('stock-trends'), [STOCKS]);
    await untilSound(page);
    expect(await run(page)).toMatch(/^Succeeded in .* · 3 files/);
    await sluice('run', workspace.pipeline('stock-trends'));
    const files = readFolder(workspace.outputs);
    for (const name of ['stock-trend.parquet', 'best-months.csv', 'stocks-wide.csv']) {
      const to = join(scratch, name);
      await saveOutput(page, `out/${name}`, to);
      expect(readFileSync(to).equals(files.get(name) ?? Buffer.of())).toBe(true);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  },
);

test('a missing file is named, by a run too; added, it is linked and the pipeline runs', async () => {
  const { page } = await openReady(app);
  await openPipeline(page, workspace.pipeline('stock-trends'));
  const problems = await showTab(page, 'Problems');
  const problem = problems.getByRole('region', { name: 'stocks' }).getByRole('button').first();
  await problem.filter({ hasText: 'stocks.csv' }).waitFor();
  expect(await run(page)).toMatch(/^Failed: .*stocks\.csv/);
  await openDataFiles(page, [STOCKS]);
  await page.getByText('stocks.csv is linked again.').waitFor();
  expect(await run(page)).toMatch(/^Succeeded/);
  await page.context().close();
});

test('a wrong expression is shown with its step, and leads to its characters', async () => {
  const { page } = await openReady(app);
  const nodes = { stocks: STOCKS_SOURCE, dear: filter('prise > 100'), out: sink('dear') };
  await openPipeline(page, pipelineWith('Typing error', nodes), [STOCKS]);
  const problems = await showTab(page, 'Problems');
  const problem = problems.getByRole('region', { name: 'dear' }).getByRole('button').first();
  await problem.filter({ hasText: 'condition' }).waitFor();
  expect(await problem.innerText()).toMatch(/prise[^]*price/);
  await problem.click();
  await page.waitForFunction(() => getSelection()?.toString() === 'prise');
  await page.locator('.cm-lintRange-error', { hasText: /^prise$/ }).waitFor();
  expect(await run(page)).toMatch(/^Failed: .*prise/);
  await page.context().close();
});

test('a run that fails says why, in which file and line, and writes nothing', async () => {
  const { page } = await openReady(app);
  const data = join(scratch, 'bad.csv');
  writeFileSync(data, `n\n${'1\n'.repeat(50)}x\n`);
  const bad = { type: 'input.csv', params: { path: 'bad.csv', columns: { n: 'INTEGER' } } };
  await openPipeline(page, pipelineWith('Bad row', { bad, out: sink('bad') }), [data]);
  expect(await run(page)).toMatch(/^Failed: /);
  const problems = await showTab(page, 'Problems');
  await problems
    .getByRole('region', { name: 'bad' })
    .getByText(/bad\.csv · line 52/)
    .waitFor();
  const runs = await showTab(page, 'Runs');
  expect(await runs.getByRole('alert').innerText()).toMatch(/bad\.csv · line 52/);
  expect(await downloads(page).count()).toBe(0);
  await page.context().close();
});

test('parameters are given values, checked and used', async () => {
  const { page } = await openReady(app);
  const nodes = { stocks: STOCKS_SOURCE, dear: filter('price >= $least'), out: sink('dear') };
  const least = { type: 'BIGINT', default: 0 };
  await openPipeline(page, pipelineWith('Parameters', nodes, { least }), [STOCKS]);
  await untilSound(page);
  const card = inspector(page).getByRole('group', { name: '$least' });
  const value = card.getByLabel('Value now');
  await value.fill('many');
  await card.getByRole('listitem').filter({ hasText: 'many' }).waitFor();
  await value.fill('600');
  await untilSound(page);
  expect(await run(page)).toMatch(/^Succeeded in .* · 1 file, 4 rows/);
  await page.context().close();
});

test('a cancelled run stops, writes nothing, and the next one runs', async () => {
  const { page, problems } = await openReady(app);
  const numbers = {
    type: 'input.generate',
    params: { kind: 'range', name: 'n', start: '0', stop: '300000000' },
  };
  const sums = {
    type: 'aggregate.group-by',
    inputs: { input: 'numbers' },
    params: {
      keys: [],
      aggregates: [{ name: 's', function: 'sum', expression: 'sqrt(n) * ln(n + 1)' }],
    },
  };
  await openPipeline(page, pipelineWith('Long', { numbers, sums, out: sink('sums') }));
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel run' }).click();
  expect(await untilOver(page)).toMatch(/^Cancelled/);
  await showTab(page, 'Runs');
  expect(await downloads(page).count()).toBe(0);
  await openPipeline(page, workspace.pipeline('stock-trends'), [STOCKS]);
  await untilSound(page);
  expect(await run(page)).toMatch(/^Succeeded/);
  expect(problems).toEqual([]);
  await page.context().close();
});

/** @param output params of the last step */
const fewRows = (output: object = {}): string =>
  pipelineWith(
    'Few rows',
    {
      numbers: {
        type: 'input.inline',
        params: { columns: [{ name: 'n', type: 'INTEGER' }], rows: [[1], [2], [3]] },
      },
      enough: {
        type: 'rows.filter',
        inputs: { input: 'numbers' },
        params: { condition: 'n >= $least' },
      },
      sorted: { type: 'rows.sort', inputs: { input: 'enough' }, params: { by: [{ column: 'n' }] } },
      out: {
        type: 'output.file',
        inputs: { input: 'sorted' },
        params: { path: 'few.csv', format: 'csv', ...output },
      },
      bars: {
        type: 'output.chart',
        inputs: { input: 'sorted' },
        params: { spec: { mark: 'bar', x: 'n' } },
      },
    },
    { least: { type: 'INTEGER', default: 2 } },
  );

const exportDialog = (page: Page) => page.getByRole('dialog', { name: 'Export as code' });

const shownFile = (page: Page, path: string) =>
  exportDialog(page).getByRole('textbox', { name: `Text of ${path}`, exact: true });

test('a pipeline is looked at in every language, and taken along as the command line writes it', async () => {
  const { page, problems } = await openReady(app);
  const file = fewRows();
  await openPipeline(page, file);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Export as code…' }).click();
  await shownFile(page, 'pipeline.sql').waitFor();
  expect(await exportDialog(page).getByRole('region', { name: 'Parameters' }).innerText()).toMatch(
    /\$least\s+2/,
  );
  for (const [target, name, path, words] of [
    ['python-duckdb', 'Python', 'pipeline.py', 'import duckdb'],
    ['pyspark', 'PySpark', 'pipeline.py', 'from pyspark.sql import SparkSession'],
    ['scala-spark', 'Scala', 'src/main/scala/FewRowsPipeline.scala', 'object FewRowsPipeline'],
    [
      'java-spark',
      'Java',
      'src/main/java/FewRowsPipeline.java',
      'public final class FewRowsPipeline',
    ],
    ['typescript', 'TypeScript', 'pipeline.ts', "from 'sluice'"],
    ['sql', 'SQL', 'pipeline.sql', 'COPY ('],
  ] as const) {
    await exportDialog(page).getByRole('radio', { name, exact: true }).check();
    await shownFile(page, path).filter({ hasText: words }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download project (zip)' }).click();
    const folder = `few-rows-${target}`;
    expect((await download).suggestedFilename()).toBe(`${folder}.zip`);
    const zipped = unzipSync(readFileSync(await (await download).path()));
    await sluice('export', file, '--target', target, '--out', join(scratch, folder));
    expect(
      Object.entries(zipped)
        .map(([at, bytes]) => [at, strFromU8(bytes)])
        .sort(),
    ).toEqual(
      [...readFolder(join(scratch, folder))].map(([at, bytes]) => [
        `${folder}/${at}`,
        String(bytes),
      ]),
    );
  }
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download file' }).click();
  const sql = readFileSync(await (await download).path(), 'utf8');
  const lines = await shownFile(page, 'pipeline.sql').locator('.cm-line').allTextContents();
  expect(lines).toEqual(sql.split('\n'));
  // A chart is drawn in the studio alone: that is said, and leads to it.
  await exportDialog(page).getByRole('tab', { name: '1 step differs' }).click();
  await exportDialog(page).getByText('One step may give other rows in SQL').waitFor();
  await exportDialog(page)
    .getByRole('button', { name: /code leaves it out/ })
    .click();
  await exportDialog(page).waitFor({ state: 'detached' });
  await inspector(page).getByText('Chart').first().waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

test('where a language is refused, the way leads to the step, by keyboard alone', async () => {
  const { page, problems } = await openReady(app);
  await openPipeline(page, fewRows({ mode: 'append' }));
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What do you want to do?').fill('as code');
  await page.keyboard.press('Enter');
  const dialog = exportDialog(page);
  await dialog.getByText('One step stands in the way of SQL').waitFor();
  expect(await page.getByRole('button', { name: 'Download project (zip)' }).isDisabled()).toBe(
    true,
  );
  // From the first target to the last, which does what the engine does, and back.
  await page.waitForFunction(() => document.activeElement?.matches('input[type=radio]'));
  await page.keyboard.press('ArrowUp');
  await shownFile(page, 'pipeline.ts').waitFor();
  await page.keyboard.press('ArrowDown');
  await dialog.getByRole('button', { name: /append/ }).focus();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await inspector(page).getByText('Write file').first().waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});
