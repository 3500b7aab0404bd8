/** What reaches the studio of the desktop app from outside of it: files, links, menus. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { cancellable } from '../electron/testing/fake-electron.ts';
import { launchChromium } from './browser.ts';
import { startDesktopStudio } from './desktop-studio.ts';
import type { DesktopStudio } from './desktop-studio.ts';
import { citiesPipeline, ORDERS, place, rename, untilNamed } from './hosted-page.ts';
import { openStudio, showTab, untilOver } from './studio-page.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
});

const CITIES = citiesPipeline('orders.csv', 'large.csv');
const FILES = {
  'orders.csv': ORDERS,
  'cities.sluice.json': JSON.stringify(CITIES),
  'other.sluice.json': JSON.stringify({ ...CITIES, name: 'Other' }),
  'broken.sluice.json': '{ "format": "sluice/1", "name": "Broken", ',
};

interface Opened extends DesktopStudio {
  readonly page: Page;
  readonly problems: readonly string[];
}

async function openDesktop(...argv: readonly string[]): Promise<Opened> {
  const desktop = await startDesktopStudio({ files: FILES, argv });
  const { page, problems } = await openStudio(browser, desktop.url);
  onTestFinished(() => page.context().close());
  return { ...desktop, page, problems };
}

/** As a second start of the app does: by a double click, by a drop on its icon. */
const startAgain = ({ fake, folder }: DesktopStudio, ...argv: readonly string[]): void =>
  fake.app.emit('second-instance', {}, ['/app/sluice', ...argv], folder);

const chooseMenu = ({ fake }: DesktopStudio, command: string): void => {
  type Item = { readonly id?: string; readonly click?: () => void; readonly submenu?: Item[] };
  const all = (items: readonly Item[]): readonly Item[] =>
    items.flatMap((item) => [item, ...all(item.submenu ?? [])]);
  const item = all(fake.menu as unknown as readonly Item[]).find(({ id }) => id === command);
  if (item?.click === undefined) throw new Error(`no menu has ${command}`);
  item.click();
};

test('the file that started the app is shown; menus of the app run it and save it', async () => {
  const app = await openDesktop('cities.sluice.json');
  const { page, folder, problems } = app;
  await untilNamed(page, 'Cities');
  await place(page, 'This computer').waitFor();
  chooseMenu(app, 'run.all');
  expect(await untilOver(page)).toMatch(/^Succeeded/);
  expect(readFileSync(join(folder, 'large.csv'), 'utf8').trim().split('\n')).toHaveLength(4);
  const runs = await showTab(page, 'Runs');
  await runs.getByRole('button', { name: 'Show in folder: large.csv' }).click();
  await expect.poll(() => app.fake.revealed).toEqual([join(folder, 'large.csv')]);
  await rename(page, 'Large cities');
  chooseMenu(app, 'file.save');
  await page.getByText('Saved cities.sluice.json.').waitFor();
  expect(readFileSync(join(folder, 'cities.sluice.json'), 'utf8')).toContain('Large cities');
  // What it cannot do now does nothing: there is no run to end.
  chooseMenu(app, 'run.cancel');
  chooseMenu(app, 'edit.undo');
  await untilNamed(page, 'Cities');
  expect(problems).toEqual([]);
});

test('files opened while one is being edited: nothing that was edited is lost', async () => {
  const app = await openDesktop('cities.sluice.json');
  const { page, fake, folder } = app;
  await untilNamed(page, 'Cities');
  await rename(page, 'Edited');
  // The same once more: what was edited stays, unless its person says so.
  startAgain(app, 'cities.sluice.json');
  await page.getByText('cities.sluice.json is open already, with changes').waitFor();
  await untilNamed(page, 'Edited');
  startAgain(app, 'other.sluice.json');
  await untilNamed(page, 'Other');
  // It is among the recent ones as it was left, and its file as it was.
  chooseMenu(app, 'file.recent');
  const recent = page.getByRole('dialog', { name: /Recent/ });
  await recent.getByRole('button', { name: /^Edited/ }).click();
  await untilNamed(page, 'Edited');
  expect(readFileSync(join(folder, 'cities.sluice.json'), 'utf8')).toContain('"Cities"');
  // A pipeline in a link is offered, not opened.
  fake.answers = [0];
  const link = `sluice://open?file=${encodeURIComponent(join(folder, 'other.sluice.json'))}`;
  fake.app.emit('open-url', cancellable(), link);
  await untilNamed(page, 'Other');
  expect(fake.asked.map(({ message }) => message)).toEqual([
    'A link wants to open a pipeline of this computer.',
  ]);
});

test('a file that is broken says so, and what was open is gone back to; what comes while the page is loaded waits', async () => {
  const app = await openDesktop('cities.sluice.json');
  const { page } = app;
  await untilNamed(page, 'Cities');
  startAgain(app, 'broken.sluice.json');
  await page.getByText('No pipeline can be read from broken.sluice.json.').waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await untilNamed(page, 'Cities');
  await page.reload({ waitUntil: 'commit' });
  startAgain(app, 'other.sluice.json');
  await untilNamed(page, 'Other');
});
