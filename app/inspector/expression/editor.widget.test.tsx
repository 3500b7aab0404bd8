/** The expression editor: what it offers, explains and marks, and how one leaves it by keyboard. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openStudio, paramsOf, show, source, step } from '../../boot/testing/open-studio.tsx';
import { Inspector } from '../Inspector.tsx';

const data = source({ total: 'DOUBLE', 'home city': 'VARCHAR' });

async function openEditor(condition: string) {
  const studio = await openStudio(
    { source: data, large: step('rows.filter', { condition }) },
    'large',
    { least: { type: 'DOUBLE', default: 10 } },
  );
  const screen = await show(studio, <Inspector />);
  const editor = screen.getByRole('textbox', { name: 'Condition', exact: true });
  await expect.poll(() => document.querySelector('.cm-content')).not.toBeNull();
  return { studio, screen, editor };
}

const inEditor = (selector: string) => {
  const found = document.querySelector<HTMLElement>(`.cm-editor ${selector}`);
  if (found === null) throw new Error(`no ${selector}`);
  return page.elementLocator(found);
};

test('columns are offered with their type, and quoted where they must be', async () => {
  const { studio, screen, editor } = await openEditor('');
  await editor.click();
  await userEvent.keyboard('hom');
  const option = screen.getByRole('option', { name: /home city/ });
  await expect.element(option).toHaveTextContent('VARCHAR');
  await option.click();
  await expect.element(editor).toHaveTextContent('"home city"');
  expect(paramsOf(studio, 'large')).toEqual({ condition: '"home city"' });
});

test('a function comes with its brackets and the signature; parameters are offered in it', async () => {
  const { studio, screen, editor } = await openEditor('');
  await editor.click();
  await userEvent.keyboard('total > roun');
  await screen.getByRole('option', { name: /^round \(/ }).click();
  await expect.element(screen.getByText(/^round\(/).first()).toBeInTheDocument();
  await userEvent.keyboard('$le');
  await screen.getByRole('option', { name: /least/ }).click();
  expect(paramsOf(studio, 'large')).toEqual({ condition: 'total > round($least)' });
});

test('hovering explains a function and a column', async () => {
  await openEditor('round(total) > 1');
  const line = inEditor('.cm-line');
  await userEvent.hover(line, { position: { x: 12, y: 8 } });
  await expect
    .poll(() => document.querySelector('.cm-tooltip-hover')?.textContent)
    .toContain('Rounds');
});

test('the wrong characters are marked, and the hint mends them as one entry', async () => {
  const { studio, screen, editor } = await openEditor('totl > 1');
  await expect.poll(() => document.querySelector('.cm-lintRange-error')?.textContent).toBe('totl');
  await userEvent.hover(inEditor('.cm-lintRange-error'));
  await screen.getByRole('button', { name: 'Replace with total' }).click();
  await expect.element(editor).toHaveTextContent('total > 1');
  await expect.poll(() => document.querySelector('.cm-lintRange-error')).toBeNull();
  expect(studio.documents.getState().past).toHaveLength(1);
});

test('Escape and Tab lead out; several lines can be written', async () => {
  const { studio, editor } = await openEditor('total > 1');
  await editor.click();
  await userEvent.keyboard('{End}{Shift>}{Enter}{/Shift}AND total < 9');
  expect(paramsOf(studio, 'large')).toEqual({ condition: 'total > 1\nAND total < 9' });
  await userEvent.keyboard('{Escape}');
  await userEvent.tab();
  await expect.element(editor).not.toHaveFocus();
});

test('a change from elsewhere, as Undo, stands in the editor', async () => {
  const { studio, editor } = await openEditor('total > 1');
  await editor.click();
  await userEvent.keyboard('{Control>}a{/Control}total > 7');
  studio.documents.undo();
  await expect.element(editor).toHaveTextContent('total > 1');
});
