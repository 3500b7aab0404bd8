/** What people do before everything of the studio is there is not lost. Each order is forced. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, serveApp } from './browser.ts';
import { openStudio } from './studio-page.ts';

let browser: Browser;
let app: Awaited<ReturnType<typeof serveApp>>;

beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium(), serveApp()]);
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

/** What has the actions of files. */
const FILES = /\/assets\/Files-[^/]+\.js$/;

const nameField = (page: Page) => page.getByLabel('Pipeline name');

async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Weather by month', exact: true }).click();
  await expect.poll(() => nameField(page).inputValue()).toBe('Weather by month');
}

async function rename(page: Page, name: string): Promise<void> {
  await nameField(page).fill(name);
  await nameField(page).press('Enter');
}

test('Ctrl+S saves though what saves is still being loaded', async () => {
  const { page } = await openStudio(browser, app.url);
  // As in browsers without the File System Access API.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showOpenFilePicker'));
  let load = (): void => undefined;
  const isToLoad = new Promise<void>((resolve) => {
    load = resolve;
  });
  const isAskedFor = page.waitForRequest(FILES);
  await page.route(FILES, async (route) => {
    await isToLoad;
    await route.continue();
  });
  await page.reload();
  await isAskedFor;
  await openSample(page);
  await rename(page, 'In time');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  load();
  expect((await download).suggestedFilename()).toBe('in-time.sluice.json');
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ name: 'In time' });
  await page.context().close();
});

test('after a reload that another tab is quicker than, the last change and the version before are there', async () => {
  const { page } = await openStudio(browser, app.url);
  await openSample(page);
  await page.getByText('Kept here', { exact: true }).waitFor();
  const other = await page.context().newPage();
  await other.goto(`${app.url}samples/weather-by-month.sluice.json`);
  // Waits for the lock of the document, and gets it when the page that has it is reloaded.
  const isWaiting = other.evaluate(async () => {
    const { held = [] } = await navigator.locks.query();
    const name = held.find((each) => each.name?.startsWith('sluice.document.'))?.name ?? '';
    let resolve = (): void => undefined;
    const promise = new Promise<void>((done) => {
      resolve = done;
    });
    Object.assign(globalThis, { letGo: resolve });
    void navigator.locks.request(name, () => promise);
    return name;
  });
  expect(await isWaiting).not.toBe('');
  await page.bringToFront();
  // The disk is too slow for the last change.
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('slow', 'AbortError');
    };
  });
  await rename(page, 'Worse');
  await page.reload();
  await page.getByRole('button', { name: 'Take over' }).waitFor();
  await other.evaluate(() => (globalThis as unknown as { letGo: () => void }).letGo());
  await expect.poll(() => nameField(page).getAttribute('readonly')).toBeNull();
  expect(await nameField(page).inputValue()).toBe('Worse');
  await rename(page, 'Even worse');
  await page.getByText('Kept here', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Versions…' }).click();
  await page.getByText(/~ name: "Even worse" → "Worse"/).waitFor();
  await page.context().close();
});
