/** What became of a pipeline: problems, runs and what they changed, charts, failures. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServedApp } from './browser.ts';
import { launchChromium, serveApp } from './browser.ts';
import { cell, node, openPipeline, tab } from './results-page.ts';
import { dataGrid, run, runStatus } from './studio-page.ts';

let app: ServedApp;
let browser: Browser;

beforeAll(async () => {
  [app, browser] = await Promise.all([serveApp(), launchChromium()]);
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

const numbers = node('input.generate', { kind: 'range', stop: 10_000_000, name: 'n' });

test('a problem leads to its step; its rows before are still there', async () => {
  const { page } = await openPipeline(
    browser,
    app.url,
    {
      numbers,
      wrong: node('rows.filter', { condition: 'm > 3' }, 'numbers'),
      after: node('rows.limit', { rows: 5 }, 'wrong.kept'),
      lost: node('output.file', { path: 'lost.csv', format: 'csv' }, 'after'),
      ten: node('rows.limit', { rows: 10 }, 'numbers'),
      right: node('output.file', { path: 'right.csv', format: 'csv' }, 'ten'),
    },
    'wrong',
  );
  await page.getByRole('button', { name: 'Show rows of numbers' }).click();
  await cell(page, '7').waitFor();
  // What cannot run is said before anything runs; the other output runs when it is asked for.
  expect(await run(page)).toMatch(/^Failed: .*"m"/);
  const list = page.getByRole('tabpanel', { name: 'Problems' });
  await list.getByText('Not run: 1 error stands in the way.').waitFor();
  await list.getByText('2 steps after it wait for this').click();
  expect(await list.getByRole('region').count()).toBe(1);
  await list.getByRole('button', { name: 'Run the output that is right' }).click();
  await runStatus(page)
    .filter({ hasText: /^Succeeded/ })
    .waitFor();
  await tab(page, 'Runs').click();
  await page.getByRole('button', { name: 'Download right.csv' }).waitFor();
  await tab(page, 'Problems').click();
  await page
    .getByRole('tabpanel', { name: 'Problems' })
    .getByRole('region', { name: 'wrong' })
    .getByRole('button')
    .first()
    .click();
  const { selection, focus } = await page.evaluate(() => window.studio.session.getState());
  expect(selection).toEqual(['wrong']);
  expect(focus).toMatchObject({ node: 'wrong', param: 'condition', start: 0 });
});

test('a run is a picture; its file is downloaded; the next run tells what changed', async () => {
  const { page, problems } = await openPipeline(
    browser,
    app.url,
    {
      few: node('input.generate', { kind: 'range', stop: 1000, name: 'n' }),
      part: node(
        'columns.derive',
        { expressions: [{ name: 'm', expression: 'nullif(n % 10, 0)' }] },
        'few',
      ),
      out: node('output.file', { path: 'out/few.csv', format: 'csv' }, 'part'),
    },
    'out',
  );
  await runStatus(page).filter({ hasText: 'Idle' }).waitFor();
  await cell(page, '7').waitFor();
  expect(await run(page)).toMatch(/^Succeeded/);
  await tab(page, 'Runs').click();
  await page.getByRole('img', { name: 'Stages and tasks over time' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download out/few.csv' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('few.csv');
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\n');
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([1001, 'n,m', '999,9']);

  // Nulls are counted behind the run.
  await page.waitForFunction(() => {
    const { runs } = window.studio.runs.getState();
    return runs.at(-1)?.nulls.has('out') === true;
  });
  await page.evaluate(() => {
    const { documents } = window.studio;
    documents.execute({
      label: { key: 'param', values: { title: 'part', param: 'expressions' } },
      change: (draft) => {
        const { part } = draft.nodes;
        if (part !== undefined)
          part.params = { expressions: [{ name: 'm', expression: 'nullif(n % 5, 0)' }] };
      },
    });
  });
  expect(await run(page)).toMatch(/^Succeeded/);
  const changes = page.getByRole('region', { name: 'Changes since the run before' });
  await changes.getByRole('row', { name: /^out/ }).filter({ hasText: '100 → 200' }).waitFor();
  expect(problems).toEqual([]);
});

test('a chart is drawn of all rows and saved as SVG and PNG', async () => {
  const { page, problems } = await openPipeline(
    browser,
    app.url,
    {
      numbers: node('input.generate', { kind: 'range', stop: 5000, name: 'n' }),
      parts: node(
        'columns.derive',
        { expressions: [{ name: 'part', expression: "'part ' || (n % 4)" }] },
        'numbers',
      ),
      chart: node(
        'output.chart',
        { spec: { mark: 'bar', x: 'part', y: 'n', aggregate: 'sum', title: 'Sums' } },
        'parts',
      ),
    },
    'chart',
  );
  const chart = page.getByRole('img', { name: 'Chart: chart' });
  await chart.locator('svg').getByText('part 3').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as SVG' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('chart.svg');
  const svg = readFileSync(await download.path(), 'utf8');
  const texts = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    return Array.from(parsed.querySelectorAll('text, parsererror'), (each) => each.textContent);
  }, svg);
  expect(texts).toEqual(expect.arrayContaining(['Sums', 'part 0']));
  const [png] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as PNG' }).click(),
  ]);
  expect(
    readFileSync(await png.path())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  await page.getByRole('group', { name: 'Show as' }).getByRole('button', { name: 'Rows' }).click();
  await cell(page, 'part 0').waitFor();
  expect(await dataGrid(page).getAttribute('aria-rowcount')).toBe('5');
  // The points are rows like others: sorted and filtered.
  await dataGrid(page).getByRole('columnheader', { name: /^n/ }).click();
  await dataGrid(page).getByRole('columnheader', { name: /^n/ }).click();
  const first = dataGrid(page).getByRole('row').nth(1).getByRole('gridcell').first();
  await expect.poll(() => first.innerText()).toBe('part 3');
  await cell(page, 'part 1').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Only rows without it' }).click();
  await expect.poll(() => dataGrid(page).getAttribute('aria-rowcount')).toBe('4');
  expect(problems).toEqual([]);
});

test('a run that fails far back in the data shows the rows, and what to do about them', async () => {
  const { page, problems } = await openPipeline(
    browser,
    app.url,
    {
      numbers: node('input.generate', { kind: 'range', stop: 400_000, name: 'n' }),
      texts: node(
        'columns.derive',
        { expressions: [{ name: 'x', expression: "CASE n WHEN 300000 THEN 'n/a' ELSE '7' END" }] },
        'numbers',
      ),
      cast: node('columns.cast', { casts: [{ column: 'x', type: 'INTEGER' }] }, 'texts'),
      out: node('output.file', { path: 'out.csv', format: 'csv' }, 'cast'),
    },
    'cast',
  );
  await cell(page, '7').waitFor();
  expect(await run(page)).toMatch(/^Failed: .*n\/a/);
  // In the step's own tab, where its first rows look well.
  const data = page.getByRole('tabpanel', { name: 'Data' });
  await data.getByText('The last run failed at this step').waitFor();
  await data.getByRole('button', { name: 'Show the run' }).click();
  const runs = page.getByRole('tabpanel', { name: 'Runs' });
  await runs.getByText(/^Partition \d+ of \d+ in/).waitFor();
  await runs.getByRole('button', { name: 'Look through all rows' }).click();
  const rows = runs.getByRole('table', { name: 'The input row at which it fails' });
  await rows.getByRole('cell', { name: '300000' }).waitFor();
  expect(await rows.getByRole('cell').allInnerTexts()).toEqual(['300000', 'n/a']);
  await runs.getByRole('button', { name: 'Send such rows to rejects' }).click();
  expect(await run(page)).toMatch(/^Succeeded/);
  expect(problems).toEqual([]);
});
