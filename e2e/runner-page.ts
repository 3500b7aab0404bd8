/** The runner page as a person uses it. */
import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';

export interface RunnerPage {
  readonly page: Page;
  /** Uncaught errors and console errors so far. */
  readonly problems: readonly string[];
}

/** For whatever the page is to do: a slow machine shared with others is late, not wrong. */
const PATIENCE_MS = 150_000;

export async function openRunner(browser: Browser, url: string): Promise<RunnerPage> {
  const page = await browser.newPage({ acceptDownloads: true });
  page.setDefaultTimeout(PATIENCE_MS);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(`${url}runner.html`);
  return { page, problems };
}

/** The hidden input behind a button, which takes the files that the system's dialog would give. */
const picker = (page: Page, label: string): Locator =>
  page.locator(`header input[aria-label="${label}"]`);

export const addFiles = (page: Page, files: readonly string[]): Promise<void> =>
  picker(page, 'Add files…').setInputFiles([...files]);

/** Opens a pipeline and waits until the page shows its name: another one may be open. */
export async function openPipeline(page: Page, file: string): Promise<void> {
  const { name } = JSON.parse(readFileSync(file, 'utf8')) as { readonly name: string };
  await chooseFile(page, file);
  await page.locator('header .crumb').getByText(name, { exact: true }).waitFor();
}

/** Picks a file that may be no pipeline. */
export const chooseFile = (page: Page, file: string): Promise<void> =>
  picker(page, 'Open pipeline…').setInputFiles(file);

/** The step's first rows, once they are there: the name, the note and the table of one step. */
export async function rowsOf(page: Page, step: string): Promise<Locator> {
  const rows = page
    .locator('section[aria-label="Data"][aria-busy="false"]')
    .filter({ has: page.getByRole('heading', { name: step, exact: true }) })
    .filter({ has: page.locator('.note', { hasText: /^(all|first) / }) });
  await rows.waitFor();
  return rows;
}

export const status = (page: Page): Locator => page.locator('footer [role="status"]');

export const runButton = (page: Page): Locator => page.getByRole('button', { name: /^Run/ });

/** Presses Run when it can be pressed, and waits for the end. Gives the words of the status line. */
export async function run(page: Page): Promise<string> {
  await runButton(page).click();
  return untilOver(page);
}

export async function untilOver(page: Page): Promise<string> {
  const over = status(page).filter({ hasText: /^(Finished|Failed|Cancelled)/ });
  await over.waitFor();
  return over.innerText();
}

/** Saves an output file of the last run. */
export async function saveOutput(page: Page, path: string, to: string): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: `Download ${path}`, exact: true }).click(),
  ]);
  await download.saveAs(to);
}
