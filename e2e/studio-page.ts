/** The studio as a person uses it. Names are those that outside scripts may rely on. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

export interface StudioPage {
  readonly page: Page;
  /** Uncaught errors and console errors so far. */
  readonly problems: readonly string[];
}

/**
 * For whatever the page is to do: a slow machine shared with others is late, not wrong. Less while a
 * test is being written.
 */
export const PATIENCE_MS = Number(process.env['SLUICE_PATIENCE_MS'] ?? 120_000);

export interface StudioOptions extends BrowserContextOptions {
  /** Query and hash, e.g. `?lng=en-XA`. */
  readonly address?: string;
}

/** A fresh browser profile with the studio open; what it stores lasts as long as the page's context. */
export async function openStudio(
  browser: Browser,
  url: string,
  { address = '', ...options }: StudioOptions = {},
): Promise<StudioPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    // Tests that are about the service worker allow it.
    serviceWorkers: 'block',
    ...options,
  });
  return openTab(await context.newPage(), url, address);
}

/** The studio in one more tab. */
export async function openTab(page: Page, url: string, address = ''): Promise<StudioPage> {
  page.setDefaultTimeout(PATIENCE_MS);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(url + address);
  return { page, problems };
}

/** Picks data files as the system's dialog would. */
export const openDataFiles = (page: Page, files: readonly string[]): Promise<void> =>
  page.locator('input[type=file][aria-label="Open data files"]').setInputFiles([...files]);

/** Opens a pipeline file, and data files for it; waits until it is there: another one may be open. */
export async function openPipeline(
  page: Page,
  file: string,
  dataFiles: readonly string[] = [],
): Promise<void> {
  const { name } = JSON.parse(readFileSync(file, 'utf8')) as { readonly name: string };
  await openDataFiles(page, [file, ...dataFiles]);
  await page.waitForFunction(
    (wanted) =>
      document.querySelector<HTMLInputElement>('input[aria-label="Pipeline name"]')?.value ===
      wanted,
    name,
  );
}

/** A tab of the results. */
export async function showTab(page: Page, name: string): Promise<Locator> {
  await page
    .getByRole('tablist', { name: 'Results' })
    .getByRole('tab', { name, exact: true })
    .click();
  const panel = page.getByRole('tabpanel', { name, exact: true });
  await panel.waitFor();
  return panel;
}

/** Waits until the pipeline has been checked and can run: its data files are there, too. */
export async function untilSound(page: Page): Promise<void> {
  await (await showTab(page, 'Problems')).getByText('No problems', { exact: true }).waitFor();
}

export const step = (page: Page, id: string): Locator => page.locator(`[data-node-id="${id}"]`);

export const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Inspector' });

export const dataGrid = (page: Page): Locator => page.getByRole('grid', { name: 'Data' });

export const runStatus = (page: Page): Locator => page.getByRole('status', { name: 'Run status' });

/** Saves a file of the last run. */
export async function saveOutput(page: Page, path: string, to: string): Promise<void> {
  const runs = await showTab(page, 'Runs');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    runs.getByRole('button', { name: `Download ${path}`, exact: true }).click(),
  ]);
  await download.saveAs(to);
}

/** Presses Run and waits for the end; gives the words of the status line. */
export async function run(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  return untilOver(page);
}

export async function untilOver(page: Page): Promise<string> {
  const over = runStatus(page).filter({ hasText: /^(Succeeded|Failed|Cancelled)/ });
  await over.waitFor();
  return over.innerText();
}

/** Presses Tab until the element that has the focus matches. */
export async function tabTo(page: Page, selector: string, most = 80): Promise<void> {
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((s) => document.activeElement?.matches(s) === true, selector)) return;
  }
  throw new Error(`Tab does not reach ${selector}`);
}
