/** The canvas in tests: its parts, small pipelines, and gestures. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { PipelineDocument } from '../engine/document/schema.ts';
import { documentIn, openDebugStudio } from './debug-studio.ts';

export async function openCanvas(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const { page } = await openDebugStudio(browser, url, options);
  await canvas(page).waitFor();
  return page;
}

export const canvas = (page: Page): Locator =>
  page.getByRole('application', { name: 'Pipeline canvas' });

/** Inputs of all steps, as the document has them. */
export const inputsOf = async (page: Page): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries((await documentIn(page)).nodes).map(([id, { inputs }]) => [id, inputs]),
  );

/** Labels of what has been done. */
export const history = (page: Page): Promise<string[]> =>
  page.evaluate(() => window.studio.documents.getState().past.map(({ label }) => label.key));

export async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [a, b] = [await from.boundingBox(), await to.boundingBox()];
  if (a === null || b === null) throw new Error('nothing to drag');
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(a.x + a.width / 2 + 10, a.y + a.height / 2, { steps: 2 });
  await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 6 });
}

const filter = (condition: string, input?: string) => ({
  type: 'rows.filter',
  ...(input === undefined ? {} : { inputs: { input } }),
  params: { condition },
});

const rows = { type: 'input.generate', params: { kind: 'range', start: 0, stop: 10 } };

/** `rows -> some -> few`, and `loose` below. */
export const chain: PipelineDocument = {
  format: 'sluice/1',
  name: 'Chain',
  parameters: {},
  nodes: {
    rows,
    some: filter('value > 1', 'rows'),
    few: filter('value > 5', 'some'),
    loose: filter('true'),
  },
  canvas: { positions: { rows: [0, 0], some: [288, 0], few: [576, 0], loose: [288, 200] } },
};
