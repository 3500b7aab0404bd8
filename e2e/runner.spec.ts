/** The runner page in Chromium, as people use it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, serveApp, serveAppPlainly } from './browser.ts';
import type { ServedApp } from './browser.ts';
import {
  addFiles,
  chooseFile,
  openPipeline,
  openRunner,
  rowsOf,
  run,
  runButton,
  saveOutput,
  status,
  untilOver,
} from './runner-page.ts';
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
  scratch = mkdtempSync(join(tmpdir(), 'sluice-runner-'));
});

afterAll(async () => {
  await browser.close();
  await Promise.all([app.close(), plain.close()]);
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const DATA = 'node_modules/vega-datasets/data';

test.each(['isolated', 'not isolated'])(
  'an example runs and gives the bytes that the command line writes (%s)',
  async (isolation) => {
    const served = isolation === 'isolated' ? app : plain;
    const { page, problems } = await openRunner(browser, served.url);
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(served === app);
    await openPipeline(page, workspace.pipeline('stock-trends'));
    await addFiles(page, [`${DATA}/stocks.csv`]);
    expect(await run(page)).toMatch(/^Finished in /);
    await sluice('run', workspace.pipeline('stock-trends'));
    const files = readFolder(workspace.outputs);
    const written = ['out/stock-trend.parquet', 'out/best-months.csv', 'out/stocks-wide.csv'];
    for (const path of written) {
      const to = join(scratch, path.replaceAll('/', '-'));
      await saveOutput(page, path, to);
      expect(readFileSync(to).equals(files.get(path.slice('out/'.length)) ?? Buffer.of())).toBe(
        true,
      );
    }
    expect(problems).toEqual([]);
    await page.close();
  },
);

test('a step shows its first rows', async () => {
  const { page } = await openRunner(browser, app.url);
  await openPipeline(page, workspace.pipeline('stock-trends'));
  await addFiles(page, [`${DATA}/stocks.csv`]);
  await page
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('button', { name: /known/ })
    .click();
  const data = await rowsOf(page, 'known');
  expect(await data.locator('.note').innerText()).toMatch(/^first 100 rows · /);
  expect(await data.locator('thead th').allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringMatching(/^symbol\s+VARCHAR$/)]),
  );
  expect(await data.locator('tbody tr').count()).toBe(100);
  await page.close();
});

test('missing files are named, and Run waits for them', async () => {
  const { page } = await openRunner(browser, app.url);
  await openPipeline(page, workspace.pipeline('stock-trends'));
  await status(page).getByText('Add the missing data files first (1).').waitFor();
  const files = page.getByRole('region', { name: 'Data files' });
  expect(await files.innerText()).toMatch(/stocks\.csv has not been added/);
  expect(await runButton(page).isDisabled()).toBe(true);
  await addFiles(page, [`${DATA}/stocks.csv`]);
  await status(page).getByText('Ready to run.').waitFor();
  await page.close();
});

/** Writes a pipeline over stocks.csv and gives its path. */
function pipelineWith(name: string, nodes: object): string {
  const file = join(scratch, `${name}.sluice.json`);
  writeFileSync(file, JSON.stringify({ format: 'sluice/1', name, nodes }));
  return file;
}

const SINK = { type: 'output.file', params: { path: 'out.csv', format: 'csv' } };

test('a wrong expression is shown with step, param and characters', async () => {
  const { page } = await openRunner(browser, app.url);
  await openPipeline(
    page,
    pipelineWith('Typing error', {
      stocks: { type: 'input.csv', params: { path: 'stocks.csv' } },
      dear: {
        type: 'rows.filter',
        inputs: { input: 'stocks' },
        params: { condition: 'prise > 100' },
      },
      out: { ...SINK, inputs: { input: 'dear' } },
    }),
  );
  await addFiles(page, [`${DATA}/stocks.csv`]);
  const problems = page.getByRole('region', { name: 'Problems' });
  await problems.getByText('dear · condition · characters 1 to 5').waitFor();
  expect(await problems.locator('mark').innerText()).toBe('prise');
  expect(await problems.innerText()).toContain('price');
  expect(await runButton(page).isDisabled()).toBe(true);
  await page.close();
});

