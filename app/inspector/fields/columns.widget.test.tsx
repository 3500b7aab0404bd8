/** Columns: one picked, many ticked, put in order by mouse and by keys, sorted by; of ten thousand. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { openStudio, paramsOf, show, source, step } from '../../boot/testing/open-studio.tsx';
import { Inspector } from '../Inspector.tsx';

const data = source({ day: 'DATE', delay: 'BIGINT', origin: 'VARCHAR', city: 'VARCHAR' });
const names = Array.from({ length: 10_000 }, (_, index) => `column_${index}`);
const wide = source(Object.fromEntries(names.map((name) => [name, 'INTEGER'])));

const openLimit = (per: readonly string[]) =>
  openStudio({ source: data, limit: step('rows.limit', { rows: 1, per }) }, 'limit');

test('columns in an order: added by name, by picking, moved with the arrow keys, removed', async () => {
  const studio = await openLimit(['day']);
  const screen = await show(studio, <Inspector />);
  const add = screen.getByLabelText('Per', { exact: true });
  await add.fill('ori');
  const option = screen.getByRole('option', { name: /origin/ });
  await expect.element(option).toHaveTextContent('VARCHAR');
  await option.click();
  await add.fill('delay');
  await userEvent.keyboard('{Enter}');
  expect(paramsOf(studio, 'limit')).toMatchObject({ per: ['day', 'origin', 'delay'] });
  // What is chosen is not offered again.
  await add.click();
  await expect.element(screen.getByRole('option', { name: /city/ })).toBeInTheDocument();
  expect(screen.getByRole('option').elements()).toHaveLength(1);
  await userEvent.keyboard('{Escape}');

  const handles = screen.getByRole('button', { name: 'Reorder' });
  (handles.nth(2).element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowUp}');
  expect(paramsOf(studio, 'limit')).toMatchObject({ per: ['day', 'delay', 'origin'] });
  // The cursor goes with the row, and the place is announced.
  await expect.element(handles.nth(1)).toHaveFocus();
  await expect.element(screen.getByText('Now in place 2 of 3')).toBeInTheDocument();
  await userEvent.keyboard('{ArrowUp}{ArrowUp}');
  expect(paramsOf(studio, 'limit')).toMatchObject({ per: ['delay', 'day', 'origin'] });
  await screen.getByRole('button', { name: 'Remove' }).first().click();
  expect(paramsOf(studio, 'limit')).toMatchObject({ per: ['day', 'origin'] });
});

test('a row is dragged by its handle to where it is dropped, as one entry of the history', async () => {
  const studio = await openLimit(['day', 'delay', 'origin', 'city']);
  const screen = await show(studio, <Inspector />);
  const handles = screen.getByRole('button', { name: 'Reorder' });
  // Onto the upper half of the first row: before it.
  await userEvent.dragAndDrop(handles.nth(3), handles.nth(0), {
    targetPosition: { x: 6, y: 2 },
  });
  await expect
    .poll(() => paramsOf(studio, 'limit'))
    .toMatchObject({ per: ['city', 'day', 'delay', 'origin'] });
  expect(studio.documents.getState().past).toHaveLength(1);
});

test('a column that is not there is marked, and kept', async () => {
  const studio = await openLimit(['day', 'gone']);
  const screen = await show(studio, <Inspector />);
  await expect.element(screen.getByText('not there', { exact: true })).toBeInTheDocument();
  expect(paramsOf(studio, 'limit')).toMatchObject({ per: ['day', 'gone'] });
});

test('sort keys: direction, order, and an expression in the place of a column', async () => {
  const sort = step('rows.sort', { by: [{ column: 'day' }] });
  const studio = await openStudio({ source: data, sort }, 'sort');
  const screen = await show(studio, <Inspector />);
  await screen.getByLabelText('Direction', { exact: true }).selectOptions('desc');
  await screen.getByRole('button', { name: 'Add', exact: true }).click();
  // The new row has the cursor.
  const second = screen.getByLabelText('Column', { exact: true }).nth(1);
  await expect.element(second).toHaveFocus();
  await userEvent.keyboard('delay{Escape}');
  expect(paramsOf(studio, 'sort')).toEqual({
    by: [{ column: 'day', direction: 'desc' }, { column: 'delay' }],
  });
  await screen.getByRole('button', { name: 'Use an expression' }).nth(1).click();
  expect(paramsOf(studio, 'sort')).toEqual({
    by: [{ column: 'day', direction: 'desc' }, { expression: 'delay' }],
  });
  (screen.getByRole('button', { name: 'Reorder' }).nth(1).element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowUp}');
  expect(paramsOf(studio, 'sort')).toEqual({
    by: [{ expression: 'delay' }, { column: 'day', direction: 'desc' }],
  });
});

test('of 10,000 columns only those in sight are there; search and the keys reach all', async () => {
  const chosen = step('columns.select', {
    columns: names.slice(0, 500).map((column) => ({ column })),
  });
  const studio = await openStudio({ source: wide, chosen }, 'chosen');
  const screen = await show(studio, <Inspector />);
  const box = screen.getByLabelText('Column', { exact: true }).first();
  await expect.element(box).toBeInTheDocument();
  expect(document.querySelectorAll('[data-entry]').length).toBeLessThan(60);
  await box.fill('column_99');
  await expect.element(screen.getByRole('option', { name: /column_990 / })).toBeInTheDocument();
  expect(screen.getByRole('option').elements().length).toBeLessThan(60);
  // The best match is marked already: what was typed is a part of a name.
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.element(box).toHaveValue('column_990');
  await box.fill('mn_99');
  await expect.element(screen.getByRole('option', { name: /column_99 / })).toBeInTheDocument();
  await userEvent.keyboard('{Enter}');
  await expect.element(box).toHaveValue('column_99');
  // A field that is far below is brought into sight.
  studio.reveal({ node: 'chosen', param: 'columns[400].as' });
  await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toBe('As');
  await userEvent.keyboard('far');
  const { columns } = paramsOf(studio, 'chosen') as { readonly columns: readonly unknown[] };
  expect(columns[400]).toEqual({ column: 'column_400', as: 'far' });
});

test('many are ticked at once, in a search, by mouse and by keys; the focus comes back', async () => {
  const chosen = step('columns.select', { columns: [{ column: 'column_7', as: 'seven' }] });
  const studio = await openStudio({ source: wide, chosen }, 'chosen');
  const screen = await show(studio, <Inspector />);
  const button = screen.getByRole('button', { name: 'Choose…' });
  await button.click();
  const search = screen.getByRole('searchbox', { name: 'Search' });
  await search.fill('column_999');
  await expect.poll(() => screen.getByRole('checkbox').elements().length).toBe(11);
  await screen.getByRole('button', { name: 'All', exact: true }).click();
  await expect.element(screen.getByText('12 chosen')).toBeInTheDocument();
  const boxes = screen.getByRole('checkbox');
  (boxes.nth(0).element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(boxes.nth(1)).toHaveFocus();
  await userEvent.keyboard(' ');
  await expect.element(screen.getByText('11 chosen')).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await expect.element(button).toHaveFocus();
  // What was set for a column stays.
  expect(paramsOf(studio, 'chosen')).toMatchObject({
    columns: [
      { column: 'column_7', as: 'seven' },
      { column: 'column_999' },
      {},
      {},
      {},
      {},
      {},
      {},
      {},
      {},
      {},
    ],
  });
});
