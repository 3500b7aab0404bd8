/** The data grid on rows of the real engine: keys, selection, copying, widths, pinned columns, menus. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openStudio, show, source } from '../../boot/testing/open-studio.tsx';
import type { TestStep } from '../../boot/testing/open-studio.tsx';
import { ResultsPanel } from '../ResultsPanel.tsx';

const cities = source({ city: 'VARCHAR', n: 'INTEGER', note: 'VARCHAR' }, [
  ['Ulm', 3, 'one\ttab'],
  ['Köln', 1, ''],
  [null, 2, null],
]);
const numbers: TestStep = {
  type: 'input.generate',
  params: { kind: 'range', stop: 250_000, name: 'n' },
};

async function openGrid(of: TestStep) {
  const studio = await openStudio({ source: of }, 'source');
  const screen = await show(studio, <ResultsPanel />, 900, 400);
  const grid = screen.getByRole('grid', { name: 'Data' });
  await expect.element(grid.getByRole('gridcell').first()).toBeInTheDocument();
  return { studio, screen, grid };
}

/** The text of the cell that has the grid's focus. */
const focused = (): string | null | undefined => {
  const id = document.querySelector('[role=grid]')?.getAttribute('aria-activedescendant');
  return id === null || id === undefined ? undefined : document.getElementById(id)?.textContent;
};

const press = (keys: string): Promise<void> => userEvent.keyboard(keys);
const copied = (): Promise<string> => navigator.clipboard.readText();

const header = (name: string): HTMLElement => {
  const found = [...document.querySelectorAll<HTMLElement>('[role=columnheader]')].find((cell) =>
    cell.textContent?.startsWith(name),
  );
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
};

const part = (name: string, which: 'handle' | 'menu') => {
  const found = header(name).querySelector<HTMLElement>(`[data-part=${which}]`);
  if (found === null) throw new Error(`no ${which}`);
  return page.elementLocator(found);
};

test('the keys go from cell to cell, to the ends, and to the headers', async () => {
  const { grid } = await openGrid(cities);
  await grid.getByRole('gridcell', { name: 'Ulm' }).click();
  await expect.poll(focused).toBe('Ulm');
  await press('{ArrowDown}');
  await expect.poll(focused).toBe('Köln');
  await press('{ArrowRight}');
  await expect.poll(focused).toBe('1');
  await press('{Home}');
  await expect.poll(focused).toBe('Köln');
  await press('{Control>}{End}{/Control}');
  await expect.poll(focused).toBe('null');
  await press('{Control>}{Home}{/Control}');
  await expect.poll(focused).toBe('Ulm');
  await press('{ArrowUp}');
  await expect.poll(focused).toMatch(/^city/);
  // The header's menu by keyboard; the grid has the focus again when it closes.
  await press('{Enter}');
  await expect.element(page.getByRole('menuitem', { name: 'Pin to the left' })).toBeInTheDocument();
  await press('{Escape}');
  await expect.element(grid).toHaveFocus();
});

test('null and the empty text are told apart', async () => {
  const { grid } = await openGrid(cities);
  expect(grid.getByRole('gridcell', { name: 'null', exact: true }).elements()).toHaveLength(2);
  await grid.getByRole('gridcell', { name: 'Köln' }).click();
  await press('{ArrowRight}{ArrowRight}{Control>}c{/Control}');
  await expect.poll(copied).toMatch(/^\n?$/);
});

test('a selection by keys and by mouse is copied as tabs and lines, with names when asked', async () => {
  const { grid } = await openGrid(cities);
  await grid.getByRole('gridcell', { name: 'Ulm' }).click();
  await press('{Shift>}{ArrowDown}{ArrowRight}{/Shift}{Control>}c{/Control}');
  await expect.poll(copied).toBe('Ulm\t3\nKöln\t1');
  await grid.getByRole('gridcell', { name: 'Köln' }).click();
  await grid.getByRole('gridcell', { name: '2', exact: true }).click({ modifiers: ['Shift'] });
  await press('{Control>}{Shift>}c{/Shift}{/Control}');
  await expect.poll(copied).toBe('city\tn\nKöln\t1\n\t2');
  // A tab inside a value must not become a column.
  await press('{Control>}a{/Control}{Control>}c{/Control}');
  await expect.poll(copied).toContain('Ulm\t3\t"one\ttab"\n');
});

test('a column is as wide as it is dragged, or as its values at a double click', async () => {
  await openGrid(cities);
  const before = header('city').offsetWidth;
  await userEvent.dragAndDrop(part('city', 'handle'), page.elementLocator(header('note')), {
    targetPosition: { x: 20, y: 10 },
  });
  await expect.poll(() => header('city').offsetWidth).toBeGreaterThan(before + 40);
  await userEvent.dblClick(part('city', 'handle'));
  await expect.poll(() => header('city').offsetWidth).toBeLessThan(before + 40);
});

test('a pinned column stands first, a hidden one is gone, and the rows follow', async () => {
  const { grid, screen } = await openGrid(cities);
  await userEvent.click(part('note', 'menu'));
  await screen.getByRole('menuitem', { name: 'Pin to the left' }).click();
  await expect.poll(() => header('note').getAttribute('aria-colindex')).toBe('1');
  await grid.getByRole('gridcell', { name: 'Köln' }).click();
  await press('{Home}');
  await press('{Shift>}{ArrowRight}{/Shift}{Control>}{Shift>}c{/Shift}{/Control}');
  await expect.poll(copied).toBe('note\tcity\n\tKöln');
  await userEvent.click(part('city', 'menu'));
  await screen.getByRole('menuitem', { name: 'Hide' }).click();
  await expect.element(grid.getByRole('columnheader', { name: /^city/ })).not.toBeInTheDocument();
  await expect.element(grid).toHaveAttribute('aria-colcount', '2');
});

test('a click on a header sorts the view: up, down, not at all; the document stays as it is', async () => {
  const { studio, grid } = await openGrid(cities);
  const { document: before } = studio.documents.getState();
  const sorts: (string | null)[] = [];
  for (const wanted of ['ascending', 'descending', 'none']) {
    await grid.getByRole('columnheader', { name: /^n/ }).first().click();
    await expect.poll(() => header('n').getAttribute('aria-sort')).toBe(wanted);
    sorts.push(header('n').getAttribute('aria-sort'));
  }
  expect(sorts).toEqual(['ascending', 'descending', 'none']);
  expect(studio.documents.getState().document).toBe(before);
});

test('all rows: read in windows, reached by key, by number and by scrolling', async () => {
  const { screen, grid } = await openGrid(numbers);
  await expect.element(grid).toHaveAttribute('aria-rowcount', '1001');
  await screen.getByRole('button', { name: 'All rows' }).click();
  await expect.element(grid).toHaveAttribute('aria-rowcount', '250001');
  (grid.element() as HTMLElement).focus();
  await press('{Control>}{End}{/Control}');
  await expect.poll(focused).toBe('249999');
  await screen.getByRole('textbox', { name: 'Go to row' }).fill('123,457');
  await press('{Enter}');
  await expect.poll(focused).toBe('123456');
  const host = grid.element();
  host.scrollTop = host.scrollHeight / 2;
  await expect
    .element(grid.getByRole('gridcell', { name: /^12[45]\d{3}$/ }).first())
    .toBeInTheDocument();
  expect(grid.getByRole('gridcell').elements().length).toBeLessThan(100);
});
