/**
 * Three million flights: a pipeline is built in the studio, compared, and pushed to the two workers; one of
 * them is killed, and what is fetched is what a run on this computer gives.
 */
import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openNative } from '../../../engine/testing/native.ts';
import { launchChromium } from '../../browser.ts';
import { differences } from '../../compare.ts';
import { addStep, openByKeyboard, place, rename } from '../../hosted-page.ts';
import { serveStudio } from '../../serve-studio.ts';
import { dataGrid, inspector, openStudio, run, showTab, step } from '../../studio-page.ts';
import { addCluster, askToPush, chooseLab, picture } from '../cluster-page.ts';
import { describeOnCluster, killWorker, reviveWorker, theCluster } from '../cluster.ts';

const FLIGHTS = 'flights-3m.parquet';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describeOnCluster('a pipeline of flights', () => {
  test('is built, compared, pushed, loses a worker, and gives the rows of a run here', async () => {
    const { connect } = await theCluster();
    const served = await serveStudio();
    onTestFinished(served.close);
    const data = join(served.folder, 'data');
    mkdirSync(data);
    copyFileSync(join('node_modules/vega-datasets/data', FLIGHTS), join(data, FLIGHTS));
    const { page, problems } = await openStudio(browser, served.url);
    onTestFinished(() => page.context().close());
    await place(page, 'This tab').waitFor();

    await build(page);
    await picture(page, 'journey-1-built');
    expect(await run(page)).toMatch(/^Succeeded/);
    renameSync(join(served.folder, 'late.parquet'), join(served.folder, 'wanted.parquet'));

    await addCluster(page, connect, data);
    await chooseLab(page);
    const asking = await askToPush(page, 'Late flights');
    await asking.getByRole('button', { name: 'Compare…' }).click();
    const comparison = page.getByRole('dialog', { name: 'Here and on lab' });
    await comparison.getByText(/^Equal: \d+ rows are the same on both sides/).waitFor();
    await picture(page, 'journey-2-compared');
    await comparison.getByRole('button', { name: 'Push to lab…' }).click();
    await page
      .getByRole('dialog', { name: 'Push “Late flights” to lab' })
      .getByText('read by the cluster')
      .waitFor();
    await page.keyboard.press('Enter');

    const status = page.getByRole('status', { name: 'Run status' });
    await status.filter({ hasText: /^Push to lab: (?!Succeeded)/ }).waitFor();
    const runs = await showTab(page, 'Runs');
    await runs
      .getByRole('progressbar', { name: /^Tasks done of / })
      .first()
      .waitFor();
    await killWorker(2);
    // It was in mid-job.
    await runs.getByRole('button', { name: 'Cancel push' }).waitFor();
    await picture(page, 'journey-3-worker-killed');
    await runs
      .getByRole('button', { name: /^Push to lab ?Succeeded/ })
      .waitFor({ timeout: 240_000 });
    await status.filter({ hasText: 'Push to lab: Succeeded' }).waitFor();
    await reviveWorker(2);
    await runs.getByRole('button', { name: /^First rows of \S+ from lab/ }).click();
    await page
      .getByRole('status', { name: 'Shown rows' })
      .filter({ hasText: 'from lab' })
      .waitFor();
    await picture(page, 'journey-4-fetched');

    const native = await openNative();
    onTestFinished(() => native.close());
    const rows = (file: string): string => `FROM '${join(served.folder, file)}'`;
    expect(
      await differences(native, rows('late.parquet'), rows('wanted.parquet'), {
        orderBy: ['count'],
      }),
    ).toEqual([]);
    expect(problems).toEqual([]);
  });
});

/** Flights that were an hour late, counted by airport, most first: with what a person clicks and types. */
async function build(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open data files…' }).click();
  await openByKeyboard(page, 'data', 'flights');
  await place(page, 'This computer').waitFor();
  await dataGrid(page).getByRole('gridcell').first().waitFor();
  await rename(page, 'Late flights');
  const form = inspector(page);
  await step(page, 'flights_3m').click();
  await addStep(page, 'filter', /^Filter/);
  await form.locator('.cm-content').first().click();
  await page.keyboard.type('delay >= 60');
  await page.keyboard.press('Escape');
  await addStep(page, 'group', /^Group by/);
  await form.getByPlaceholder('Add…').fill('origin');
  await page.keyboard.press('Enter');
  await dataGrid(page)
    .getByRole('columnheader', { name: /^origin/ })
    .waitFor();
  await addStep(page, 'sort', /^Sort/);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByRole('combobox', { name: /^Column/ }).fill('count');
  await page.keyboard.press('Enter');
  await addStep(page, 'write file', /^Write file/);
  await form.getByLabel('Path', { exact: true }).fill('late.parquet');
  await form.getByLabel('Path', { exact: true }).press('Tab');
  await page.getByRole('button', { name: 'Show all' }).click();
  await step(page, 'filter').click();
  await dataGrid(page)
    .getByRole('columnheader', { name: /^distance/ })
    .waitFor();
}
