/** A comparison in the studio: asked for before a push, by keys, and what it shows. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { examine, seriousOf } from '../axe.ts';
import { launchChromium } from '../browser.ts';
import { citiesPipeline, openCities, place } from '../hosted-page.ts';
import { serveStudio } from '../serve-studio.ts';
import { openStudio } from '../studio-page.ts';
import { askToPush, chooseLab } from './cluster-page.ts';
import { describeOnCluster, theCluster } from './cluster.ts';

const ORDERS = Array.from({ length: 400 }, (_, i) => `${i},City ${i % 7},${i / 4}\n`).join('');
const CITIES = citiesPipeline('orders.csv', 'large.csv');
const PIPELINE = {
  ...CITIES,
  nodes: {
    ...CITIES.nodes,
    some: {
      type: 'rows.sample',
      inputs: { input: 'orders' },
      params: { method: 'random', rows: 20, seed: 1 },
    },
    drawn: {
      type: 'output.file',
      inputs: { input: 'some' },
      params: { path: 'drawn.csv', format: 'csv' },
    },
  },
  canvas: { positions: { ...CITIES.canvas.positions, some: [260, 160], drawn: [520, 160] } },
};

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describeOnCluster('a comparison in the studio', () => {
  test('shows what is equal and what differs, and goes on to the push', async () => {
    const { connect } = await theCluster();
    const served = await serveStudio(
      {
        'flows/orders.csv': `id,city,amount\n${ORDERS}`,
        'flows/cities.sluice.json': JSON.stringify(PIPELINE),
      },
      { SLUICE_CONNECTION_LAB: `sc://${connect.host}:${connect.port}` },
    );
    onTestFinished(served.close);
    const { page, problems } = await openStudio(browser, served.url);
    onTestFinished(() => page.context().close());
    await place(page, 'This tab').waitFor();
    await openCities(page);
    await chooseLab(page);

    const asking = await askToPush(page, 'Cities');
    await asking.getByRole('button', { name: 'Compare…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Here and on lab' });
    await dialog.getByText('One output differs').waitFor();
    await dialog.getByText('orders: all 400 rows').waitFor();
    await dialog.getByText(/^\d+ of 20 rows here and \d+ of 20 rows on lab/).waitFor();
    const rows = dialog.getByRole('region', { name: /that differ/ }).getByRole('row');
    await rows.filter({ hasText: 'only here' }).first().waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [width, height] of [
        [1440, 900],
        [1024, 768],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(seriousOf(await examine(page, {}, '[role=dialog]'))).toEqual([]);
      }
    }
    await dialog.getByRole('tab', { name: /drawn/ }).press('ArrowLeft');
    await dialog.getByText(/^Equal: \d+ rows are the same on both sides/).waitFor();
    await dialog.getByRole('button', { name: 'Push to lab…' }).press('Enter');
    await page.getByRole('dialog', { name: /^Push “Cities” to lab/ }).waitFor();
    expect(problems).toEqual([]);
  });
});
