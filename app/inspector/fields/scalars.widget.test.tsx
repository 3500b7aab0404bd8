/** Fields of one value: numbers, choices, yes or no, texts, types, a parameter in a value's place. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { openStudio, paramsOf, show, source, step } from '../../boot/testing/open-studio.tsx';
import { Inspector } from '../Inspector.tsx';

const data = source({ day: 'DATE', delay: 'BIGINT' });

test('a number is kept as typed; what is none is kept, and marked', async () => {
  const limit = step('rows.limit', { rows: 5 });
  const studio = await openStudio({ source: data, limit }, 'limit');
  const screen = await show(studio, <Inspector />);
  const rows = screen.getByLabelText('Rows', { exact: true });
  await rows.fill('1e3');
  expect(paramsOf(studio, 'limit')).toEqual({ rows: 1000 });
  await rows.fill('-1');
  await expect.element(rows).toHaveAttribute('aria-invalid', 'true');
  await rows.fill('many');
  expect(paramsOf(studio, 'limit')).toEqual({ rows: 'many' });
  await userEvent.tab();
  await expect.element(rows).toHaveValue('many');
  // Left empty, an optional one is absent again.
  const skip = screen.getByLabelText('Skip', { exact: true });
  await skip.fill('3');
  await skip.fill('');
  expect(paramsOf(studio, 'limit')).toEqual({ rows: 'many' });
});

test('keys typed into one box are one entry of the history, and Undo brings back the text', async () => {
  const limit = step('rows.limit', { rows: 5 });
  const studio = await openStudio({ source: data, limit }, 'limit');
  const screen = await show(studio, <Inspector />);
  const rows = screen.getByLabelText('Rows', { exact: true });
  await rows.click();
  await userEvent.keyboard('{Control>}a{/Control}1234');
  await userEvent.tab();
  expect(studio.documents.getState().past).toHaveLength(1);
  studio.documents.undo();
  await expect.element(rows).toHaveValue('5');
});

test('a choice says what counts when nothing is chosen; options come and go with it', async () => {
  const out = step('output.file', { path: 'out/a.csv', format: 'csv' });
  const studio = await openStudio({ source: data, out }, 'out');
  const screen = await show(studio, <Inspector />);
  const header = screen.getByLabelText('Header', { exact: true });
  await header.selectOptions('no');
  expect(paramsOf(studio, 'out')).toMatchObject({ header: false });
  await header.selectOptions('not set');
  expect(paramsOf(studio, 'out')).toEqual({ path: 'out/a.csv', format: 'csv' });
  await screen.getByLabelText('Format', { exact: true }).selectOptions('parquet');
  await expect.element(header).not.toBeInTheDocument();
  expect(paramsOf(studio, 'out')).toEqual({ path: 'out/a.csv', format: 'parquet' });
});

test('a box to tick writes only what differs from the default', async () => {
  const lists = source({ day: 'DATE', tags: 'VARCHAR[]' });
  const explode = step('rows.explode', { column: 'tags' });
  const studio = await openStudio({ source: lists, explode }, 'explode');
  const screen = await show(studio, <Inspector />);
  const box = screen.getByRole('checkbox');
  await expect.element(box).not.toBeChecked();
  await box.click();
  expect(paramsOf(studio, 'explode')).toEqual({ column: 'tags', keep_empty: true });
  await box.click();
  expect(paramsOf(studio, 'explode')).toEqual({ column: 'tags' });
});

test('a type is offered or typed; one that there is not is told', async () => {
  const cast = step('columns.cast', { casts: [{ column: 'delay', type: '' }] });
  const studio = await openStudio({ source: data, cast }, 'cast');
  const screen = await show(studio, <Inspector />);
  const type = screen.getByLabelText('Type', { exact: true });
  await type.fill('dou');
  await screen.getByRole('option', { name: 'DOUBLE' }).click();
  expect(paramsOf(studio, 'cast')).toEqual({ casts: [{ column: 'delay', type: 'DOUBLE' }] });
  await type.fill('DECIMAL(9,2)');
  await userEvent.keyboard('{Escape}');
  await expect.element(type).not.toHaveAttribute('aria-invalid', 'true');
  await type.fill('NUMBRE');
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByText(/NUMBRE/)).toBeInTheDocument();
});

test('a parameter takes the place of a value, and can be given up again', async () => {
  const limit = step('rows.limit', { rows: 5, offset: 2 });
  const studio = await openStudio({ source: data, limit }, 'limit', {
    top: { type: 'INTEGER', default: 3 },
  });
  const screen = await show(studio, <Inspector />);
  await screen.getByRole('button', { name: 'More' }).first().click();
  await screen.getByRole('menuitem', { name: 'Use $top (INTEGER)' }).click();
  expect(paramsOf(studio, 'limit')).toMatchObject({ rows: '$top' });
  await expect.element(screen.getByLabelText('Rows', { exact: true })).toHaveValue('$top');
  await screen.getByRole('button', { name: 'More' }).nth(1).click();
  await screen.getByRole('menuitem', { name: /^(Reset|Clear)/ }).click();
  expect(paramsOf(studio, 'limit')).toEqual({ rows: '$top' });
});

test('of a document that may not be written no field can be changed', async () => {
  const limit = step('rows.limit', { rows: 5 });
  const studio = await openStudio({ source: data, limit }, 'limit');
  const { document } = studio.documents.getState();
  studio.documents.open(document, { readOnly: { key: 'opened' } });
  const screen = await show(studio, <Inspector />);
  await expect.element(screen.getByLabelText('Rows', { exact: true })).toBeDisabled();
});
