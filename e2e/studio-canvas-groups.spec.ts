/** Steps in groups, aside and in order; and the outline, which is an equal view of them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium, serveApp } from './browser.ts';
import { canvas, chain, history, inputsOf, openCanvas } from './canvas-page.ts';
import { documentIn, openDocument } from './debug-studio.ts';
import { inspector, step } from './studio-page.ts';

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

test('group, collapse, disable, note and automatic layout; each is undone at once', async () => {
  const page = await open();
  await openDocument(page, chain);
  await step(page, 'some').click();
  await page.keyboard.press('d');
  expect((await documentIn(page)).nodes['some']?.disabled).toBe(true);
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
  const places = Object.values((await documentIn(page)).canvas?.positions ?? {});
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
  expect(await documentIn(page)).toEqual(chain);
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
  const { nodes } = await documentIn(page);
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
  expect(Object.keys((await documentIn(page)).nodes)).not.toContain('rows');
  await page.context().close();
});
