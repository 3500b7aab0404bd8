/**
 * The whole way in the studio: an example opened, a cluster added and tested, the pipeline checked,
 * compared and pushed, a worker lost in mid-job, the page closed meanwhile, and the rows those of a run here.
 */
import { copyFileSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { parseDocument } from '../../../engine/document/parse.ts';
import { openNative } from '../../../engine/testing/native.ts';
import { examine, seriousOf } from '../../axe.ts';
import { launchChromium } from '../../browser.ts';
import { outputDifferences } from '../../equivalence/outputs.ts';
import { openFlow, place, untilNamed } from '../../hosted-page.ts';
import { serveStudio } from '../../serve-studio.ts';
import { openStudio, openTab, run, showTab, step } from '../../studio-page.ts';
import { addCluster, askToPush, chooseLab } from '../cluster-page.ts';
import { describeOnCluster, killWorker, reviveWorker, theCluster } from '../cluster.ts';

const EXAMPLE = readFileSync('examples/late-flights.sluice.json', 'utf8').replaceAll(
  '../node_modules/vega-datasets/data/',
  '../data/',
);
const DATA = ['flights-3m.parquet', 'airports.csv'];

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describeOnCluster('the studio and a cluster', () => {
  test('flights: added, tested, checked, pushed, a worker killed, the page closed, and equal', async () => {
    const { connect } = await theCluster();
    const served = await serveStudio({ 'flows/late-flights.sluice.json': EXAMPLE });
    onTestFinished(served.close);
    const [flows, data] = [join(served.folder, 'flows'), join(served.folder, 'data')];
    mkdirSync(data);
    mkdirSync(join(flows, 'out'));
    for (const file of DATA) {
      copyFileSync(join('node_modules/vega-datasets/data', file), join(data, file));
    }
    const { page, problems } = await openStudio(browser, served.url);
    const context = page.context();
    onTestFinished(() => context.close());
    await openFlights(page);
    expect(await run(page)).toMatch(/^Succeeded/);
    renameSync(join(flows, 'out'), join(flows, 'wanted'));
    mkdirSync(join(flows, 'out'));

    await addCluster(page, connect, data);
    await chooseLab(page);
    await checkedBefore(page);
    await step(page, 'ranked').click();
    const dialog = await askToPush(page, 'Late flights by airport');
    await dialog.getByText('read by the cluster').first().waitFor();
    await dialog.getByRole('button', { name: 'Compare…' }).click();
    const comparison = page.getByRole('dialog', { name: 'Here and on lab' });
    // No airport has a thousand of the first thousand flights.
    await comparison.getByText(/^No rows on either side/).waitFor();
    await comparison.getByLabel('Rows of the largest source').fill('50000');
    await comparison.getByRole('button', { name: 'Compare again' }).press('Enter');
    await comparison.getByText('Both sides give the same rows').waitFor();
    await comparison.getByText(/^Equal: \d+ rows are the same on both sides/).waitFor();
    await comparison.getByRole('button', { name: 'Push to lab…' }).press('Enter');
    await dialog.getByText('read by the cluster').first().waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const panel = await showTab(page, 'Runs');
    await panel
      .getByRole('progressbar', { name: /^Tasks done of / })
      .first()
      .waitFor();
    // Spark goes on with the other one; this one's tasks are done again.
    await killWorker(2);
    // It was in mid-job.
    await panel.getByRole('button', { name: 'Cancel push' }).waitFor();
    await page.close();

    const again = await openTab(await context.newPage(), served.url);
    await untilNamed(again.page, 'Late flights by airport');
    await again.page.getByRole('button', { name: 'Push to lab' }).waitFor();
    const runs = await showTab(again.page, 'Runs');
    await runs
      .getByRole('button', { name: /^Push to lab ?Succeeded/ })
      .waitFor({ timeout: 240_000 });
    await reviveWorker(2);
    await runs.getByText('fetched and written on this computer').first().waitFor();

    const native = await openNative();
    onTestFinished(() => native.close());
    const parsed = parseDocument(EXAMPLE);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
    const { document } = parsed;
    // As a folder of outputs lies beside its pipeline.
    mkdirSync(join(served.folder, 'local'));
    renameSync(join(flows, 'wanted'), join(served.folder, 'local/out'));
    const wanted = join(served.folder, 'local');
    expect(await outputDifferences(native, document, flows, wanted)).toEqual([]);

    expect(seriousOf(await examine(again.page, {}, '[role=tabpanel]'))).toEqual([]);
    await runs.getByRole('button', { name: 'First rows of out from lab' }).click();
    const shown = again.page.getByRole('status', { name: 'Shown rows' });
    await shown.filter({ hasText: 'from lab' }).waitFor();
    expect([...problems, ...again.problems]).toEqual([]);
  });
});

async function openFlights(page: Page): Promise<void> {
  await place(page, 'This tab').waitFor();
  await openFlow(page, 'late', 'Late flights by airport');
  await place(page, 'This computer').waitFor();
}

/** A function that Spark has other values of is told at its step before anything is sent; then undone. */
async function checkedBefore(page: Page): Promise<void> {
  await step(page, 'shares').click();
  await page.getByRole('region', { name: 'Inspector' }).locator('.cm-content').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' + hash(flights)');
  const problems = await showTab(page, 'Problems');
  await problems.getByText('on lab').first().waitFor();
  await step(page, 'shares').getByRole('img', { name: /error/ }).waitFor();
  await page.getByRole('button', { name: 'Push to lab' }).click();
  await page.getByText('One step does not run on lab').waitFor();
  expect(await page.getByRole('button', { name: 'Push', exact: true }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect.poll(() => problems.getByText('on lab').count()).toBe(0);
}
