import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
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

test('the built app starts, cross-origin isolated and without errors', async () => {
  const { page, problems } = await openStudio(browser, app.url);
  await page.getByText(/^\d+ workers?$/).waitFor();
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  expect(problems).toEqual([]);
  await page.context().close();
});
