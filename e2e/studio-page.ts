/** The studio as a person uses it. Names are those that outside scripts may rely on. */
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

export const step = (page: Page, id: string): Locator => page.locator(`[data-node-id="${id}"]`);

export const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Inspector' });

export const dataGrid = (page: Page): Locator => page.getByRole('grid', { name: 'Data' });

export const runStatus = (page: Page): Locator => page.getByRole('status', { name: 'Run status' });

/** Presses Run and waits for the end; gives the words of the status line. */
export async function run(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const over = runStatus(page).filter({ hasText: /^(Succeeded|Failed|Cancelled)/ });
  await over.waitFor();
  return over.innerText();
}
