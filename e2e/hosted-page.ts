/** The studio with a computer behind it, as a person uses it there; and what lies on that computer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { serveStudio } from './serve-studio.ts';
import type { ServedStudio } from './serve-studio.ts';
import { openStudio } from './studio-page.ts';
import type { StudioPage } from './studio-page.ts';

export const ORDERS = 'id,city,amount\n1,Zürich,12.5\n2,Bern,7\n3,Zürich,100\n4,Genf,55.25\n';

/** The orders of more than 10, written to another file. Paths are relative to the pipeline's. */
export const citiesPipeline = (orders: string, large: string) => ({
  format: 'sluice/1',
  name: 'Cities',
  nodes: {
    orders: { type: 'input.csv', params: { path: orders } },
    large: {
      type: 'rows.filter',
      inputs: { input: 'orders' },
      params: { condition: 'amount > 10' },
    },
    out: {
      type: 'output.file',
      inputs: { input: 'large.kept' },
      params: { path: large, format: 'csv' },
    },
  },
  canvas: { positions: { orders: [0, 0], large: [260, 0], out: [520, 0] } },
});

export const CITIES = citiesPipeline('../data/orders.csv', '../out/large.csv');

/** A workspace with that pipeline, by path. */
export const CITIES_FILES = {
  'data/orders.csv': ORDERS,
  'out/README.txt': 'What pipelines write.',
  'flows/cities.sluice.json': JSON.stringify(CITIES),
  'flows/other.sluice.json': JSON.stringify({ ...CITIES, name: 'Other' }),
};

export interface Hosted extends StudioPage {
  readonly served: ServedStudio;
  /** A file of the workspace. */
  readonly read: (path: string) => string;
}

/** Until the test is over. */
export async function openHosted(
  browser: Browser,
  files: Readonly<Record<string, string>> = {},
): Promise<Hosted> {
  const served = await serveStudio({ ...CITIES_FILES, ...files });
  onTestFinished(served.close);
  const { page, problems } = await openStudio(browser, served.url);
  onTestFinished(() => page.context().close());
  await place(page, 'This tab').waitFor();
  const read = (path: string): string => readFileSync(join(served.folder, path), 'utf8');
  return { page, problems, served, read };
}

export const place = (page: Page, name: string): Locator =>
  page.getByRole('button', { name: `Where it runs: ${name}`, exact: true });

export const nameField = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Pipeline name' });

export const untilNamed = (page: Page, name: string): Promise<void> =>
  expect.poll(() => nameField(page).inputValue()).toBe(name);

export async function rename(page: Page, name: string): Promise<void> {
  await nameField(page).fill(name);
  await nameField(page).press('Enter');
}

/** As somebody does without a mouse: the folder by its first letters, then the file by its. */
export async function openByKeyboard(page: Page, folder: string, file: string): Promise<void> {
  const filter = page.getByRole('combobox', { name: 'Filter files' });
  await page.getByRole('option', { name: new RegExp(`^${folder}`) }).waitFor();
  await filter.press(folder.slice(0, 1));
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: new RegExp(`^${file}`) }).waitFor();
  await page.keyboard.type(file.slice(0, 3));
  await page.keyboard.press('Enter');
}

/**
 * A pipeline of the folder `flows`.
 * @param file how its name begins
 */
export async function openFlow(page: Page, file: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Open…/ }).click();
  await openByKeyboard(page, 'flows', file);
  await untilNamed(page, name);
}

export const openCities = (page: Page): Promise<void> => openFlow(page, 'cities', 'Cities');

/** The first that is found, behind the step that is selected. */
export async function addStep(page: Page, text: string, title: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Add step', exact: true }).click();
  await page.locator('[role=dialog] input:focus').waitFor();
  await page.keyboard.type(text);
  await page.getByRole('dialog').getByRole('option', { name: title }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
