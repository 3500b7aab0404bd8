/**
 * The inspector as a person uses it: every kind of field changes the document, and undo takes it back.
 * Each kind by itself is tested in app/inspector, by *.widget.test.tsx.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import type { PipelineDocument } from '../engine/document/schema.ts';
import { launchChromium, serveApp } from './browser.ts';
import type { ServedApp } from './browser.ts';
import { documentIn, openDebugStudio, openDocument, selectSteps } from './debug-studio.ts';
import { inspector } from './studio-page.ts';

let app: ServedApp;
let browser: Browser;

beforeAll(async () => {
  [app, browser] = await Promise.all([serveApp(), launchChromium()]);
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

type Params = Readonly<Record<string, unknown>>;

const COLUMNS = [
  { name: 'day', type: 'DATE' },
  { name: 'delay', type: 'BIGINT' },
  { name: 'origin', type: 'VARCHAR' },
];

const flights = {
  type: 'input.inline',
  params: { columns: COLUMNS, rows: [['2024-01-01', 14, 'ORD']] },
};

const pipeline = (
  nodes: Readonly<Record<string, { readonly type: string; readonly params: Params }>>,
  parameters: PipelineDocument['parameters'] = {},
): PipelineDocument => ({
  format: 'sluice/1',
  name: 'Inspected',
  parameters,
  nodes: { flights, ...nodes },
});

const step = (type: string, params: Params = {}) => ({
  type,
  inputs: { input: 'flights' },
  params,
});

async function open(
  document: PipelineDocument,
  selected: string,
  bound = 'flights.output',
): Promise<Page> {
  const { page } = await openDebugStudio(browser, app.url);
  await openDocument(page, document);
  await select(page, selected);
  await page.waitForFunction((port) => {
    const { engine, check } = window.studio.session.getState();
    return engine.status === 'ready' && check.status === 'done' && check.schemas.has(port);
  }, bound);
  return page;
}

const select = (page: Page, id: string): Promise<void> => selectSteps(page, [id]);

const paramsOf = async (page: Page, id: string): Promise<Params | undefined> =>
  (await documentIn(page)).nodes[id]?.params;

const field = (page: Page, name: string, nth = 0): Locator =>
  inspector(page).getByLabel(name, { exact: true }).nth(nth);

/** What the box under the cursor offers. */
const offered = (page: Page): Locator =>
  page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');

test('each kind of field changes the document, and undo takes it back', async () => {
  const page = await open(
    pipeline(
      {
        limit: step('rows.limit', { rows: 5 }),
        sort: step('rows.sort', { by: [{ column: 'day' }] }),
        group: step('aggregate.group-by', { keys: ['origin'] }),
        choose: step('columns.select', { columns: [{ column: 'day' }] }),
        rename: step('columns.rename', { map: { day: 'date' } }),
        derive: step('columns.derive', { expressions: [{ name: 'late', expression: '' }] }),
        out: step('output.file', { path: 'out/a.csv', format: 'csv' }),
        window: step('aggregate.window', {
          expressions: [{ name: 'n', function: 'row_number' }],
        }),
      },
      { top: { type: 'INTEGER', default: 3 } },
    ),
    'limit',
  );
  const panel = inspector(page);
  const initial = await documentIn(page);

  // A number; a parameter in its place; columns by name, in an order.
  await field(page, 'Rows').fill('12');
  await field(page, 'Skip').fill('1');
  await field(page, 'Per').fill('orig');
  await offered(page).filter({ hasText: 'origin' }).click();
  await field(page, 'Per').fill('day');
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Reorder' }).nth(1).press('ArrowUp');
  expect(await paramsOf(page, 'limit')).toEqual({ rows: 12, offset: 1, per: ['day', 'origin'] });
  await panel.getByRole('button', { name: 'More' }).first().click();
  await page.getByRole('menuitem', { name: 'Use $top (INTEGER)' }).click();
  expect(await paramsOf(page, 'limit')).toMatchObject({ rows: '$top' });
  expect(await field(page, 'Rows').inputValue()).toBe('$top');

  // Sort keys.
  await select(page, 'sort');
  await field(page, 'Direction').selectOption('desc');
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  await field(page, 'Column', 1).fill('delay');
  await page.keyboard.press('Escape');
  expect(await paramsOf(page, 'sort')).toEqual({
    by: [{ column: 'day', direction: 'desc' }, { column: 'delay' }],
  });

  // Aggregates are named after what they compute until they get a name.
  await select(page, 'group');
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  await field(page, 'Function').selectOption('quantile');
  await field(page, 'Column').fill('delay');
  await page.keyboard.press('Escape');
  await field(page, 'Fraction').fill('0.9');
  expect(await paramsOf(page, 'group')).toEqual({
    keys: ['origin'],
    aggregates: [{ name: 'quantile_delay', function: 'quantile', column: 'delay', fraction: 0.9 }],
  });

  // Many columns at once; a name and a type for each.
  await select(page, 'choose');
  await panel.getByRole('button', { name: 'Choose…' }).click();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.keyboard.press('Escape');
  await field(page, 'As', 1).fill('minutes');
  await field(page, 'Type', 1).fill('INTEGER');
  await page.keyboard.press('Escape');
  await field(page, 'Other columns').selectOption('keep');
  expect(await paramsOf(page, 'choose')).toEqual({
    columns: [
      { column: 'day' },
      { column: 'delay', as: 'minutes', type: 'INTEGER' },
      { column: 'origin' },
    ],
    rest: 'keep',
  });

  // Names by column.
  await select(page, 'rename');
  await field(page, 'Old name').fill('delay');
  await page.keyboard.press('Enter');
  await field(page, 'Names', 2).fill('minutes');
  expect(await paramsOf(page, 'rename')).toEqual({ map: { day: 'date', delay: 'minutes' } });

  // An expression.
  await select(page, 'derive');
  await field(page, 'Expression').click();
  await page.keyboard.type('delay >= 15');
  expect(await paramsOf(page, 'derive')).toEqual({
    expressions: [{ name: 'late', expression: 'delay >= 15' }],
  });

  // A choice, a path that the format follows; options that the format rules out go away.
  await select(page, 'out');
  await field(page, 'Header').selectOption({ label: 'no' });
  await field(page, 'Header').selectOption({ label: 'not set' });
  await field(page, 'Path').fill('out/b.parquet');
  await page.keyboard.press('Escape');
  await panel.getByLabel('Header', { exact: true }).waitFor({ state: 'detached' });
  expect(await paramsOf(page, 'out')).toEqual({ path: 'out/b.parquet', format: 'parquet' });

  // Settings that belong together.
  await select(page, 'window');
  await panel.getByRole('button', { name: 'Add', exact: true }).nth(1).click();
  await field(page, 'Bound').selectOption('preceding');
  await field(page, 'Offset').fill('3');
  expect(await paramsOf(page, 'window')).toMatchObject({
    frame: { start: { kind: 'preceding', offset: 3 } },
  });

  // Cells of a table, and its columns.
  await select(page, 'flights');
  await field(page, 'delay, row 1').fill('20');
  await panel.getByRole('button', { name: 'Add a row' }).click();
  await field(page, 'origin, row 2').fill('JFK');
  await panel.getByRole('button', { name: 'Remove' }).first().click();
  expect(await paramsOf(page, 'flights')).toEqual({
    columns: COLUMNS.slice(1),
    rows: [
      [20, 'ORD'],
      [null, 'JFK'],
    ],
  });

  const undo = page.getByRole('button', { name: 'Undo' });
  while (await undo.isEnabled()) await undo.click();
  const after = await documentIn(page);
  expect(after).toEqual(initial);
});

