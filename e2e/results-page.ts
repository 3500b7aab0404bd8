/** The results panel in tests: a pipeline whose rows are looked at, and what shows them. */
import type { Browser, Locator, Page } from 'playwright-core';
import { openDebugStudio, selectSteps } from './debug-studio.ts';
import type { StudioPage } from './studio-page.ts';
import { dataGrid } from './studio-page.ts';

interface TestNode {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly params: object;
}

export const node = (type: string, params: object, input?: string): TestNode => ({
  type,
  ...(input === undefined ? {} : { inputs: { input } }),
  params,
});

/** The studio with a pipeline in it and one of its steps selected. */
export async function openPipeline(
  browser: Browser,
  url: string,
  nodes: Readonly<Record<string, TestNode>>,
  selected: string,
): Promise<StudioPage> {
  const studio = await openDebugStudio(browser, url, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const { page } = studio;
  await page.evaluate((document) => window.studio.workspace.create(document as never), {
    format: 'sluice/1',
    name: 'Try',
    parameters: {},
    nodes,
  });
  await selectSteps(page, [selected]);
  return studio;
}

export const shownRows = (page: Page): Locator => page.getByRole('status', { name: 'Shown rows' });

export const tab = (page: Page, name: string): Locator =>
  page.getByRole('tablist', { name: 'Results' }).getByRole('tab', { name, exact: true });

export const cell = (page: Page, name: string): Locator =>
  dataGrid(page).getByRole('gridcell', { name, exact: true }).first();
