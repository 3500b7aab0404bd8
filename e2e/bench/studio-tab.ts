/** The built studio with a pipeline in it. */
import type { Browser, Page } from 'playwright-core';
import type { Studio } from '../../app/session/studio.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { openStudio } from '../studio-page.ts';

declare global {
  interface Window {
    readonly studio: Studio;
  }
}

/** With the engine up and an empty pipeline. */
export async function openIdleStudio(browser: Browser, url: string): Promise<Page> {
  const { page } = await openStudio(browser, url, { address: '?debug' });
  await page.waitForFunction(
    () =>
      'studio' in window &&
      window.studio.workspace.store.getState().status === 'open' &&
      window.studio.session.getState().engine.status === 'ready',
  );
  return page;
}

/** Opens another document, as from the list of recent ones. */
export const openPipeline = (page: Page, document: PipelineDocument): Promise<void> =>
  page.evaluate((opened) => window.studio.workspace.create(opened), document);

export const select = (page: Page, ids: readonly string[]): Promise<void> =>
  page.evaluate((steps) => window.studio.select(steps), ids);

/** Rows of the step are there; `opened`: all of them. */
export async function awaitRows(page: Page, id: string, opened: boolean): Promise<void> {
  await page.waitForFunction(
    ([step, all]) => {
      const { preview } = window.studio.session.getState();
      if (preview.status === 'failed') throw new Error(preview.error.message);
      return (
        preview.status === 'done' &&
        preview.target.split('.')[0] === step &&
        preview.rows.opened === all
      );
    },
    [id, opened] as const,
  );
}
