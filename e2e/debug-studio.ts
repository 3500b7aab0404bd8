/** The studio with its parts at hand (`?debug`): to open a pipeline at once, and for what no page shows. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Studio } from '../app/session/studio.ts';
import type { PipelineDocument } from '../engine/document/schema.ts';
import type { StudioPage } from './studio-page.ts';
import { openStudio } from './studio-page.ts';

declare global {
  interface Window {
    readonly studio: Studio;
    readonly stepRenders: { count: number };
  }
}

/** A fresh profile; the studio has opened an empty pipeline: what is opened now stays. */
export async function openDebugStudio(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<StudioPage> {
  const studio = await openStudio(browser, url, { ...options, address: '?debug' });
  await untilOpen(studio.page);
  return studio;
}

/** The studio has opened the pipeline of last time, or an empty one. */
export async function untilOpen(page: Page): Promise<void> {
  await page.waitForFunction(
    () => 'studio' in window && window.studio.workspace.store.getState().status === 'open',
  );
}

export const documentIn = (page: Page): Promise<PipelineDocument> =>
  page.evaluate(() => window.studio.documents.getState().document);

export const openDocument = (page: Page, pipeline: PipelineDocument): Promise<void> =>
  page.evaluate((opened) => window.studio.documents.open(opened), pipeline);

export const selectSteps = (page: Page, steps: readonly string[]): Promise<void> =>
  page.evaluate((ids) => window.studio.select(ids), steps);
