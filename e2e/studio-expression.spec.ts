/** Typing expressions, and renaming a column with all that names it. */
import type { Browser, Locator, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, serveApp } from './browser.ts';
import type { ServedApp } from './browser.ts';
import { dataGrid, inspector, openStudio, step } from './studio-page.ts';

let browser: Browser;
let app: ServedApp;
beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium(), serveApp()]);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

const PIPELINE = {
  format: 'sluice/1',
  name: 'Orders',
  parameters: { least: { type: 'DOUBLE', default: 10 } },
  nodes: {
    orders: {
      type: 'input.inline',
      params: {
        columns: [
          { name: 'total', type: 'DOUBLE' },
          { name: 'home city', type: 'VARCHAR' },
        ],
        rows: [
          [5, 'Rome'],
          [20.25, 'Oslo'],
        ],
      },
    },
    large: {
      type: 'rows.filter',
      inputs: { input: 'orders' },
      params: { condition: 'total > $least' },
    },
    more: {
      type: 'columns.derive',
      inputs: { input: 'large' },
      params: { expressions: [{ name: 'tax', expression: "total * 0.2 -- of 'total'" }] },
    },
    ask: {
      type: 'code.sql',
      inputs: { inputs: ['more'] },
      params: { query: 'SELECT total, tax FROM more' },
    },
  },
  canvas: { positions: { orders: [0, 0], large: [300, 0], more: [600, 0], ask: [900, 0] } },
};