test('a file that is no pipeline is refused with its place', async () => {
  const { page } = await openRunner(browser, app.url);
  const file = join(scratch, 'broken.sluice.json');
  writeFileSync(file, '{ "format": "sluice/1", ');
  await chooseFile(page, file);
  const problems = page.getByRole('region', { name: 'Problems' });
  await problems.getByText('broken.sluice.json').first().waitFor();
  expect(await problems.innerText()).toContain('line 1');
  await page.close();
});

test('a run that fails says what, where and what to do', async () => {
  const { page } = await openRunner(browser, app.url);
  const data = join(scratch, 'bad.csv');
  writeFileSync(data, `n\n${'1\n'.repeat(50)}x\n`);
  await openPipeline(
    page,
    pipelineWith('Bad row', {
      bad: { type: 'input.csv', params: { path: 'bad.csv', columns: { n: 'INTEGER' } } },
      out: { ...SINK, inputs: { input: 'bad' } },
    }),
  );
  await addFiles(page, [data]);
  expect(await run(page)).toMatch(/^Failed: /);
  const problems = await page.getByRole('region', { name: 'Problems' }).innerText();
  expect(problems).toContain('bad.csv');
  expect(problems).toContain('line 52');
  expect(await page.getByRole('link', { name: /^Download/ }).count()).toBe(0);
  await page.close();
});

test('parameters are edited, checked and used', async () => {
  const { page } = await openRunner(browser, app.url);
  const file = join(scratch, 'parameters.sluice.json');
  writeFileSync(
    file,
    JSON.stringify({
      format: 'sluice/1',
      name: 'Parameters',
      parameters: { least: { type: 'BIGINT', default: 0 } },
      nodes: {
        stocks: { type: 'input.csv', params: { path: 'stocks.csv' } },
        dear: {
          type: 'rows.filter',
          inputs: { input: 'stocks' },
          params: { condition: 'price >= $least' },
        },
        out: { ...SINK, inputs: { input: 'dear' } },
      },
    }),
  );
  await openPipeline(page, file);
  await addFiles(page, [`${DATA}/stocks.csv`]);
  await status(page).getByText('Ready to run.').waitFor();
  const field = page.getByLabel(/^least/);
  await field.fill('many');
  await status(page).getByText('Mend the problems').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.fill('600');
  await status(page).getByText('Ready to run.').waitFor();
  await run(page);
  expect(await page.getByRole('region', { name: 'Output files' }).innerText()).toContain('4 rows');
  await page.close();
});

test('a cancelled run stops, writes nothing, and the next one runs', async () => {
  const { page } = await openRunner(browser, app.url);
  await openPipeline(
    page,
    pipelineWith('Long', {
      numbers: {
        type: 'input.generate',
        params: { kind: 'range', name: 'n', start: '0', stop: '300000000' },
      },
      sums: {
        type: 'aggregate.group-by',
        inputs: { input: 'numbers' },
        params: {
          keys: [],
          aggregates: [{ name: 's', function: 'sum', expression: 'sqrt(n) * ln(n + 1)' }],
        },
      },
      out: { ...SINK, inputs: { input: 'sums' } },
    }),
  );
  await runButton(page).click();
  await page.getByRole('button', { name: /^Cancel/ }).click();
  expect(await untilOver(page)).toMatch(/^Cancelled/);
  expect(await page.getByRole('link', { name: /^Download/ }).count()).toBe(0);
  await openPipeline(page, workspace.pipeline('stock-trends'));
  await addFiles(page, [`${DATA}/stocks.csv`]);
  expect(await run(page)).toMatch(/^Finished/);
  await page.close();
});
