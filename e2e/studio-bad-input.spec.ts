/** What goes wrong around the studio: it says so, goes on, and the pipeline is never touched. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDocument } from '../engine/document/parse.ts';
import { launchChromium, serveApp } from './browser.ts';
import type { ServedApp } from './browser.ts';
import {
  dataGrid,
  inspector,
  openDataFiles,
  openStudio,
  openTab,
  run,
  step,
} from './studio-page.ts';

let browser: Browser;
let app: ServedApp;
let scratch: string;

beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium(), serveApp()]);
  scratch = mkdtempSync(join(tmpdir(), 'sluice-bad-input-'));
});

afterAll(async () => {
  await browser.close();
  await app.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** What `?debug` gives to the console. */
interface DebugStudio {
  readonly documents: { readonly getState: () => { readonly document: { readonly name: string } } };
  readonly session: {
    readonly getState: () => {
      readonly engine: { readonly status: string };
      readonly preview: { readonly status: string; readonly rows?: object };
    };
    readonly setState: (change: object) => void;
  };
  readonly refreshPreview: () => void;
}

type Debugged = typeof globalThis & { readonly studio: DebugStudio };

const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true });

async function openSample(page: Page): Promise<void> {
  await button(page, 'Weather by month').click();
  await step(page, 'temperatures').waitFor();
}

const firstRows = (page: Page): Promise<void> =>
  dataGrid(page).getByText('2012-01-01').first().waitFor();

const documentText = (page: Page): Promise<string> =>
  page.evaluate(() => JSON.stringify((globalThis as Debugged).studio.documents.getState()));

/** What the line at the bottom says of an engine that is not there. */
const engineAlert = (page: Page): Locator => page.locator('footer').getByRole('alert');

/** Ends a worker as a browser that is short of memory does: without a word to anybody. */
async function endWorker(page: Page, script: RegExp): Promise<void> {
  const worker = page.workers().find((each) => script.test(each.url()));
  if (worker === undefined) throw new Error(`no worker of ${String(script)}`);
  const ended = worker.waitForEvent('close');
  await worker.evaluate(() => globalThis.close());
  await ended;
}

test('an engine that cannot be loaded says so, and comes when tried again', async () => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.route('**/duckdb-eh*.wasm', (route) => route.abort());
  await openTab(page, app.url);
  await openSample(page);
  const status = engineAlert(page);
  await status
    .filter({ hasText: 'The engine did not start: DuckDB could not be loaded' })
    .waitFor();
  // The pipeline can be edited meanwhile.
  await page.getByLabel('Pipeline name').fill('Without an engine');
  await page.unroute('**/duckdb-eh*.wasm');
  await status.getByRole('button', { name: 'Try again' }).click();
  await firstRows(page);
  expect(await page.getByLabel('Pipeline name').inputValue()).toBe('Without an engine');
  await context.close();
});

test('workers that end in the middle of a preview are replaced; the engine is started again', async () => {
  const { page, problems } = await openStudio(browser, app.url, { address: '?debug&workers=2' });
  await openSample(page);
  await firstRows(page);
  const before = await documentText(page);

  // All workers but the coordinator, while new rows are asked for.
  const pool = page.workers().filter((worker) => /browser\.worker/.test(worker.url()));
  expect(pool.length).toBeGreaterThan(1);
  await page.evaluate(() => (globalThis as Debugged).studio.refreshPreview());
  for (const _ of pool) await endWorker(page, /browser\.worker/);
  expect(await run(page)).toMatch(/^Succeeded in .*2 files/);
  await page.evaluate(() => (globalThis as Debugged).studio.refreshPreview());
  await page.waitForFunction(
    () => (globalThis as Debugged).studio.session.getState().preview.status === 'done',
  );

  // The coordinator too.
  await page.evaluate(() => (globalThis as Debugged).studio.refreshPreview());
  await endWorker(page, /engine\.worker/);
  const alert = engineAlert(page);
  await alert.filter({ hasText: 'The engine stopped unexpectedly.' }).waitFor();
  expect(await button(page, 'Run').isDisabled()).toBe(true);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await alert.waitFor({ state: 'detached' });
  await page.waitForFunction(
    () => (globalThis as Debugged).studio.session.getState().engine.status === 'ready',
  );
  expect(await run(page)).toMatch(/^Succeeded in .*2 files/);
  await firstRows(page);
  expect(await documentText(page)).toBe(before);
  expect(problems).toEqual([]);
  await page.context().close();
});

