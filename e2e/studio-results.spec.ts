/** The results of a step as a person uses them: rows, views, cells, profiles, SQL, lineage. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServedApp } from './browser.ts';
import { launchChromium, serveApp } from './browser.ts';
import { documentIn } from './debug-studio.ts';
import { cell, node, openPipeline, shownRows, tab } from './results-page.ts';
import { dataGrid } from './studio-page.ts';

let app: ServedApp;
let browser: Browser;

beforeAll(async () => {
  [app, browser] = await Promise.all([serveApp(), launchChromium()]);
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

const numbers = node('input.generate', { kind: 'range', stop: 10_000_000, name: 'n' });

test('ten million rows: the right cells at the top, in the middle and at the end', async () => {
  const { page, problems } = await openPipeline(
    browser,
    app.url,
    {
      numbers,
      twice: node(
        'columns.derive',
        { expressions: [{ name: 'd', expression: 'n * 2' }] },
        'numbers',
      ),
    },
    'twice',
  );
  await shownRows(page)
    .filter({ hasText: /^First 1,000 rows/ })
    .waitFor();
  const grid = dataGrid(page);
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('1001');

  await page.getByRole('button', { name: 'All rows' }).click();
  await shownRows(page).filter({ hasText: 'All 10,000,000 rows · computed exactly' }).waitFor();
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('10000001');
  await cell(page, '0').waitFor();

  await grid.focus();
  await page.keyboard.press('Control+End');
  await cell(page, '19999998').waitFor();
  await page.getByRole('textbox', { name: 'Go to row' }).fill('5,000,001');
  await page.keyboard.press('Enter');
  await cell(page, '10000000').waitFor();
  const row = grid
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell', { name: '10000000', exact: true }) });
  expect(await row.getAttribute('aria-rowindex')).toBe('5000002');

  // The scroll bar reaches everything; what is drawn stays as little as it was.
  await grid.evaluate((element) => {
    element.scrollTop = element.scrollHeight / 4;
  });
  await grid
    .getByRole('gridcell', { name: /^(249|250)\d{4}$/ })
    .first()
    .waitFor();
  expect(await grid.getByRole('gridcell').count()).toBeLessThan(200);
  await page.keyboard.press('Control+Home');
  await cell(page, '0').waitFor();

  // Held below the last row, the pointer selects on and on.
  const box = await grid.boundingBox();
  if (box === null) throw new Error('no grid');
  await cell(page, '2').hover();
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + box.height + 60, { steps: 3 });
  await grid
    .locator('[role="gridcell"][aria-selected="true"]', { hasText: /^1\d\d$/ })
    .first()
    .waitFor();
  await page.mouse.up();
  await page.keyboard.press('Control+c');
  await expect
    .poll(async () => (await page.evaluate(() => navigator.clipboard.readText())).slice(0, 8))
    .toBe('1\t2\n2\t4\n');
  expect(problems).toEqual([]);
});

test('a sorted and filtered view becomes steps, as one entry of the history', async () => {
  const { page, problems } = await openPipeline(
    browser,
    app.url,
    {
      data: node('input.inline', {
        columns: [
          { name: 'city', type: 'VARCHAR' },
          { name: 'n', type: 'INTEGER' },
        ],
        rows: [
          ['Ulm', 3],
          ['Köln', 1],
          [null, 2],
          ['', 7],
        ],
      }),
      first: node('rows.limit', { rows: 10 }, 'data'),
    },
    'data',
  );
  await cell(page, 'Köln').waitFor();
  expect(await cell(page, 'null').count()).toBe(1);

  await dataGrid(page).getByRole('columnheader', { name: 'n INTEGER' }).click();
  await expect
    .poll(() => dataGrid(page).getByRole('columnheader').nth(1).getAttribute('aria-sort'))
    .toBe('ascending');
  const firstCell = dataGrid(page).getByRole('row').nth(1).getByRole('gridcell').first();
  await expect.poll(() => firstCell.innerText()).toBe('Köln');

  await cell(page, 'Ulm').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Only rows without it' }).click();
  await shownRows(page)
    .filter({ hasText: /^All 3 rows/ })
    .waitFor();
  expect(Object.keys((await documentIn(page)).nodes)).toEqual(['data', 'first']);

  // The order of columns, by key and by mouse.
  const headers = dataGrid(page).getByRole('columnheader');
  await dataGrid(page).focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Control+Shift+ArrowRight');
  await expect.poll(() => headers.first().innerText()).toMatch(/^n/);
  await headers.nth(1).dragTo(headers.first(), { targetPosition: { x: 4, y: 20 } });
  await expect.poll(() => headers.first().innerText()).toMatch(/^city/);
  await page.keyboard.press('Control+Shift+ArrowRight');
  await page
    .getByRole('group', { name: 'View of the rows' })
    .getByText('columns reordered')
    .waitFor();

  await page.getByRole('button', { name: 'Make it a step' }).click();
  expect((await documentIn(page)).nodes).toMatchObject({
    filter: {
      inputs: { input: 'data.output' },
      params: { condition: `"city" IS DISTINCT FROM 'Ulm'` },
    },
    sort: { inputs: { input: 'filter.kept' }, params: { by: [{ column: 'n' }] } },
    select: {
      inputs: { input: 'sort.output' },
      params: { columns: [{ column: 'n' }, { column: 'city' }] },
    },
    first: { inputs: { input: 'select.output' } },
  });
  await shownRows(page)
    .filter({ hasText: /^All 3 rows/ })
    .waitFor();
  await page.evaluate(() => window.studio.documents.undo());
  expect(Object.keys((await documentIn(page)).nodes)).toEqual(['data', 'first']);
  expect(problems).toEqual([]);
});

test('cells are selected and copied by keyboard, a value is shown in full', async () => {
  const { page } = await openPipeline(
    browser,
    app.url,
    {
      data: node('input.inline', {
        columns: [
          { name: 'a', type: 'VARCHAR' },
          { name: 'b', type: 'STRUCT(x INTEGER, y VARCHAR[])' },
        ],
        rows: [
          ['one\ttab', '{x: 1, y: [p, q]}'],
          [null, null],
        ],
      }),
    },
    'data',
  );
  await cell(page, 'one⇥tab').click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+Shift+c');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe('a\n"one\ttab"\n');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'b' });
  expect(await dialog.locator('pre').innerText()).toBe('{\n  x: 1,\n  y: [\n    p,\n    q\n  ]\n}');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

test('profiles and their values filter the rows; SQL and lineage are told', async () => {
  const { page, problems } = await openPipeline(
    browser,
    app.url,
    {
      numbers: node('input.generate', { kind: 'range', stop: 1000, name: 'n' }),
      parts: node(
        'columns.derive',
        {
          expressions: [
            {
              name: 'part',
              expression:
                "CASE WHEN n % 10 = 0 THEN 'tenth' WHEN n % 4 = 0 THEN NULL ELSE 'other' END",
            },
          ],
        },
        'numbers',
      ),
    },
    'parts',
  );
  await cell(page, 'tenth').waitFor();
  await tab(page, 'Data').focus();
  await page.keyboard.press('ArrowRight');
  const part = page.getByRole('listitem').filter({ hasText: 'VARCHAR' });
  await part.filter({ hasText: '20%' }).waitFor();
  await part.getByRole('button', { name: 'tenth' }).waitFor();
  // A bar of a histogram and a frequent value, by key.
  await part
    .getByRole('button', { name: /keep only these$/ })
    .first()
    .focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
    'tenth 10%, 100 rows: keep only these',
  );
  await page.keyboard.press('Enter');
  await shownRows(page)
    .filter({ hasText: /100 rows/ })
    .waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'grid');
  await tab(page, 'Profile').click();
  const bars = page.getByRole('group', { name: 'Distribution of n' });
  await bars.getByRole('button').first().focus();
  await page.keyboard.press('End');
  await page.keyboard.press(' ');
  await page.getByRole('group', { name: 'View of the rows' }).getByText('n at most').waitFor();

  await tab(page, 'SQL').click();
  await page.getByLabel('SQL', { exact: true }).filter({ hasText: 'SELECT' }).first().waitFor();
  await tab(page, 'Lineage').click();
  await page.getByRole('tabpanel', { name: 'Lineage' }).getByText('CASE WHEN').waitFor();
  await page
    .getByRole('tabpanel', { name: 'Lineage' })
    .getByRole('button', { name: 'numbers' })
    .first()
    .click();
  await tab(page, 'Data').click();
  await cell(page, '999').or(cell(page, '1')).first().waitFor();
  expect(problems).toEqual([]);
});
