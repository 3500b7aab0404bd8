/** The document and where it is kept: reload, files, links, tabs, damage, no storage. */
import { readFileSync } from 'node:fs';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatDocument } from '../engine/document/format.ts';
import { parseDocument } from '../engine/document/parse.ts';
import type { PipelineDocument } from '../engine/document/schema.ts';
import { launchChromium, serveApp } from './browser.ts';
import { inspector, openStudio, openTab, showTab, step } from './studio-page.ts';

let browser: Browser;
let app: Awaited<ReturnType<typeof serveApp>>;

beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium(), serveApp()]);
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

const nameField = (page: Page) => page.getByLabel('Pipeline name');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function chooseFrom(page: Page, menu: string, entry: string): Promise<void> {
  await button(page, menu).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

async function textOf(download: Promise<Download>): Promise<string> {
  return readFileSync(await (await download).path(), 'utf8');
}

/** The document as the file that "Export" hands over. */
async function exported(page: Page): Promise<string> {
  const download = page.waitForEvent('download');
  await chooseFrom(page, 'Export', 'Pipeline file');
  return textOf(download);
}

async function openSample(page: Page, name = 'Weather by month'): Promise<void> {
  await button(page, name).click();
  await expect.poll(() => nameField(page).inputValue()).not.toBe('Untitled');
}

/** Until the header says so: everything is stored. */
const stored = (page: Page, state = 'Kept here'): Promise<void> =>
  page.getByText(state, { exact: true }).waitFor();

async function rename(page: Page, name: string): Promise<void> {
  await nameField(page).fill(name);
  await nameField(page).press('Enter');
}

const giveFile = (page: Page, name: string, text: string): Promise<void> =>
  page
    .locator('input[type=file][aria-label="Open data files"]')
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

const parsed = (text: string): PipelineDocument => {
  const result = parseDocument(text);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.document;
};

describe('a pipeline that is edited', () => {
  test('is there after a reload, with its data', async () => {
    const { page, problems } = await openStudio(browser, app.url);
    await openSample(page);
    await rename(page, 'Mine');
    // At once: what was not stored yet must not be lost.
    await page.reload();
    await expect.poll(() => nameField(page).inputValue()).toBe('Mine');
    await stored(page);
    await page.waitForFunction(async () => {
      const folder = await navigator.storage.getDirectory();
      const files = await folder.getDirectoryHandle('data-files', { create: true });
      for await (const _ of files.keys()) return true;
      return false;
    });
    await page.reload();
    await expect.poll(() => nameField(page).inputValue()).toBe('Mine');
    await button(page, 'Run').click();
    const status = page.getByRole('status', { name: 'Run status' });
    await status.filter({ hasText: /^Succeeded/ }).waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('shows the same step and results after a reload, and when it is opened again', async () => {
    const { page } = await openStudio(browser, app.url);
    const isShown = async (): Promise<void> => {
      await inspector(page).getByPlaceholder('temperatures', { exact: true }).waitFor();
      await page.getByRole('tabpanel', { name: 'Profile', exact: true }).waitFor();
    };
    await openSample(page);
    await rename(page, 'Mine');
    await stored(page);
    await step(page, 'temperatures').click();
    await showTab(page, 'Profile');
    await isShown();
    await page.reload();
    await isShown();
    await chooseFrom(page, 'File', 'New pipeline');
    await expect.poll(() => nameField(page).inputValue()).toBe('Untitled');
    await page.getByRole('button', { name: /^Mine/ }).click();
    await isShown();
    await page.context().close();
  });

  test('is undone and redone to the very text, by button, key and list', async () => {
    const { page } = await openStudio(browser, app.url);
    await openSample(page, 'Movie genres');
    const before = await exported(page);
    expect(before).toBe(formatDocument(parsed(before)));
    await rename(page, 'First');
    // A setting of the step that the sample shows.
    const format = inspector(page).getByLabel('Format', { exact: true });
    await format.fill('%b %d %Y!');
    await format.press('Tab');
    const after = await exported(page);
    expect(after).toContain('%Y!');
    await button(page, 'Undo').click();
    expect(await format.inputValue()).not.toContain('!');
    await page.keyboard.press('Control+z');
    expect(await exported(page)).toBe(before);
    expect(await button(page, 'Undo').isDisabled()).toBe(true);
    await button(page, 'Redo').click();
    await page.keyboard.press('Control+y');
    expect(await exported(page)).toBe(after);
    await button(page, 'History').click();
    await page.getByRole('button', { name: /^Set “Casts” of / }).waitFor();
    await page.getByRole('button', { name: 'As it was opened' }).click();
    await page.keyboard.press('Escape');
    expect(await exported(page)).toBe(before);
    await page.context().close();
  });

  test('is returned to as it was in an earlier session', async () => {
    const { page } = await openStudio(browser, app.url);
    await openSample(page);
    const name = await nameField(page).inputValue();
    await stored(page);
    await page.reload();
    await expect.poll(() => nameField(page).inputValue()).toBe(name);
    await rename(page, 'Worse');
    await stored(page);
    await chooseFrom(page, 'File', 'Versions…');
    await page.getByText(/~ name: "Worse" →/).waitFor();
    await button(page, 'Return to this version').click();
    await expect.poll(() => nameField(page).inputValue()).toBe(name);
    await button(page, 'Undo').click();
    await expect.poll(() => nameField(page).inputValue()).toBe('Worse');
    await page.context().close();
  });
});

describe('a pipeline file', () => {
  test('is saved as canonical text and opened again', async () => {
    const { page } = await openStudio(browser, app.url);
    // As in browsers without the File System Access API.
    await page.addInitScript(() => {
      for (const name of ['showOpenFilePicker', 'showSaveFilePicker']) {
        Reflect.deleteProperty(globalThis, name);
      }
    });
    await page.reload();
    await openSample(page);
    await rename(page, 'To a file');
    const download = page.waitForEvent('download');
    await page.keyboard.press('Control+s');
    expect((await download).suggestedFilename()).toBe('to-a-file.sluice.json');
    const text = await textOf(download);
    expect(text).toBe(formatDocument(parsed(text)));
    await stored(page, 'Saved');
    await rename(page, 'Changed');
    await stored(page, 'Edited');
    await chooseFrom(page, 'File', 'New pipeline');
    await expect.poll(() => nameField(page).inputValue()).toBe('Untitled');
    await giveFile(page, 'to-a-file.sluice.json', text);
    await expect.poll(() => nameField(page).inputValue()).toBe('To a file');
    await stored(page, 'Saved');
    await page.context().close();
  });

  test('that is damaged or newer is opened to be looked at, and a copy is edited', async () => {
    const { page, problems } = await openStudio(browser, app.url);
    await openSample(page);
    const before = await exported(page);
    const close = () => button(page, 'Close').click();

    // Of a newer format: drawn as far as it is like ours, and no copy, since its meaning is not known.
    const newer = before.replace('sluice/1', 'sluice/9').replace('"name"', '"lanes": [], "name"');
    await giveFile(page, 'newer.sluice.json', newer);
    await page.getByRole('note').filter({ hasText: 'made by a newer Sluice' }).waitFor();
    await step(page, 'temperatures').waitFor();
    expect(await button(page, 'Open an editable copy').count()).toBe(0);
    expect(await nameField(page).getAttribute('readonly')).not.toBeNull();
    await button(page, 'What is wrong…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/update Sluice/).waitFor();
    await dialog.getByRole('button', { name: /lanes/ }).click();
    await dialog.getByRole('textbox', { name: 'Text of the file' }).waitFor();
    expect(await dialog.locator('.sluice-chosen').innerText()).toBe('"lanes": []');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await exported(page)).toBe(newer);

    // No JSON: nothing is drawn, and the place is marked in the text.
    await giveFile(page, 'cut.sluice.json', '{\n  "format": "sluice/1",\n  "name": "Cut\n}');
    await page.getByRole('alert').filter({ hasText: 'No pipeline can be read' }).waitFor();
    expect(await page.locator('.sluice-chosen').innerText()).toBe('"Cut');
    await close();
    await expect.poll(() => exported(page)).toBe(before);

    // Damaged: nothing of it can be changed or run, and whoever tries is told; a copy can.
    const damaged = before.replace('"type": "aggregate.pivot"', '"typ": "aggregate.pivot"');
    await giveFile(page, 'damaged.sluice.json', damaged);
    await page.getByRole('alert').filter({ hasText: 'is damaged' }).waitFor();
    expect(await step(page, 'temperatures').count()).toBe(0);
    await step(page, 'months').click();
    const expression = inspector(page)
      .getByRole('textbox', { name: /Expression/ })
      .first();
    await expression.click();
    await page.keyboard.type('1 + ');
    expect(await expression.innerText()).toBe('year(date)');
    const notice = page.getByText(
      'This file is damaged. Open an editable copy to change or run it.',
    );
    await page.keyboard.press('Control+s');
    expect(await notice.count()).toBe(2);
    await page.reload();
    await page.getByRole('alert').filter({ hasText: 'is damaged' }).waitFor();
    await button(page, 'Open an editable copy').click();
    await rename(page, 'Mended');
    await stored(page);
    expect(parsed(await exported(page)).name).toBe('Mended');
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('a link', () => {
  test('brings the pipeline, after a yes', async () => {
    const sender = await openStudio(browser, app.url);
    await openSample(sender.page);
    await rename(sender.page, 'Shared');
    const text = await exported(sender.page);
    await button(sender.page, 'Share').click();
    const link = await sender.page.getByLabel('Link', { exact: true }).inputValue();
    expect(link).toMatch(/#p=[A-Za-z0-9_-]+$/);
    await sender.page.context().close();

    const { page } = await openStudio(browser, link);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Shared', { exact: true }).waitFor();
    expect(await nameField(page).inputValue()).toBe('Untitled');
    expect(page.url()).toBe(app.url);
    await dialog.getByRole('button', { name: 'Open' }).click();
    await expect.poll(() => nameField(page).inputValue()).toBe('Shared');
    expect(await exported(page)).toBe(text);
    await page.getByRole('status', { name: 'Run status' }).filter({ hasText: /^Idle/ }).waitFor();

    await openTab(page, app.url, link.slice(link.indexOf('#'), -12));
    await dialog.getByText('This link holds no pipeline').waitFor();
    await page.context().close();
  });
});

describe('a second tab', () => {
  test('looks on, sees what is stored, and may take over', async () => {
    const { page: first } = await openStudio(browser, app.url);
    await openSample(first);
    await rename(first, 'Ours');
    await stored(first);
    const { page: second } = await openTab(await first.context().newPage(), app.url);
    await chooseFrom(second, 'File', 'Recent pipelines…');
    await second.getByRole('dialog').getByRole('button', { name: /^Ours/ }).click();
    await button(second, 'Take over').waitFor();
    expect(await nameField(second).getAttribute('readonly')).not.toBeNull();

    await rename(first, 'Ours, followed');
    await expect.poll(() => nameField(second).inputValue()).toBe('Ours, followed');

    await rename(first, 'Last word');
    await button(second, 'Take over').click();
    await expect.poll(() => nameField(second).getAttribute('readonly')).toBeNull();
    expect(await nameField(second).inputValue()).toBe('Last word');
    await button(first, 'Take over').waitFor();
    await rename(second, 'Mine now');
    await expect.poll(() => nameField(first).inputValue()).toBe('Mine now');

    await second.close();
    await expect.poll(() => nameField(first).getAttribute('readonly')).toBeNull();
    await rename(first, 'Alone again');
    await stored(first);
    await first.context().close();
  });
});

describe('where the browser stores nothing', () => {
  test('the studio goes on in memory, says so once, and asks before the tab closes', async () => {
    const context = await browser.newContext({ acceptDownloads: true, serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('denied', 'SecurityError');
      };
    });
    const { problems } = await openTab(page, app.url);
    await openSample(page);
    await rename(page, 'In memory');
    const banner = page.getByRole('alert').filter({ hasText: 'stores nothing' });
    await banner.waitFor();
    await banner.getByRole('button', { name: 'Do not show this again' }).click();
    await rename(page, 'Still in memory');
    await stored(page, 'Not stored');
    expect(await banner.count()).toBe(0);
    expect(parsed(await exported(page)).name).toBe('Still in memory');
    const asked = page.waitForEvent('dialog');
    const closing = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    await closing;
    expect(problems).toEqual([]);
    await context.close();
  });
});
