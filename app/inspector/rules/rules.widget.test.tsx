/** A condition as rules and as text: each follows the other. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Studio } from '../../session/studio.ts';
import { openStudio, paramsOf, show, source, step } from '../../boot/testing/open-studio.tsx';
import { Inspector } from '../Inspector.tsx';

const data = source({ day: 'DATE', delay: 'BIGINT', origin: 'VARCHAR', late: 'BOOLEAN' });

const openFilter = (condition: string): Promise<Studio> =>
  openStudio({ source: data, kept: step('rows.filter', { condition }) }, 'kept');

test('rules write the text, with values of the type of their column', async () => {
  const studio = await openFilter("delay >= 15 AND origin = 'ORD'");
  const screen = await show(studio, <Inspector />);
  const rules = screen.getByRole('group', { name: 'Rules' });
  await expect.element(rules.getByLabelText('Where').first()).toHaveValue('delay');
  await rules.getByLabelText('Comparison').nth(0).selectOptions('between');
  await rules.getByLabelText('With').nth(1).fill('60');
  await rules.getByRole('button', { name: 'Add a rule' }).click();
  await rules.getByLabelText('Where').nth(2).fill('day');
  await userEvent.keyboard('{Escape}');
  await rules.getByLabelText('Comparison').nth(2).selectOptions('>=');
  await rules.getByLabelText('With').nth(3).fill('2024-01-01');
  const condition = "delay BETWEEN 15 AND 60 AND origin = 'ORD' AND day >= DATE '2024-01-01'";
  expect(paramsOf(studio, 'kept')).toEqual({ condition });
  await rules.getByLabelText('How the rules go together').selectOptions('or');
  expect(paramsOf(studio, 'kept')).toEqual({
    condition: condition.replaceAll(/ AND (?=origin|day)/g, ' OR '),
  });
});

test('text becomes rules as it is typed; what rules cannot say stays text', async () => {
  const studio = await openFilter('delay > 1');
  const screen = await show(studio, <Inspector />);
  const rules = screen.getByRole('group', { name: 'Rules' });
  const text = screen.getByRole('textbox', { name: 'Condition', exact: true });
  await text.click();
  await userEvent.keyboard("{Control>}a{/Control}origin IN ('ORD', 'JFK')");
  await expect.element(rules.getByLabelText('Where')).toHaveValue('origin');
  await expect.element(rules.getByLabelText('Comparison')).toHaveValue('in');
  expect(rules.getByLabelText('With').elements()).toHaveLength(2);
  await text.click();
  await userEvent.keyboard('{Control>}a{/Control}delay % 2 = 1');
  await expect.element(screen.getByText('more than rules can say')).toBeInTheDocument();
  await expect.element(rules).not.toBeInTheDocument();
  expect(paramsOf(studio, 'kept')).toEqual({ condition: 'delay % 2 = 1' });
  await screen.getByRole('button', { name: 'Start anew with rules' }).click();
  await expect.element(rules).toBeInTheDocument();
});

test('groups within groups; a rule that is removed leaves the text', async () => {
  const studio = await openFilter("delay > 1 AND (origin = 'ORD' OR origin = 'JFK')");
  const screen = await show(studio, <Inspector />);
  const rules = screen.getByRole('group', { name: 'Rules' });
  await rules.getByLabelText('Where').first().fill('delay');
  await userEvent.keyboard('{Escape}');
  await rules.getByRole('button', { name: 'Remove' }).first().click();
  expect(String(paramsOf(studio, 'kept')?.['condition'])).not.toContain('delay');
  expect(String(paramsOf(studio, 'kept')?.['condition'])).toContain('ORD');
});
