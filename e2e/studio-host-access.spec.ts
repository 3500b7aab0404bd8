/** What only a host has, without a mouse, in light and dark: axe looks at every screen of the way. */
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { examine, seriousOf } from './axe.ts';
import { launchChromium } from './browser.ts';
import { serveStudio } from './serve-studio.ts';
import { dataGrid, openStudio, showTab, step, tabTo, untilOver } from './studio-page.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
});

const CITIES = {
  format: 'sluice/1',
  name: 'Cities',
  nodes: {
    orders: { type: 'input.csv', params: { path: 'orders.csv' } },
    large: {
      type: 'rows.filter',
      inputs: { input: 'orders' },
      params: { condition: 'amount > 1' },
    },
    out: {
      type: 'output.file',
      inputs: { input: 'large.kept' },
      params: { path: 'large.csv', format: 'csv' },
    },
  },
  canvas: { positions: { orders: [0, 0], large: [260, 0], out: [520, 0] } },
};

const WAREHOUSE = {
  ...CITIES,
  name: 'Theirs',
  nodes: {
    orders: {
      type: 'input.database',
      params: { connection: { credential: 'warehouse' }, table: 'orders' },
    },
  },
};

const FILES = {
  'cities.sluice.json': JSON.stringify(CITIES),
  'theirs.sluice.json': JSON.stringify(WAREHOUSE),
  'orders.csv': `city,amount\n${'Zürich,2\nBern,3\nBern,4\n'.repeat(20)}`,
};

/** Types into fields one after the other, as they are reached with Tab; none: as it is. */
async function fillIn(page: Page, texts: readonly (string | undefined)[]): Promise<void> {
  for (const [i, text] of texts.entries()) {
    if (i > 0) await page.keyboard.press('Tab');
    if (text === undefined) continue;
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
  }
}

