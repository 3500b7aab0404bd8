/** Values of a column where one is asked for: found when they are to be seen, of ten thousand too. */
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openStudio, paramsOf, show, source, step } from '../../boot/testing/open-studio.tsx';
import { setParam } from '../../document/commands/params.ts';
import { Inspector } from '../Inspector.tsx';

/** 12,000 names and as many numbers. */
const many = {
  numbers: {
    type: 'input.generate',
    params: { kind: 'range', name: 'id', start: 0, stop: 12_000 },
  },
  named: step(
    'columns.derive',
    { expressions: [{ name: 'name', expression: "'it''s ' || id" }] },
    'numbers',
  ),
};

/** Of the list: comparisons are options too. */
const offered = () => page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');

test('of 10,000 values those in sight are there; typing filters; what is picked is quoted', async () => {
  const kept = step('rows.filter', { condition: "name = ''" }, 'named');
  const studio = await openStudio({ ...many, kept }, 'kept');
  const asked = vi.spyOn(studio.engine, 'values');
  const screen = await show(studio, <Inspector />);
  const box = screen.getByRole('group', { name: 'Rules' }).getByLabelText('With');
  await expect.element(box).toBeInTheDocument();
  expect(asked).not.toHaveBeenCalled();
  await box.click();
  const options = offered();
  await expect.element(options.first()).toHaveAttribute('aria-setsize', '10000');
  await expect.element(screen.getByText('The 10,000 most frequent')).toBeInTheDocument();
  expect(options.elements().length).toBeLessThan(40);
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(() => box.element().getAttribute('aria-activedescendant')).toMatch(/-9999$/);
  expect(options.elements().length).toBeLessThan(40);
  await userEvent.keyboard('S 777');
  await expect.element(options.first()).toHaveTextContent("it's 777");
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.element(box).toHaveValue("it's 777");
  expect(paramsOf(studio, 'kept')).toEqual({ condition: "name = 'it''s 777'" });
  // Any other text may stand there.
  await box.fill('mine');
  expect(paramsOf(studio, 'kept')).toEqual({ condition: "name = 'mine'" });
  expect(asked).toHaveBeenCalledTimes(1);
  asked.mockRestore();
});

test('numbers are not quoted; remembered until something before the step changes', async () => {
  const kept = step('rows.filter', { condition: 'id > 0' }, 'named');
  const studio = await openStudio({ ...many, kept }, 'kept');
  const asked = vi.spyOn(studio.engine, 'values');
  const screen = await show(studio, <Inspector />);
  const box = screen.getByRole('group', { name: 'Rules' }).getByLabelText('With');
  const pick = async (): Promise<void> => {
    await box.click();
    await offered().nth(1).click();
  };
  await pick();
  expect(paramsOf(studio, 'kept')).toEqual({ condition: 'id > 1' });
  await pick();
  expect(asked).toHaveBeenCalledTimes(1);
  studio.documents.execute(setParam('numbers', ['start'], 500));
  await pick();
  expect(paramsOf(studio, 'kept')).toEqual({ condition: 'id > 501' });
  expect(asked).toHaveBeenCalledTimes(2);
  asked.mockRestore();
});

const some = source({ text: 'VARCHAR', day: 'DATE', code: 'BIGINT' }, [
  ['a', '2024-01-31', 1],
  ['', '2024-01-31', 2],
  [null, '2024-01-31', 2],
  ['$x', null, null],
]);

test('null and the empty text are told apart; a value is a literal, whatever it looks like', async () => {
  const condition = "text = 'b' AND day = DATE '2024-01-01' AND text IN ('c')";
  const studio = await openStudio(
    { source: some, kept: step('rows.filter', { condition }) },
    'kept',
  );
  const screen = await show(studio, <Inspector />);
  const rules = screen.getByRole('group', { name: 'Rules' });
  const boxes = rules.getByLabelText('With');
  const texts = (): readonly (string | null)[] =>
    offered()
      .elements()
      .map(({ textContent }) => textContent);
  await boxes.nth(2).click();
  await expect.poll(texts).toEqual(['empty text1', '$x1', 'a1']);
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  await boxes.nth(1).click();
  await expect.poll(texts).toEqual(['2024-01-313', 'null1']);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await boxes.nth(0).click();
  await expect.poll(texts).toEqual(['empty text1', '$x1', 'a1', 'null1']);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(paramsOf(studio, 'kept')).toEqual({
    condition: "text = '' AND day = DATE '2024-01-31' AND text IN ('$x')",
  });
  await boxes.nth(0).click();
  await userEvent.keyboard('{ArrowUp}{Enter}');
  expect(paramsOf(studio, 'kept')).toEqual({
    condition: "text IS NULL AND day = DATE '2024-01-31' AND text IN ('$x')",
  });
  await expect.element(rules.getByLabelText('Comparison').first()).toHaveFocus();
});

test('the values that a pivot makes columns of; of a column without any it is said', async () => {
  const pivot = step('aggregate.pivot', {
    column: 'code',
    values: [{ column: 'day', function: 'count' }],
    fixed_values: [7],
  });
  const none = step('rows.filter', { condition: 'code > 9' }, 'none');
  const studio = await openStudio(
    { source: some, none: step('rows.filter', { condition: 'false' }), pivot, empty: none },
    'pivot',
  );
  const screen = await show(studio, <Inspector />);
  const box = screen.getByRole('group', { name: 'Fixed values' }).getByRole('combobox');
  await box.click();
  await offered().filter({ hasText: /^2/ }).click();
  expect(paramsOf(studio, 'pivot')).toMatchObject({ fixed_values: [2] });
  studio.select(['empty']);
  const rules = screen.getByRole('group', { name: 'Rules' });
  await rules.getByLabelText('With').click();
  await expect.element(screen.getByText('No values')).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByText('No values')).not.toBeInTheDocument();
});
