/** Rows on every edge after a run, and the sums they add up to. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, serveApp } from './browser.ts';
import type { ServedApp } from './browser.ts';
import { openStudio, run, step } from './studio-page.ts';

let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium(), serveApp()]);
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

/** Wide enough for all steps to be drawn with their details. */
const WIDE = { viewport: { width: 3000, height: 1200 } };

const edges = (page: Page) => page.locator('.react-flow__edge');

/** Waits until there are counts on all edges; gives them by the edges' names. */
async function countsOnEdges(page: Page, count: number): Promise<Map<string, number>> {
  const counted = edges(page).filter({ has: page.locator('text') });
  await counted.nth(count - 1).waitFor({ state: 'attached' });
  const texts = await edges(page).evaluateAll((found) =>
    found.map((edge) => [
      edge.getAttribute('aria-label') ?? '',
      edge.querySelector('text')?.firstChild?.textContent ?? '',
    ]),
  );
  return new Map(texts.map(([name = '', text = '']) => [name, Number(text.replace(/\D/g, ''))]));
}

test('after a run every edge of a sample has its rows, and none is lost', async () => {
  const { page, problems } = await openStudio(browser, app.url, WIDE);
  await page.getByRole('button', { name: 'Late flights by airport' }).click();
  await step(page, 'flights').waitFor();
  await edges(page).first().waitFor({ state: 'attached' });
  expect(await edges(page).count()).toBe(11);
  expect(await run(page)).toMatch(/^Succeeded/);
  const counts = await countsOnEdges(page, 11);
  expect(counts).toMatchInlineSnapshot(`
    Map {
      "flights.output to plausible.input" => 3000000,
      "plausible.kept to by_origin.input" => 2999989,
      "by_origin.output to busy.input" => 229,
      "busy.kept to with_airport.left" => 156,
      "airports.output to with_airport.right" => 3376,
      "with_airport.output to shares.input" => 156,
      "shares.output to result.input" => 156,
      "result.output to ranked.input" => 156,
      "ranked.output to out.input" => 156,
      "plausible.dropped to implausible.input" => 11,
      "with_airport.left_unmatched to unknown_airports.input" => 0,
    }
  `);

  await step(page, 'plausible').click();
  await page.getByRole('tab', { name: 'Rejects' }).click();
  const sum = page.getByRole('region', { name: 'plausible' });
  await sum.getByText('every row is accounted for').waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});
