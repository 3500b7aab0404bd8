/** The results panel as a person uses it: rows, views, profiles, charts, problems, runs. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServedApp } from './browser.ts';
import { launchChromium, serveApp } from './browser.ts';
import { dataGrid, openStudio, run, runStatus } from './studio-page.ts';

let app: ServedApp;
let browser: Browser;

beforeAll(async () => {
  [app, browser] = await Promise.all([serveApp(), launchChromium()]);
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

const step = (type: string, params: object, input?: string) => ({
  type,
  ...(input === undefined ? {} : { inputs: { input } }),
  params,
});

interface DebugStudio {
  readonly documents: {
    readonly undo: () => void;
    readonly execute: (command: {
      readonly label: object;
      readonly change: (draft: { readonly nodes: Record<string, { params: unknown }> }) => void;
    }) => void;
    readonly getState: () => {
      readonly document: { readonly nodes: Record<string, { inputs?: unknown; params: unknown }> };
    };
  };
  readonly workspace: {
    readonly create: (document: unknown) => Promise<void>;
    readonly store: { readonly getState: () => { readonly status: string } };
  };
  readonly runs: {
    readonly getState: () => {
      readonly runs: readonly { readonly nulls: ReadonlyMap<string, unknown> }[];
    };
  };
  readonly select: (steps: readonly string[]) => void;
  readonly session: {
    readonly getState: () => { readonly selection: readonly string[]; readonly focus?: unknown };
  };
}

/** The studio with a pipeline in it and one of its steps selected. */
async function openPipeline(nodes: Record<string, object>, selected: string) {
  const studio = await openStudio(browser, app.url, {
    address: '?debug',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const { page } = studio;
  await page.waitForFunction(
    () =>
      (window as unknown as { studio?: DebugStudio }).studio?.workspace.store.getState().status ===
      'open',
  );
  await page.evaluate(
    async ([document, id]) => {
      const { workspace, select } = (window as unknown as { studio: DebugStudio }).studio;
      await workspace.create(document);
      select([id]);
    },
    [{ format: 'sluice/1', name: 'Try', parameters: {}, nodes }, selected] as const,
  );
  return studio;
}

const nodesOf = (page: Page) =>
  page.evaluate(
    () => (window as unknown as { studio: DebugStudio }).studio.documents.getState().document.nodes,
  );

const shownRows = (page: Page) => page.getByRole('status', { name: 'Shown rows' });
const tab = (page: Page, name: string) =>
  page.getByRole('tablist', { name: 'Results' }).getByRole('tab', { name, exact: true });
const cell = (page: Page, name: string) =>
  dataGrid(page).getByRole('gridcell', { name, exact: true }).first();

const numbers = step('input.generate', { kind: 'range', stop: 10_000_000, name: 'n' });

test('ten million rows: the right cells at the top, in the middle and at the end', async () => {
  const { page, problems } = await openPipeline(
    {
      numbers,
      twice: step(
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
  expect(await grid.getAttribute('aria-rowcount')).toBe('1001');

  await page.getByRole('button', { name: 'All rows' }).click();
  await shownRows(page).filter({ hasText: 'All 10,000,000 rows · computed exactly' }).waitFor();
  expect(await grid.getAttribute('aria-rowcount')).toBe('10000001');
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
    {
      data: step('input.inline', {
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
      first: step('rows.limit', { rows: 10 }, 'data'),
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
  expect(Object.keys(await nodesOf(page))).toEqual(['data', 'first']);

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
  expect(await nodesOf(page)).toMatchObject({
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
  await page.evaluate(() => (window as unknown as { studio: DebugStudio }).studio.documents.undo());
  expect(Object.keys(await nodesOf(page))).toEqual(['data', 'first']);
  expect(problems).toEqual([]);
});

test('cells are selected and copied by keyboard, a value is shown in full', async () => {
  const { page } = await openPipeline(
    {
      data: step('input.inline', {
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
    {
      numbers: step('input.generate', { kind: 'range', stop: 1000, name: 'n' }),
      parts: step(
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
    'tenth, 100 rows: keep only these',
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

test('a problem leads to its step; its rows before are still there', async () => {
  const { page } = await openPipeline(
    {
      numbers,
      wrong: step('rows.filter', { condition: 'm > 3' }, 'numbers'),
      after: step('rows.limit', { rows: 5 }, 'wrong.kept'),
      lost: step('output.file', { path: 'lost.csv', format: 'csv' }, 'after'),
      ten: step('rows.limit', { rows: 10 }, 'numbers'),
      right: step('output.file', { path: 'right.csv', format: 'csv' }, 'ten'),
    },
    'wrong',
  );
  await page.getByRole('button', { name: 'Show rows of numbers' }).click();
  await cell(page, '7').waitFor();
  // What cannot run is said before anything runs; the other output runs when it is asked for.
  expect(await run(page)).toMatch(/^Failed: .*"m"/);
  const list = page.getByRole('tabpanel', { name: 'Problems' });
  await list.getByText('Not run: 1 error stands in the way.').waitFor();
  await list.getByText('2 steps after it wait for this').click();
  expect(await list.getByRole('region').count()).toBe(1);
  await list.getByRole('button', { name: 'Run the output that is right' }).click();
  await runStatus(page)
    .filter({ hasText: /^Succeeded/ })
    .waitFor();
  await tab(page, 'Runs').click();
  await page.getByRole('button', { name: 'Download right.csv' }).waitFor();
  await tab(page, 'Problems').click();
  await page
    .getByRole('tabpanel', { name: 'Problems' })
    .getByRole('region', { name: 'wrong' })
    .getByRole('button')
    .first()
    .click();
  const { selection, focus } = await page.evaluate(() =>
    (window as unknown as { studio: DebugStudio }).studio.session.getState(),
  );
  expect(selection).toEqual(['wrong']);
  expect(focus).toMatchObject({ node: 'wrong', param: 'condition', start: 0 });
});

test('a run is a picture; its file is downloaded; the next run tells what changed', async () => {
  const { page, problems } = await openPipeline(
    {
      few: step('input.generate', { kind: 'range', stop: 1000, name: 'n' }),
      part: step(
        'columns.derive',
        { expressions: [{ name: 'm', expression: 'nullif(n % 10, 0)' }] },
        'few',
      ),
      out: step('output.file', { path: 'out/few.csv', format: 'csv' }, 'part'),
    },
    'out',
  );
  await runStatus(page).filter({ hasText: 'Idle' }).waitFor();
  await cell(page, '7').waitFor();
  expect(await run(page)).toMatch(/^Succeeded/);
  await tab(page, 'Runs').click();
  await page.getByRole('img', { name: 'Stages and tasks over time' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download out/few.csv' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('few.csv');
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\n');
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([1001, 'n,m', '999,9']);

  // Nulls are counted behind the run.
  await page.waitForFunction(() => {
    const { runs } = (window as unknown as { studio: DebugStudio }).studio.runs.getState();
    return runs.at(-1)?.nulls.has('out') === true;
  });
  await page.evaluate(() => {
    const { documents } = (window as unknown as { studio: DebugStudio }).studio;
    documents.execute({
      label: { key: 'param', values: { title: 'part', param: 'expressions' } },
      change: (draft) => {
        const { part } = draft.nodes;
        if (part !== undefined)
          part.params = { expressions: [{ name: 'm', expression: 'nullif(n % 5, 0)' }] };
      },
    });
  });
  expect(await run(page)).toMatch(/^Succeeded/);
  const changes = page.getByRole('region', { name: 'Changes since the run before' });
  await changes.getByRole('row', { name: /^out/ }).filter({ hasText: '100 → 200' }).waitFor();
  expect(problems).toEqual([]);
});

test('a chart is drawn of all rows and saved as SVG and PNG', async () => {
  const { page, problems } = await openPipeline(
    {
      numbers: step('input.generate', { kind: 'range', stop: 5000, name: 'n' }),
      parts: step(
        'columns.derive',
        { expressions: [{ name: 'part', expression: "'part ' || (n % 4)" }] },
        'numbers',
      ),
      chart: step(
        'output.chart',
        { spec: { mark: 'bar', x: 'part', y: 'n', aggregate: 'sum', title: 'Sums' } },
        'parts',
      ),
    },
    'chart',
  );
  const chart = page.getByRole('img', { name: 'Chart: chart' });
  await chart.locator('svg').getByText('part 3').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as SVG' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('chart.svg');
  const svg = readFileSync(await download.path(), 'utf8');
  const texts = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    return Array.from(parsed.querySelectorAll('text, parsererror'), (each) => each.textContent);
  }, svg);
  expect(texts).toEqual(expect.arrayContaining(['Sums', 'part 0']));
  const [png] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as PNG' }).click(),
  ]);
  expect(
    readFileSync(await png.path())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  await page.getByRole('group', { name: 'Show as' }).getByRole('button', { name: 'Rows' }).click();
  await cell(page, 'part 0').waitFor();
  expect(await dataGrid(page).getAttribute('aria-rowcount')).toBe('5');
  // The points are rows like others: sorted and filtered.
  await dataGrid(page).getByRole('columnheader', { name: /^n/ }).click();
  await dataGrid(page).getByRole('columnheader', { name: /^n/ }).click();
  const first = dataGrid(page).getByRole('row').nth(1).getByRole('gridcell').first();
  await expect.poll(() => first.innerText()).toBe('part 3');
  await cell(page, 'part 1').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Only rows without it' }).click();
  await expect.poll(() => dataGrid(page).getAttribute('aria-rowcount')).toBe('4');
  expect(problems).toEqual([]);
});

test('a run that fails far back in the data shows the rows, and what to do about them', async () => {
  const { page, problems } = await openPipeline(
    {
      numbers: step('input.generate', { kind: 'range', stop: 400_000, name: 'n' }),
      texts: step(
        'columns.derive',
        { expressions: [{ name: 'x', expression: "CASE n WHEN 300000 THEN 'n/a' ELSE '7' END" }] },
        'numbers',
      ),
      cast: step('columns.cast', { casts: [{ column: 'x', type: 'INTEGER' }] }, 'texts'),
      out: step('output.file', { path: 'out.csv', format: 'csv' }, 'cast'),
    },
    'cast',
  );
  await cell(page, '7').waitFor();
  expect(await run(page)).toMatch(/^Failed: .*n\/a/);
  // In the step's own tab, where its first rows look well.
  const data = page.getByRole('tabpanel', { name: 'Data' });
  await data.getByText('The last run failed at this step').waitFor();
  await data.getByRole('button', { name: 'Show the run' }).click();
  const runs = page.getByRole('tabpanel', { name: 'Runs' });
  await runs.getByText(/^Partition \d+ of \d+ in/).waitFor();
  await runs.getByRole('button', { name: 'Look through all rows' }).click();
  const rows = runs.getByRole('table', { name: 'The input row at which it fails' });
  await rows.getByRole('cell', { name: '300000' }).waitFor();
  expect(await rows.getByRole('cell').allInnerTexts()).toEqual(['300000', 'n/a']);
  await runs.getByRole('button', { name: 'Send such rows to rejects' }).click();
  expect(await run(page)).toMatch(/^Succeeded/);
  expect(problems).toEqual([]);
});
