/** Fields that hold others: aggregates, keys of a join, names by column, settings that belong together. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { openStudio, paramsOf, show, source, step } from '../../boot/testing/open-studio.tsx';
import { Inspector } from '../Inspector.tsx';

const data = source({ day: 'DATE', delay: 'BIGINT', origin: 'VARCHAR' });
const airports = source({ origin: 'VARCHAR', city: 'VARCHAR' });

const offered = (screen: Awaited<ReturnType<typeof show>>) =>
  screen.getByRole('listbox', { name: 'Suggestions' });

test('aggregates are named after what they compute until they get a name', async () => {
  const group = step('aggregate.group-by', { keys: ['origin'] });
  const studio = await openStudio({ source: data, group }, 'group');
  const screen = await show(studio, <Inspector />);
  await screen.getByRole('button', { name: 'Add', exact: true }).click();
  await screen.getByLabelText('Function', { exact: true }).selectOptions('quantile');
  await screen.getByLabelText('Column', { exact: true }).fill('delay');
  await userEvent.keyboard('{Escape}');
  await screen.getByLabelText('Fraction', { exact: true }).fill('0.9');
  expect(paramsOf(studio, 'group')).toEqual({
    keys: ['origin'],
    aggregates: [{ name: 'quantile_delay', function: 'quantile', column: 'delay', fraction: 0.9 }],
  });
  await screen.getByLabelText('Name', { exact: true }).fill('most');
  await screen.getByLabelText('Function', { exact: true }).selectOptions('max');
  expect(paramsOf(studio, 'group')).toMatchObject({
    aggregates: [{ name: 'most', function: 'max', column: 'delay' }],
  });
  // What the function does not take is not shown.
  await screen.getByLabelText('Function', { exact: true }).selectOptions('count');
  await screen.getByRole('button', { name: 'Add', exact: true }).click();
  await screen.getByRole('button', { name: 'Remove' }).last().click();
  expect(paramsOf(studio, 'group')).toMatchObject({ aggregates: [{ function: 'count' }] });
});

test('keys of a join: offered by name, each side its own columns, checked by type', async () => {
  const joined = {
    type: 'combine.join',
    inputs: { left: 'source', right: 'airports' },
    params: {},
  };
  const studio = await openStudio({ source: data, airports, joined }, 'joined');
  const screen = await show(studio, <Inspector />);
  await screen.getByRole('button', { name: 'origin', exact: true }).click();
  expect(paramsOf(studio, 'joined')).toEqual({ on: [{ left: 'origin', right: 'origin' }] });
  await expect
    .element(screen.getByRole('button', { name: 'origin', exact: true }))
    .not.toBeInTheDocument();
  await screen.getByLabelText('Left column', { exact: true }).fill('delay');
  await expect.element(screen.getByText('delay is BIGINT, origin is VARCHAR')).toBeInTheDocument();
  await screen.getByLabelText('Right column', { exact: true }).fill('ci');
  await expect.element(offered(screen).getByRole('option')).toHaveTextContent('city');
});

test('names by column: added by column, changed, ticked, removed', async () => {
  const rename = step('columns.rename', { map: { day: 'date' } });
  const studio = await openStudio({ source: data, rename }, 'rename');
  const screen = await show(studio, <Inspector />);
  await screen.getByLabelText('Old name', { exact: true }).fill('delay');
  await userEvent.keyboard('{Enter}');
  expect(paramsOf(studio, 'rename')).toEqual({ map: { day: 'date', delay: 'delay' } });
  await screen.getByLabelText('Names', { exact: true }).last().fill('minutes');
  expect(paramsOf(studio, 'rename')).toEqual({ map: { day: 'date', delay: 'minutes' } });
  await screen.getByRole('button', { name: 'Choose…' }).click();
  await screen.getByRole('checkbox', { name: /origin/ }).click();
  await screen.getByRole('checkbox', { name: /day/ }).click();
  await userEvent.keyboard('{Escape}');
  expect(paramsOf(studio, 'rename')).toEqual({ map: { delay: 'minutes', origin: 'origin' } });
});

test('settings that belong together are absent until they are added', async () => {
  const window = step('aggregate.window', { expressions: [{ name: 'n', function: 'row_number' }] });
  const studio = await openStudio({ source: data, window }, 'window');
  const screen = await show(studio, <Inspector />);
  await screen.getByRole('button', { name: 'Add', exact: true }).nth(1).click();
  await screen.getByLabelText('Bound', { exact: true }).first().selectOptions('preceding');
  await screen.getByLabelText('Offset', { exact: true }).first().fill('3');
  expect(paramsOf(studio, 'window')).toMatchObject({
    frame: { start: { kind: 'preceding', offset: 3 } },
  });
});

test('a table typed in: cells, rows and columns go together', async () => {
  const typed = source({ day: 'DATE', delay: 'BIGINT' }, [['2024-01-01', 14]]);
  const studio = await openStudio({ source: typed }, 'source');
  const screen = await show(studio, <Inspector />, 480);
  await screen.getByLabelText('delay, row 1', { exact: true }).fill('20');
  await screen.getByRole('button', { name: 'Add a row' }).click();
  await screen.getByLabelText('delay, row 2', { exact: true }).fill('7');
  await screen.getByRole('button', { name: 'Remove' }).first().click();
  expect(paramsOf(studio, 'source')).toEqual({
    columns: [{ name: 'delay', type: 'BIGINT' }],
    rows: [[20], [7]],
  });
});

test('what is wrong stands at its entry, and the cursor is put on its characters', async () => {
  const derive = step('columns.derive', {
    expressions: [
      { name: 'a', expression: 'delay * 2' },
      { name: 'b', expression: 'a + dely' },
    ],
  });
  const cast = step('columns.cast', { casts: [{ column: 'delay' }] });
  const studio = await openStudio({ source: data, derive, cast }, 'derive');
  const screen = await show(studio, <Inspector />);
  const wrong = screen.getByText('There is no column "dely".');
  await expect.element(wrong).toBeInTheDocument();
  // From another step, too.
  studio.select(['cast']);
  await expect.element(screen.getByText('Required.')).toBeInTheDocument();
  studio.reveal({ node: 'derive', param: 'expressions[1].expression', start: 4, end: 8 });
  await expect.poll(() => String(getSelection())).toBe('dely');
  await userEvent.keyboard('delay');
  await expect.element(wrong).not.toBeInTheDocument();
  // The column that the entry before makes is known.
  await screen.getByRole('tab', { name: 'Columns' }).click();
  await expect.element(screen.getByText('2 added')).toBeInTheDocument();
  await screen.getByRole('tab', { name: 'Help' }).click();
  await expect.element(screen.getByRole('heading', { name: 'Derive columns' })).toBeInTheDocument();
});
