/** The studio for everybody: without a mouse, for screen readers, and in other languages. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { registry } from '../nodes/registry.ts';
import { examine, seriousOf } from './axe.ts';
import { launchChromium, serveApp } from './browser.ts';
import type { ServedApp } from './browser.ts';
import { serveStudio } from './serve-studio.ts';
import { dataGrid, inspector, openStudio, runStatus, step, tabTo } from './studio-page.ts';

let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium(), serveApp()]);
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

/** What axe says of a screen, for the report that .ci/axe-report.mjs makes. */
interface ScreenReport {
  readonly screen: string;
  /** Rules that the screen passes. */
  readonly passed: number;
  readonly findings: readonly {
    readonly rule: string;
    readonly impact: string;
    readonly elements: number;
  }[];
}

const reportOf = (screen: string, { passes, violations }: AxeResults): ScreenReport => ({
  screen,
  passed: passes.length,
  findings: violations.map(({ id, impact, nodes }) => ({
    rule: id,
    impact: impact ?? 'minor',
    elements: nodes.length,
  })),
});

const openSample = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).click();
  await dataGrid(page).getByRole('gridcell').first().waitFor();
};

test.each(['light', 'dark'] as const)(
  'no serious finding of axe on any screen (%s)',
  async (colorScheme) => {
    const { page } = await openStudio(browser, app.url, { colorScheme, reducedMotion: 'reduce' });
    const found: Record<string, string[]> = {};
    const screens: ScreenReport[] = [];
    let axe = '';
    const look = async (screen: string): Promise<void> => {
      const results = await examine(page);
      found[screen] = seriousOf(results);
      axe = results.testEngine.version;
      screens.push(reportOf(screen, results));
    };
    await page.getByText(/^\d+ workers?$/).waitFor();
    await look('start');
    await openSample(page, 'Late flights by airport');
    await look('filter, data');
    for (const id of ['by_origin', 'with_airport', 'ranked', 'flights', 'out']) {
      await page.getByRole('tab', { name: 'Outline' }).click();
      await page.getByRole('treeitem', { name: new RegExp(`^${id}`) }).click();
      await inspector(page).getByRole('tab', { name: 'Settings' }).waitFor();
      await look(`settings of ${id}`);
    }
    for (const tab of ['Columns', 'Help']) {
      await inspector(page).getByRole('tab', { name: tab }).click();
      await look(tab);
    }
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await runStatus(page)
      .getByText(/^Succeeded/)
      .waitFor();
    for (const tab of ['Profile', 'Rejects', 'SQL', 'Lineage', 'Problems', 'Runs']) {
      await page.getByRole('tablist', { name: 'Results' }).getByRole('tab', { name: tab }).click();
      await page.locator('[role=tabpanel] [aria-busy=true]').waitFor({ state: 'detached' });
      await look(tab);
    }
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').waitFor();
    await look('command palette');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('dialog').waitFor();
    await look('share');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Export as code…' }).click();
    await page.getByRole('radio', { name: 'TypeScript', exact: true }).check();
    await page.getByRole('textbox', { name: 'Text of pipeline.ts' }).waitFor();
    await look('export as code');
    mkdirSync('e2e/out/axe', { recursive: true });
    writeFileSync(`e2e/out/axe/${colorScheme}.json`, JSON.stringify({ axe, screens }, null, 2));
    expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual(
      {},
    );
    await page.context().close();
  },
);

test.each([
  ['a static server', serveApp],
  ['sluice serve', serveStudio],
])('from %s, a pipeline is opened, extended, edited and run without a mouse', async (_, serve) => {
  const served = await serve();
  onTestFinished(served.close);
  const { page, problems } = await openStudio(browser, served.url);
  await page
    .getByText(/^\d+ workers?$/)
    .first()
    .waitFor();
  await tabTo(page, 'button[aria-describedby="sample-bird-strikes-text"]');
  await page.keyboard.press('Enter');
  // The start page is gone with the button; the step that is shown has the focus, and gets it back.
  const focused = step(page, 'tidy').and(page.locator(':focus'));
  await focused.waitFor();
  await page.keyboard.press('Control+k');
  await page.locator('[cmdk-input]:focus').waitFor();
  await page.keyboard.press('Escape');
  await focused.waitFor();
  // A step behind the selected one.
  await page.keyboard.press('Control+k');
  await page.locator('[cmdk-input]:focus').waitFor();
  await page.keyboard.type('Add step');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await page.locator('[role=dialog] input:focus:not([cmdk-input])').waitFor();
  await page.keyboard.type('filter');
  await dialog
    .getByRole('option', { name: /Filter/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await step(page, 'filter').waitFor();
  await inspector(page).getByText('Filter', { exact: true }).first().waitFor();
  await tabTo(page, '[role=region][aria-label="Inspector"] .cm-content');
  await page.keyboard.type("species = 'canada goose'");
  await page.keyboard.press('Escape');
  await dataGrid(page).getByText('canada goose').first().waitFor();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+Shift+z');
  await dataGrid(page).getByText('canada goose').first().waitFor();
  await page.keyboard.press('Control+Enter');
  await runStatus(page)
    .getByText(/^Succeeded/)
    .waitFor();
  // Nothing hangs below the window: the page would move when the focus goes there.
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
  expect(problems).toEqual([]);
  await page.context().close();
});

test('every text of the main screens is translated', async () => {
  const { page } = await openStudio(browser, app.url, { address: '?lng=en-XA' });
  await page
    .getByText(/^⟦\d+ ŵ/)
    .first()
    .waitFor();
  const texts = namesOfNodes();
  const plain = async (): Promise<string[]> => {
    const shown = await page.evaluate(untranslated);
    return shown.filter((text) => !texts.has(text));
  };
  const found: Record<string, string[]> = { start: await plain() };
  await page.locator('button[aria-describedby="sample-bird-strikes-text"]').click();
  await page.getByRole('gridcell').first().waitFor();
  found['sample'] = await plain();
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    found[await tab.innerText()] = await plain();
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  found['palette'] = await plain();
  expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual(
    {},
  );
  await page.context().close();
});

/** Texts of the page that hold letters without a mark, but for what is the user's, SQL or a format. */
function untranslated(): string[] {
  const own =
    '.cm-editor, [role=grid], [role=tree], [data-node-id], .react-flow__attribution, article[lang], [translate=no], code, kbd, pre';
  const texts = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent?.trim() ?? '';
    if (!/[A-Za-z]{3}/.test(text) || /⟦/.test(text)) continue;
    if (node.parentElement?.closest(`${own}, script, style`) === null) texts.add(text);
  }
  return [...texts];
}

/** What node types say of themselves and their params: the catalogue speaks English, like DuckDB. */
function namesOfNodes(): ReadonlySet<string> {
  const texts = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if ((key === 'title' || key === 'description') && typeof member === 'string') {
        texts.add(member);
      } else collect(member);
    }
  };
  for (const type of registry.types()) {
    const definition = registry.get(type);
    if (definition === undefined) continue;
    collect({ title: definition.title, description: definition.description });
    collect(z.toJSONSchema(definition.params, { io: 'input', unrepresentable: 'any' }));
  }
  return texts;
}