test('a source whose file is missing, or changes while it is open, is linked again', async () => {
  const { page } = await openStudio(browser, app.url);
  // As in browsers without the File System Access API.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showOpenFilePicker'));
  await page.reload();
  const pipeline = join(scratch, 'cities.sluice.json');
  const [first, second] = [join(scratch, 'first.csv'), join(scratch, 'second.csv')];
  const nodes = { cities: { type: 'input.csv', params: { path: 'data/cities.csv' } } };
  writeFileSync(pipeline, JSON.stringify({ format: 'sluice/1', name: 'Cities', nodes }));
  writeFileSync(first, 'city,n\nRome,1\n');
  writeFileSync(second, 'city,n\nOslo,2\n');
  await openDataFiles(page, [pipeline]);
  await step(page, 'cities').click();
  await page.getByRole('tab', { name: /^Problems/ }).click();
  await page
    .getByRole('tabpanel')
    .getByText(/cities\.csv/)
    .first()
    .waitFor();
  const relink = async (name: string, file: string): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await inspector(page).getByRole('button', { name }).click();
    await (await chooser).setFiles(file);
  };
  await page.getByRole('tab', { name: 'Data' }).click();
  await relink('Pick the file', first);
  await dataGrid(page).getByText('Rome').waitFor();

  // A browser lets nobody read a file that was written to after it was picked.
  writeFileSync(first, 'city,n\nParis,1\nLima,3\n');
  await inspector(page).getByLabel('Delimiter', { exact: true }).fill(';');
  await page
    .getByRole('tabpanel')
    .getByText(/changed|could not be read/)
    .first()
    .waitFor();
  await inspector(page).getByLabel('Delimiter', { exact: true }).fill(',');
  await relink('Replace', second);
  await dataGrid(page).getByText('Oslo').waitFor();
  await page.context().close();
});

test('without room for the last change it is said once, and the pipeline goes to a file', async () => {
  const { page, problems } = await openStudio(browser, app.url);
  await page.addInitScript(() => {
    // As in browsers without the File System Access API.
    for (const name of ['showOpenFilePicker', 'showSaveFilePicker']) {
      Reflect.deleteProperty(globalThis, name);
    }
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    // What is asked before: nearly nothing is left.
    StorageManager.prototype.estimate = async () => ({ usage: 95, quota: 100 });
  });
  await page.reload();
  await openSample(page);
  const banner = page.getByRole('alert').filter({ hasText: 'There is no room left' });
  await banner.waitFor();
  await banner.getByRole('button', { name: 'Do not show this again' }).click();
  const name = page.getByLabel('Pipeline name');
  await name.fill('Homeless');
  await name.press('Enter');
  await page.getByText('Not stored', { exact: true }).waitFor();
  expect(await banner.count()).toBe(0);
  const download = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  const saved = parseDocument(readFileSync(await (await download).path(), 'utf8'));
  expect(saved.ok && saved.document.name).toBe('Homeless');
  expect(await run(page)).toMatch(/^Succeeded/);
  expect(problems).toEqual([]);
  await page.context().close();
});

test('nearly no room left is said while things still fit', async () => {
  const { page } = await openStudio(browser, app.url);
  await page.addInitScript(() => {
    StorageManager.prototype.estimate = async () => ({ usage: 95, quota: 100 });
  });
  await page.reload();
  await openSample(page);
  const note = page.getByRole('note').filter({ hasText: 'Nearly all the room' });
  await note.getByRole('button', { name: 'Recent pipelines…' }).click();
  await page.getByRole('dialog').getByText('Recent pipelines', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await note.getByRole('button', { name: 'Do not show this again' }).click();
  await note.waitFor({ state: 'detached' });
  await page.context().close();
});

test('a panel that crashes takes nothing with it, and heals', async () => {
  const { page } = await openStudio(browser, app.url, { address: '?debug' });
  await openSample(page);
  await firstRows(page);
  const before = await documentText(page);
  // An answer that no engine gives.
  await page.evaluate(() => {
    const { session } = (globalThis as Debugged).studio;
    const { preview } = session.getState();
    session.setState({ preview: { ...preview, rows: { ...preview.rows, schema: undefined } } });
  });
  const crashed = page.getByText('Data stopped working');
  await crashed.waitFor();
  expect(await documentText(page)).toBe(before);
  const name = page.getByLabel('Pipeline name');
  await name.fill('Still here');
  await name.press('Enter');
  await step(page, 'temperatures').click();
  await inspector(page).getByRole('textbox').first().waitFor();
  await page.evaluate(() => (globalThis as Debugged).studio.refreshPreview());
  await page.waitForFunction(
    () => (globalThis as Debugged).studio.session.getState().preview.status === 'done',
  );
  await button(page, 'Try again').click();
  await dataGrid(page).waitFor();
  expect(await crashed.count()).toBe(0);
  expect(await name.inputValue()).toBe('Still here');
  await page.context().close();
});
