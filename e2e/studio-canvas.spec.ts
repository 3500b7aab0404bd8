/** The canvas by mouse and by keyboard: what is drawn is what the document says. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { PipelineDocument } from '../engine/document/schema.ts';
import type { Studio } from '../app/session/studio.ts';
import { large } from '../app/canvas/testing/pipelines.ts';
import { launchChromium, serveApp } from './browser.ts';
import { inspector, openStudio, openTab, step } from './studio-page.ts';

declare global {
  interface Window {
    readonly studio: Studio;
    readonly stepRenders: { count: number };
  }
}

let browser: Browser;
let app: Awaited<ReturnType<typeof serveApp>>;

beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium(), serveApp()]);
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

const CLIPBOARD: BrowserContextOptions = { permissions: ['clipboard-read', 'clipboard-write'] };

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const { page } = await openStudio(browser, app.url, { ...options, address: '?debug' });
  await canvas(page).waitFor();
  await kept(page);
  return page;
}

/** The studio has opened the pipeline of last time, or an empty one: what is opened now stays. */
const kept = async (page: Page): Promise<void> => {
  await page.waitForFunction(
    () => 'studio' in window && window.studio.workspace.store.getState().status === 'open',
  );
};

const canvas = (page: Page): Locator => page.getByRole('application', { name: 'Pipeline canvas' });
const port = (page: Page, name: string): Locator => page.locator(`[data-port="${name}"]`);
const search = (page: Page): Locator => page.getByRole('searchbox', { name: 'Search steps' });

const document = (page: Page): Promise<PipelineDocument> =>
  page.evaluate(() => window.studio.documents.getState().document);

const history = (page: Page): Promise<string[]> =>
  page.evaluate(() => window.studio.documents.getState().past.map(({ label }) => label.key));

const openDocument = (page: Page, pipeline: PipelineDocument): Promise<void> =>
  page.evaluate((opened) => window.studio.documents.open(opened), pipeline);

const inputsOf = async (page: Page): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries((await document(page)).nodes).map(([id, { inputs }]) => [id, inputs]),
  );

async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
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
const chain: PipelineDocument = {
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
  expect(Object.keys((await document(page)).nodes)).toEqual(['generate', 'filter', 'sort']);
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
  expect(await document(page)).toEqual(chain);

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
  await kept(other);
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

test('group, collapse, disable, note and automatic layout; each is undone at once', async () => {
  const page = await open();
  await openDocument(page, chain);
  await step(page, 'some').click();
  await page.keyboard.press('d');
  expect((await document(page)).nodes['some']?.disabled).toBe(true);
  await step(page, 'few').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await page.getByRole('textbox', { name: 'Name' }).fill('Small ones');
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: 'Group: Small ones' }).waitFor();
  await page.getByRole('button', { name: 'Collapse group' }).click();
  await step(page, 'few').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Expand group' }).click();
  await step(page, 'few').waitFor();

  await page.getByRole('button', { name: 'Auto layout' }).click();
  await page.waitForFunction(() =>
    window.studio.documents.getState().past.some(({ label }) => label.key === 'layout'),
  );
  const places = Object.values((await document(page)).canvas?.positions ?? {});
  expect(new Set(places.map(String)).size).toBe(4);

  const box = await canvas(page).boundingBox();
  if (box === null) throw new Error('no canvas');
  await page.mouse.click(box.x + 60, box.y + 60);
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Text of the note, Markdown' }).fill('# Why\n\nBecause.');
  await page.keyboard.press('Escape');
  await canvas(page).getByRole('heading', { name: 'Why' }).waitFor();
  while ((await history(page)).length > 0) {
    await page.evaluate(() => window.studio.documents.undo());
  }
  expect(await document(page)).toEqual(chain);
  await page.context().close();
});

test('groups stand in groups, under edges that leave their fold buttons alone; a step is replaced', async () => {
  const page = await open();
  await openDocument(page, {
    ...chain,
    canvas: {
      ...chain.canvas,
      // The edge from the step in the upper left to one far below crosses the title of the outer group.
      positions: { rows: [0, -90], some: [288, 0], few: [576, 0], loose: [288, 200] },
      groups: [
        { id: 'inner', title: 'Inner', nodes: ['few'] },
        { id: 'outer', title: 'Outer', nodes: ['some', 'few'] },
      ],
    },
  });
  await page.getByRole('button', { name: 'Collapse group: Inner' }).click();
  await step(page, 'few').waitFor({ state: 'detached' });
  const fold = page.getByRole('button', { name: 'Collapse group: Outer' });
  const box = await fold.boundingBox();
  if (box === null) throw new Error('not on screen');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // An edge over the button, wherever the curves run: what is hit there stays the button.
  const hit = await page.evaluate(
    ([left, top]) => {
      const path = window.document.querySelector('.react-flow__edge-interaction');
      const matrix = (path as SVGPathElement).getScreenCTM()!.inverse();
      const at = new DOMPoint(left, top).matrixTransform(matrix);
      path?.setAttribute('d', `M${at.x - 40},${at.y} L${at.x + 40},${at.y}`);
      const under = window.document.elementsFromPoint(left, top);
      return under
        .slice(0, 9)
        .map((each) => each.closest('button')?.ariaLabel ?? each.getAttribute('class'));
    },
    [x, y] as const,
  );
  expect(hit[0]).toBe('Collapse group: Outer');
  expect(hit.join()).toContain('react-flow__edge-interaction');
  await page.mouse.click(x, y);
  await step(page, 'some').waitFor({ state: 'detached' });
  expect(await page.getByRole('group', { name: 'Group: Inner' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Expand group: Outer' }).click();
  await step(page, 'some').click();
  // The shortcut is there once the step is selected.
  await inspector(page).getByRole('textbox', { name: 'Condition' }).waitFor();
  await step(page, 'some').focus();
  await page.keyboard.press('r');
  await page.getByRole('dialog', { name: /^Replace “some”/ }).waitFor();
  await page.keyboard.type('limit');
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    () => window.studio.documents.getState().document.nodes['some']?.type === 'rows.limit',
  );
  const { nodes } = await document(page);
  expect(nodes['some']).toMatchObject({ inputs: { input: 'rows' }, params: { rows: 100 } });
  expect(nodes['few']?.inputs).toEqual({ input: 'some' });
  expect(await history(page)).toEqual(['group', 'group', 'replace']);
  await page.context().close();
});

test('the outline is an equal view: select, rename, disconnect, delete', async () => {
  const page = await open();
  await openDocument(page, chain);
  await page.getByRole('tab', { name: 'Outline' }).click();
  await page.getByRole('tree').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  expect(await page.evaluate(() => window.studio.session.getState().selection)).toEqual(['few']);
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name' }).fill('The few');
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: 'The few: value > 5' }).waitFor();

  await page.getByRole('tree').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('treeitem', { name: 'input from some, kept' }).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Delete');
  expect((await inputsOf(page))['few']).toBeUndefined();
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  expect(Object.keys((await document(page)).nodes)).not.toContain('rows');
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