async function choose(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.locator('[cmdk-input]:focus').waitFor();
  await page.keyboard.type(command);
  await page.getByRole('option', { name: command }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** In the browser of files, whose filter has the focus. */
async function openFile(page: Page, name: string): Promise<void> {
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}

test('connections, clusters, files of the host and what is asked of people: no mouse, no serious finding of axe', async () => {
  const served = await serveStudio(FILES);
  onTestFinished(served.close);
  const { page, problems } = await openStudio(browser, served.url, { reducedMotion: 'reduce' });
  const found: Record<string, string[]> = {};
  const look = async (screen: string): Promise<void> => {
    // What is behind a dialog is out of reach, and was looked at by itself.
    const within = (await page.getByRole('dialog').count()) > 0 ? '[role=dialog]' : ':root';
    await page.emulateMedia({ colorScheme: 'light' });
    found[screen] = seriousOf(await examine(page, { resultTypes: ['violations'] }, within));
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = seriousOf(await examine(page, { runOnly: ['color-contrast'] }, within));
    if (dark.length > 0) found[`${screen}, dark`] = dark;
  };
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
  const closed = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await page.getByRole('button', { name: 'Where it runs: This tab', exact: true }).waitFor();

  await choose(page, 'Connections');
  await dialog('Connections').getByText('No connections yet').waitFor();
  await look('no connections');
  await page.keyboard.press('Enter');
  await dialog('New connection').locator('input:focus').waitFor();
  await page.keyboard.press('Enter');
  await dialog('New connection').getByText('Fill in the marked fields.').waitFor();
  await dialog('New connection').locator('[aria-invalid=true]:focus').waitFor();
  await look('a connection that is not filled in');
  const nothingThere = '1';
  await fillIn(page, [
    'warehouse',
    undefined,
    '127.0.0.1',
    nothingThere,
    'sales',
    undefined,
    'analyst',
    'secret',
  ]);
  await page.keyboard.press('Enter');
  await dialog('Connections').getByText('warehouse', { exact: true }).waitFor();
  await tabTo(page, '[aria-label="Test warehouse"]');
  await page.keyboard.press('Enter');
  await dialog('Connections')
    .getByRole('status')
    .filter({ hasText: /127\.0\.0\.1/ })
    .waitFor();
  await look('a connection that does not answer');
  // It is asked before a password is forgotten; the answer that harms nobody has the focus.
  await tabTo(page, '[aria-label="Remove warehouse"]');
  await page.keyboard.press('Enter');
  await dialog('Connections').locator('button:focus', { hasText: 'Cancel' }).waitFor();
  await look('whether to remove a connection');
  await page.keyboard.press('Enter');
  await closed();

  await page.keyboard.press('Control+o');
  await dialog('Open a pipeline').getByRole('option').first().waitFor();
  await look('files');
  await openFile(page, 'cities');
  await page.getByRole('button', { name: 'Where it runs: This computer', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio').first().waitFor();
  await look('where it runs');
  await page.keyboard.press('Escape');
  await page.getByRole('menuitemradio').first().waitFor({ state: 'detached' });

  await step(page, 'large').focus();
  await page.keyboard.press('Enter');
  await dataGrid(page).getByText('Bern').first().waitFor();
  await showTab(page, 'Profile');
  await page.getByRole('button', { name: /^Bern 67%, 40 rows/ }).waitFor();
  await look('profile');
  await page.keyboard.press('Control+Enter');
  expect(await untilOver(page)).toMatch(/^Succeeded/);
  await page.reload();
  await (await showTab(page, 'Runs')).getByText('Earlier on this computer').waitFor();
  await look('earlier runs');

  await choose(page, 'Clusters');
  await dialog('Clusters').getByText('No clusters yet').waitFor();
  await look('no clusters');
  await page.keyboard.press('Enter');
  await dialog('New cluster').locator('input:focus').waitFor();
  await page.keyboard.press('Enter');
  await dialog('New cluster').locator('[aria-invalid=true]:focus').waitFor();
  await look('a cluster that is not filled in');
  // The port of the address goes where it belongs.
  await fillIn(page, ['lab', `sc://127.0.0.1:${nothingThere}`]);
  await page.keyboard.press('Enter');
  await dialog('Clusters').getByText('lab', { exact: true }).waitFor();
  await tabTo(page, '[aria-label="Test lab"]');
  await page.keyboard.press('Enter');
  await dialog('Clusters')
    .getByRole('status')
    .filter({ hasText: /127\.0\.0\.1:1/ })
    .waitFor();
  await look('a cluster that does not answer');
  await closed();
  await choose(page, 'Run on the cluster lab');
  await page.getByRole('button', { name: 'Push to lab', exact: true }).waitFor();
  await page.keyboard.press('Control+Enter');
  // Planned here: nobody there was asked. What Enter does has the focus.
  await dialog('Push “Cities” to lab').locator('button:focus', { hasText: 'Push' }).waitFor();
  await look('before a push');
  await page.keyboard.press('Enter');
  await dialog('Push “Cities” to lab').getByRole('alert').waitFor();
  await look('a push that nobody takes');
  await closed();
  await choose(page, 'Run on this computer');

  await page.keyboard.press('Control+Shift+s');
  await dialog('Save the pipeline').getByText('cities.sluice.json is there already.').waitFor();
  await look('a name that is taken');
  await closed();
  await page.getByLabel('Pipeline name').fill('Mine');
  const theirs = join(served.folder, 'cities.sluice.json');
  writeFileSync(theirs, JSON.stringify({ ...CITIES, name: 'By another program' }));
  const later = new Date(Date.now() + 10_000);
  utimesSync(theirs, later, later);
  await page.getByText('What you edited here is kept.').waitFor();
  await look('changed by another program');
  await page.keyboard.press('Control+s');
  await dialog(/was changed by another program/).waitFor();
  await look('whether to overwrite');
  await closed();

  await page.keyboard.press('Control+o');
  await openFile(page, 'theirs');
  await dialog('Let this pipeline use “warehouse”?').waitFor();
  await look('whether a pipeline may use a connection');
  await page.keyboard.press('Escape');
  expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual(
    {},
  );
  expect(problems).toEqual([]);
  await page.context().close();
});
