/** The canvas by mouse and by keyboard: what is drawn is what the document says. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { large } from '../app/canvas/testing/pipelines.ts';
import { launchChromium, serveApp } from './browser.ts';
import { canvas, chain, drag, history, inputsOf, openCanvas } from './canvas-page.ts';
import { documentIn, openDocument, untilOpen } from './debug-studio.ts';
import { inspector, openTab, step } from './studio-page.ts';

let browser: Browser;
let app: Awaited<ReturnType<typeof serveApp>>;

beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium(), serveApp()]);
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

const open = (options: BrowserContextOptions = {}): Promise<Page> =>
  openCanvas(browser, app.url, options);

const CLIPBOARD: BrowserContextOptions = { permissions: ['clipboard-read', 'clipboard-write'] };

const port = (page: Page, name: string): Locator => page.locator(`[data-port="${name}"]`);
const search = (page: Page): Locator => page.getByRole('searchbox', { name: 'Search steps' });

test('by keyboard alone: add, connect, move, delete with healing, undo', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Add step' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('generate');
  await page.keyboard.press('Enter');
  await step(page, 'generate').waitFor();
  // The next one reads the selected one; the focus is on the new step, where the keys work.
  await page.waitForFunction(
    () => window.document.activeElement?.getAttribute('data-id') === 'generate',
  );
  await page.keyboard.press('a');
  await search(page).waitFor();
  await page.keyboard.type('filter');
  await page.keyboard.press('Enter');
  await step(page, 'filter').waitFor();
  await page.waitForFunction(
    () => window.document.activeElement?.getAttribute('data-id') === 'filter',
  );
  await page.keyboard.press('a');
  await page.keyboard.type('sort');
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    () => window.document.activeElement?.getAttribute('data-id') === 'sort',
  );
  expect(await inputsOf(page)).toEqual({
    generate: undefined,
    filter: { input: 'generate.output' },
    sort: { input: 'filter.kept' },
  });
  expect(await page.getByRole('group', { name: 'sort: ' }).getAttribute('data-node-id')).toBe(
    'sort',
  );

  await page.keyboard.press('c');
  await page.getByRole('dialog').waitFor();
  const refused = page.getByRole('option', { name: /filter.*circle/ });
  await refused.waitFor();
  expect(await refused.getAttribute('aria-disabled')).toBe('true');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  await step(page, 'filter').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect((await history(page)).at(-1)).toBe('move');
  const moves = (await history(page)).filter((key) => key === 'move');
  expect(moves).toHaveLength(1);
  // Selected already: Enter goes on to its settings, and nothing is typed there.
  await page.keyboard.press('Enter');
  await inspector(page).getByRole('textbox', { name: 'Condition' }).waitFor();
  await page.waitForFunction(
    () => window.document.activeElement?.closest('[role=region]')?.ariaLabel === 'Inspector',
  );
  expect((await history(page)).at(-1)).toBe('move');
  await step(page, 'filter').focus();
  await page.keyboard.press('Delete');
  expect(await inputsOf(page)).toEqual({
    generate: undefined,
    sort: { input: 'generate.output' },
  });
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  expect(Object.keys((await documentIn(page)).nodes)).toEqual(['generate', 'filter', 'sort']);
  await page.context().close();
});

test('by mouse: connect, refuse with a reason, insert into an edge, drop on nothing', async () => {
  const page = await open();
  await openDocument(page, chain);
  await step(page, 'loose').waitFor();

  await drag(page, port(page, 'few.kept'), port(page, 'some.input'));
  await canvas(page).getByText('That would go in a circle').waitFor();
  await page.mouse.up();
  expect(await history(page)).toEqual([]);

  await drag(page, port(page, 'rows.output'), port(page, 'loose.input'));
  await page.mouse.up();
  expect((await inputsOf(page))['loose']).toEqual({ input: 'rows.output' });
  await page.keyboard.press('Control+z');

  // The step that is loose goes between the two that it is dropped between.
  const [some, few] = [
    await step(page, 'some').boundingBox(),
    await step(page, 'few').boundingBox(),
  ];
  const loose = await step(page, 'loose').boundingBox();
  if (some === null || few === null || loose === null) throw new Error('not on screen');
  await page.mouse.move(loose.x + loose.width / 2, loose.y + loose.height / 2);
  await page.mouse.down();
  await page.mouse.move((some.x + some.width + few.x) / 2, some.y + some.height / 2 - 6, {
    steps: 8,
  });
  await page.mouse.up();
  expect(await inputsOf(page)).toMatchObject({
    loose: { input: 'some' },
    few: { input: 'loose.kept' },
  });
  expect(await history(page)).toEqual(['insert']);
  await page.keyboard.press('Control+z');
  expect(await documentIn(page)).toEqual(chain);

  const pane = await canvas(page).boundingBox();
  const end = await port(page, 'few.kept').boundingBox();
  if (pane === null || end === null) throw new Error('not on screen');
  await page.mouse.move(end.x + 6, end.y + 6);
  await page.mouse.down();
  await page.mouse.move(end.x + 40, end.y + 150, { steps: 5 });
  await page.mouse.up();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox', { name: 'Search steps' }).waitFor();
  expect(await dialog.getByRole('option', { name: 'CSV file' }).count()).toBe(0);
  await page.keyboard.type('limit');
  await page.keyboard.press('Enter');
  await step(page, 'limit').waitFor();
  expect((await inputsOf(page))['limit']).toEqual({ input: 'few.kept' });
  await page.context().close();
});

test('a step is dragged from the palette into an edge', async () => {
  const page = await open();
  await openDocument(page, chain);
  await search(page).fill('sort');
  const [rowsBox, some] = [
    await step(page, 'rows').boundingBox(),
    await step(page, 'some').boundingBox(),
  ];
  const pane = await canvas(page).boundingBox();
  if (rowsBox === null || some === null || pane === null) throw new Error('not on screen');
  await page.getByRole('option', { name: 'Sort' }).dragTo(canvas(page), {
    targetPosition: {
      x: (rowsBox.x + rowsBox.width + some.x) / 2 - pane.x,
      y: rowsBox.y + rowsBox.height / 2 - pane.y - 4,
    },
  });
  await step(page, 'sort').waitFor();
  expect(await inputsOf(page)).toMatchObject({
    sort: { input: 'rows' },
    some: { input: 'sort.output' },
  });
  await page.context().close();
});

test('steps are copied as text into another tab; rubbish is left alone', async () => {
  const page = await open(CLIPBOARD);
  await openDocument(page, chain);
  await step(page, 'some').click();
  await step(page, 'few').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+c');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('"sluice/1"');

  const { page: other } = await openTab(await page.context().newPage(), app.url, '?debug');
  await canvas(other).waitFor();
  await untilOpen(other);
  await other.bringToFront();
  await openDocument(other, chain);
  await step(other, 'rows').waitFor();
  await other.keyboard.press('Control+v');
  await step(other, 'few_2').waitFor();
  expect(await inputsOf(other)).toMatchObject({ some_2: undefined, few_2: { input: 'some_2' } });
  expect(await history(other)).toEqual(['paste']);

  await other.evaluate(() => navigator.clipboard.writeText('{"format": "sluice/1", "nodes": 7}'));
  await other.keyboard.press('Control+v');
  await other.getByText('Nothing was pasted').waitFor();
  expect(await history(other)).toEqual(['paste']);
  await page.context().close();
});

test('2,000 steps: only those in sight are mounted, and a change renders one step', async () => {
  const page = await open();
  await page.getByRole('application').waitFor();
  await page.evaluate((pipeline) => {
    window.studio.documents.open(pipeline);
  }, large(2000));
  await page.locator('[data-node-id=s0]').waitFor();
  expect(await page.locator('[data-node-id]').count()).toBeLessThan(200);
  // What the engine finds of the pipeline renders steps, too: that is over before renders are counted.
  await page.waitForFunction(() => {
    const { check } = window.studio.session.getState();
    return check.status === 'done' && check.diagnostics.length > 0;
  });

  const renders = await page.evaluate(async () => {
    const settled = () =>
      new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await settled();
    const before = window.stepRenders.count;
    window.studio.documents.execute({
      label: { key: 'param' },
      change: (draft) => {
        draft.nodes['s1']!.params['condition'] = 'b = 2';
      },
    });
    await settled();
    return window.stepRenders.count - before;
  });
  expect(renders).toBe(1);
  expect(await step(page, 's1').getAttribute('aria-label')).toBe('s1: b = 2');
  await page.context().close();
});