const give = (page: Page, name: string, text: string): Promise<void> =>
  page
    .locator('input[type=file][aria-label="Open data files"]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

async function openOrders(): Promise<{ page: Page; problems: readonly string[] }> {
  const studio = await openStudio(browser, app.url);
  await give(studio.page, 'orders.sluice.json', JSON.stringify(PIPELINE));
  await step(studio.page, 'orders').waitFor();
  return studio;
}

const editor = (page: Page, name: string): Locator =>
  inspector(page).getByRole('textbox', { name, exact: true });

const summary = (page: Page, id: string): Promise<string> => step(page, id).innerText();

const untilText = async (locator: Locator, text: string | RegExp): Promise<void> => {
  await locator.filter({ hasText: text }).first().waitFor();
};

test('an expression completes, explains and marks what is wrong in it', async () => {
  const { page, problems } = await openOrders();
  await step(page, 'large').click();
  // Columns are known once the engine has looked at them.
  await dataGrid(page)
    .getByRole('columnheader', { name: /home city/ })
    .waitFor();
  const condition = editor(page, 'Condition');
  await page.locator('.cm-content').first().waitFor();

  // A column that has to be quoted, taken from the list with its type.
  await condition.fill('');
  await condition.pressSequentially('hom');
  const option = page.getByRole('option', { name: /home city/ });
  await option.waitFor();
  expect(await option.innerText()).toContain('VARCHAR');
  await option.click();
  await untilText(condition, '"home city"');

  // A function with its brackets; the argument is a parameter.
  await condition.fill('');
  await condition.pressSequentially('total > roun');
  await page.getByRole('option', { name: /^round \(/ }).click();
  await untilText(page.locator('.sluice-docs-call'), 'round(');
  await condition.pressSequentially('$le');
  await page.getByRole('option', { name: /least/ }).click();
  expect(await condition.innerText()).toBe('total > round($least)');
  await untilText(step(page, 'large'), 'round($least)');

  await page.locator('.cm-line').getByText('round', { exact: true }).hover();
  await untilText(page.locator('.cm-tooltip-hover'), 'Rounds');

  // The name that is wrong is marked, and the hint mends it.
  await condition.fill('totl > 1');
  await page.locator('.cm-lintRange-error', { hasText: /^totl$/ }).waitFor();
  await page.locator('.cm-lintRange-error').hover();
  await page.getByRole('button', { name: 'Replace with total' }).click();
  expect(await condition.innerText()).toBe('total > 1');
  await page.locator('.cm-lintRange-error').waitFor({ state: 'detached' });

  // Tab leaves the field, and undo is the document's.
  await condition.press('Escape');
  await condition.press('Tab');
  expect(await condition.evaluate((field) => field === document.activeElement)).toBe(false);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page
    .locator('.cm-content', { hasText: /^(?!total > 1$)/ })
    .first()
    .waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

test('the editor does not come under the hands of who types, but once they have left', async () => {
  const { page, problems } = await openStudio(browser, app.url);
  const asked = new Promise<Route>((resolve) => {
    void page.route(/\/CodeEditor-[^/]*\.js$/, resolve);
  });
  const { more } = PIPELINE.nodes;
  const expressions = [{ name: 'tax' }, { name: 'twice', expression: 'total * 2' }];
  const several = { ...more, inputs: { input: 'orders' }, params: { expressions } };
  const nodes = { orders: PIPELINE.nodes.orders, more: several };
  await give(page, 'orders.sluice.json', JSON.stringify({ ...PIPELINE, nodes }));
  await step(page, 'more').click();
  const tax = editor(page, 'Expression').first();
  const editorCode = await asked;
  await tax.click();
  await page.keyboard.type('total ');
  await editorCode.continue();
  // The other one has it.
  await page.locator('.cm-content').waitFor();
  await page.keyboard.type('* 0.2');
  await untilText(step(page, 'more'), 'tax = total * 0.2');
  await page.keyboard.press('Tab');
  await page.locator('.cm-content').nth(1).waitFor();
  await untilText(tax, /^total \* 0\.2$/);
  expect(problems).toEqual([]);
  await page.context().close();
});

test('a column is renamed with all that names it, and back by one undo', async () => {
  const { page, problems } = await openOrders();
  await step(page, 'orders').click();
  const header = dataGrid(page).getByRole('columnheader', { name: /total/ });
  await header.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Rename column…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rename column' });
  await dialog.getByLabel('New name').fill('net total');
  await untilText(dialog.getByRole('status'), /4 changes in 4 steps/);
  await dialog.getByRole('button', { name: 'Rename', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await summary(page, 'large')).toContain('"net total" > $least');
  expect(await summary(page, 'more')).toContain(`tax = "net total" * 0.2 -- of 'total'`);
  expect(await summary(page, 'ask')).toContain('SELECT "net total", tax FROM more');
  await dataGrid(page)
    .getByRole('columnheader', { name: /net total/ })
    .waitFor();

  // Its usages lead to the place.
  await dataGrid(page)
    .getByRole('columnheader', { name: /net total/ })
    .click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Find usages' }).click();
  const usages = page.getByRole('dialog', { name: 'Usages of net total' });
  await usages.getByRole('button', { name: /"net total" \* 0\.2/ }).click();
  await usages.waitFor({ state: 'detached' });
  await page.waitForFunction(() => String(getSelection()) === '"net total"');

  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await summary(page, 'large')).toContain('total > $least');
  expect(await summary(page, 'ask')).toContain('SELECT total, tax FROM more');
  expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
  expect(problems).toEqual([]);
  await page.context().close();
});

test('a file with other columns says which are gone and maps them', async () => {
  const { page, problems } = await openStudio(browser, app.url);
  const pipeline = {
    format: 'sluice/1',
    name: 'Files',
    nodes: {
      orders: { type: 'input.csv', params: { path: 'orders.csv' } },
      large: {
        type: 'rows.filter',
        inputs: { input: 'orders' },
        params: { condition: 'order_total > 10' },
      },
    },
  };
  await give(page, 'files.sluice.json', JSON.stringify(pipeline));
  await step(page, 'large').click();
  await give(page, 'orders.csv', 'id,order_total\n1,5\n2,20\n');
  await dataGrid(page)
    .getByRole('columnheader', { name: /order_total/ })
    .waitFor();

  await give(page, 'orders.csv', 'id,OrderTotal,place\n1,7,Rome\n2,30,Oslo\n3,40,Bonn\n');
  await page.getByRole('button', { name: 'Map columns…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Columns of orders that are gone' });
  expect(await dialog.getByLabel('Replaces order_total').inputValue()).toBe('OrderTotal');
  expect(await dialog.getByRole('row', { name: /order_total/ }).innerText()).toContain('large');
  await dialog.getByRole('button', { name: 'Add a rename step' }).click();
  await step(page, 'rename').waitFor();
  await untilText(dataGrid(page), '40');
  expect(problems).toEqual([]);
  await page.context().close();
});
