/** What dies under the studio: its page, and the host. Each is ended for real. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './browser.ts';
import {
  addStep,
  openFlow,
  openCities,
  openHosted,
  place,
  rename,
  untilNamed,
} from './hosted-page.ts';
import { inspector, run, runStatus, showTab, untilOver } from './studio-page.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
});

/** Computes for hours, until somebody ends it. */
const endless = (orders: string, sum: string) => ({
  format: 'sluice/1',
  name: 'Endless',
  nodes: {
    orders: { type: 'input.csv', params: { path: orders } },
    sum: {
      type: 'code.sql',
      inputs: { inputs: ['orders'] },
      params: { query: 'SELECT sum(i % id) AS s FROM orders, range(100_000_000_000_000) AS t(i)' },
    },
    out: {
      type: 'output.file',
      inputs: { input: 'sum' },
      params: { path: sum, format: 'csv' },
    },
  },
  canvas: { positions: { orders: [0, 0], sum: [260, 0], out: [520, 0] } },
});
const ENDLESS = endless('../data/orders.csv', '../out/README.txt');

async function openEndless(page: Page): Promise<void> {
  await openFlow(page, 'endless', 'Endless');
  await place(page, 'This computer').waitFor();
}

const begin = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await runStatus(page)
    .filter({ hasText: /^Running/ })
    .waitFor();
};

const earlier = async (page: Page) =>
  (await showTab(page, 'Runs')).getByRole('region', { name: 'Earlier on this computer' });

test('a host that is killed in mid-run: told, its run is lost, nothing else is; started again it runs it again', async () => {
  const { page, served, read } = await openHosted(browser, {
    'flows/endless.sluice.json': JSON.stringify(ENDLESS),
  });
  await openEndless(page);
  await begin(page);
  const jobs = join(served.folder, '../config/sluice/jobs.json');
  /** The host has them on record, and then in its engine. */
  const untilBegun = (runs: number): Promise<void> =>
    expect
      .poll(() => (existsSync(jobs) ? readFileSync(jobs, 'utf8').split('"running"').length - 1 : 0))
      .toBe(runs);
  await untilBegun(1);
  await served.kill();
  await page.getByRole('alert').getByText('The host has stopped. Nothing').waitFor();
  expect(await untilOver(page)).toMatch(/^Failed/);
  expect(read('out/README.txt')).toBe('What pipelines write.');
  await rename(page, 'Edited without a host');
  await page.getByText('Edited', { exact: true }).waitFor();
  // In the same tab its new address differs in the fragment alone.
  await page.goto(await served.restart());
  await untilNamed(page, 'Edited without a host');
  await place(page, 'This computer').waitFor();
  const lost = (await earlier(page)).getByRole('listitem').filter({ hasText: 'Lost' });
  await lost.getByText('Endless', { exact: true }).click();
  await lost.getByText('Open the pipeline and run it again.').waitFor();
  // Begun before the page was loaded again, a run can still be ended.
  await begin(page);
  // Of the one that was lost the file says what was known last.
  await untilBegun(2);
  await page.reload();
  const left = (await earlier(page)).getByRole('listitem').filter({ hasText: 'Running' });
  await left.getByText('Edited without a host', { exact: true }).click();
  await left.getByRole('button', { name: 'Stop this run' }).click();
  await (await earlier(page)).getByText(/^Cancelled/).waitFor();
  await openCities(page);
  expect(await run(page)).toMatch(/^Succeeded/);
});

test('a page that dies comes back with the document as it was', async () => {
  const { page, read } = await openHosted(browser);
  await openCities(page);
  await rename(page, 'Before the crash');
  await page.getByText('Edited', { exact: true }).waitFor();
  const session = await page.context().newCDPSession(page);
  const died = page.waitForEvent('crash');
  session.send('Page.crash').catch(() => undefined);
  await died;
  await session.send('Page.reload');
  // Playwright's own page is that of before; the one that came is asked over the protocol.
  const evaluate = async (expression: string): Promise<unknown> =>
    (await session.send('Runtime.evaluate', { expression })).result.value;
  await expect.poll(() => evaluate(NAME_NOW)).toBe('Before the crash');
  expect(JSON.parse(read('flows/cities.sluice.json'))).toMatchObject({ name: 'Cities' });
});

const NAME_NOW = `document.querySelector('input[aria-label="Pipeline name"]')?.value`;

test('what no tab can do is offered to be done on this computer', async () => {
  const { page } = await openHosted(browser);
  await place(page, 'This tab').click();
  await page.getByRole('menuitemradio', { name: /^This tab/ }).click();
  await addStep(page, 'database', /^Database/);
  await inspector(page).getByLabel('Connection').fill('warehouse');
  await inspector(page).getByLabel('Table', { exact: true }).fill('orders');
  const problems = await showTab(page, 'Problems');
  await problems.getByRole('button', { name: 'Run on this computer' }).first().click();
  await place(page, 'This computer').waitFor();
  await problems.getByText('Run on this computer').waitFor({ state: 'detached' });
  // What is wrong now is of the computer, where one looks for a connection of that name.
  await problems.getByText('There is no credential named warehouse.').waitFor();
});