test('by keyboard alone', async () => {
  const page = await open(pipeline({ limit: step('rows.limit') }), 'limit');
  await field(page, 'Caption').focus();
  await page.keyboard.type('Top rows');
  for (let tabs = 0; tabs < 20; tabs += 1) {
    await page.keyboard.press('Tab');
    const isThere = await field(page, 'Rows').evaluate(
      (element) => element === element.ownerDocument.activeElement,
    );
    if (isThere) break;
  }
  await page.keyboard.type('7');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2');
  await field(page, 'Per').focus();
  await page.keyboard.type('ori');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.type('delay');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  expect(await paramsOf(page, 'limit')).toEqual({ rows: 7, offset: 2, per: ['origin', 'delay'] });
  await inspector(page).getByRole('button', { name: 'Reorder' }).nth(1).focus();
  await page.keyboard.press('ArrowUp');
  expect(await paramsOf(page, 'limit')).toMatchObject({ per: ['delay', 'origin'] });
  // The cursor goes with the row.
  await page.keyboard.press('ArrowDown');
  expect(await paramsOf(page, 'limit')).toMatchObject({ per: ['origin', 'delay'] });
});

test('parameters of the pipeline: added, used, renamed where they are used, given a value', async () => {
  const page = await open(pipeline({ late: step('rows.filter', { condition: 'delay > 1' }) }), '-');
  const panel = inspector(page);
  await field(page, 'New parameter').fill('least');
  await page.keyboard.press('Enter');
  const card = panel.getByRole('group', { name: '$least' });
  await card.getByLabel('Type').fill('BIGINT');
  await page.keyboard.press('Escape');
  await card.getByLabel('Default').fill('10');
  await select(page, 'late');
  await field(page, 'Condition').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('delay > $least');
  await select(page, '-');
  await card.getByRole('button', { name: 'late' }).waitFor();
  await card.getByLabel('Value now').fill('many');
  await card.getByText('not a whole number').waitFor();
  await card.getByLabel('Parameter name').fill('at_least');
  await page.keyboard.press('Enter');
  await panel.getByRole('group', { name: '$at_least' }).waitFor();
  expect(await paramsOf(page, 'late')).toEqual({ condition: 'delay > $at_least' });
  const { parameters } = await documentIn(page);
  expect(parameters).toEqual({ at_least: { type: 'BIGINT', default: 10 } });
});
