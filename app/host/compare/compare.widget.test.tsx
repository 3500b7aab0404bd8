/** Here and there in the studio: what is compared, what differs, and how it ends. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { OutputComparison, PushComparison } from '../../../engine/contract/push-comparison.ts';
import { nodeId } from '../../../engine/contract/ids.ts';
import { cancelledError, userError } from '../../../engine/contract/errors.ts';
import { openComputer } from '../../boot/testing/open-computer.ts';
import type { Answers } from '../../boot/testing/open-computer.ts';
import { openStudio, show, source, step } from '../../boot/testing/open-studio.tsx';
import { runAction } from '../../session/action-store.ts';
import { Compare } from './Compare.tsx';

const ok = <T,>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

const EQUAL: OutputComparison = {
  step: 'out',
  columns: [
    { name: 'id', type: 'BIGINT' },
    { name: 'city', type: 'VARCHAR' },
    { name: 'mean', type: 'DOUBLE' },
  ],
  onlyHere: [],
  onlyThere: [],
  types: [],
  casts: [],
  rows: { here: 1200, there: 1200 },
  same: 1200,
  close: 0,
  unequal: { here: 0, there: 0 },
  different: [],
  truncated: false,
  equal: true,
};

const DIFFERENT: OutputComparison = {
  ...EQUAL,
  step: 'other',
  same: 1197,
  unequal: { here: 3, there: 2 },
  different: [
    { here: ['7', 'Oslo', '2.5'], there: ['7', '', '2.75'], cells: ['city', 'mean'] },
    { here: ['8', null, '1.0'], there: ['8', 'Bergen', '1.0'], cells: ['city'] },
    { here: ['9', 'Rome', '3.0'], cells: [] },
  ],
  equal: false,
};

const RESULT: PushComparison = {
  sources: [
    { step: 'source', port: 'output', rows: 1000, whole: false, by: 'here' },
    { step: 'kept', port: 'kept', rows: 1, whole: true, by: 'cluster' },
  ],
  outputs: [EQUAL, DIFFERENT],
  notes: [],
  milliseconds: { here: 85, there: 1900 },
};

async function open(answers: Answers) {
  const host = openComputer({ 'push.stopCompare': () => ok(null), ...answers });
  const output = (path: string) => step('output.file', { path, format: 'parquet' }, 'kept.kept');
  const studio = await openStudio(
    {
      source: source({ a: 'BIGINT' }, [[1]]),
      kept: step('rows.filter', { condition: 'a > 0' }),
      out: output('s3a://results/out'),
      other: output('s3a://results/other'),
    },
    'kept',
    {},
    host.computer,
  );
  studio.session.setState({ cluster: 'lab' });
  const screen = await show(studio, <Compare computer={host.computer} />, 1000, 760);
  runAction(studio.actions, 'cluster.compare');
  const dialog = screen.getByRole('dialog', { name: 'Here and on lab' });
  await expect.element(dialog).toBeVisible();
  return { ...host, studio, screen, dialog };
}

test('what differs stands cell by cell, with both values', async () => {
  const { dialog, asked } = await open({ 'push.compare': () => ok(RESULT) });
  await expect.element(dialog.getByText('One output differs')).toBeVisible();
  await expect.element(dialog.getByText('the first 1,000 rows')).toBeVisible();
  await expect
    .element(dialog.getByText('3 of 1,200 rows here and 2 of 1,200 rows on lab'))
    .toBeVisible();
  const grid = dialog.getByRole('region', { name: /that differ/ });
  const row = grid.getByRole('row', { name: /Oslo/ });
  expect(row.element().textContent).toContain('here: Oslo');
  expect(row.element().textContent).toContain('on lab: empty text');
  await expect.element(grid.getByRole('row', { name: /only here.*Rome/ })).toBeVisible();
  // The columns alone that differ.
  await dialog.getByRole('checkbox', { name: 'Only columns that differ' }).click();
  await expect.element(grid.getByRole('columnheader', { name: /^id/ })).not.toBeInTheDocument();
  // The other output, by key.
  await dialog.getByRole('tab', { name: /other/ }).click();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(dialog.getByText('Equal: 1,200 rows are the same')).toBeVisible();
  expect(asked.find(([name]) => name === 'push.compare')?.[1]).toMatchObject({
    cluster: 'lab',
    rows: 1000,
  });
});

test('more rows are asked for, and where none are left that is said', async () => {
  const rows = { here: 0, there: 0 };
  const { dialog, asked } = await open({
    'push.compare': () => ok({ ...RESULT, outputs: [{ ...EQUAL, rows, same: 0 }] }),
  });
  await expect.element(dialog.getByText('The sample leaves no rows to compare')).toBeVisible();
  const field = dialog.getByRole('textbox', { name: 'Rows of the largest source' });
  await field.fill('0');
  await expect.element(dialog.getByRole('button', { name: 'Compare again' })).toBeDisabled();
  await field.fill('5000');
  await userEvent.keyboard('{Enter}');
  await expect
    .poll(() => asked.flatMap(([name, params]) => (name === 'push.compare' ? [params] : [])))
    .toMatchObject([{ rows: 1000 }, { rows: 5000 }]);
});

test('a failure is told at its step, and a stopped one as stopped', async () => {
  const { error } = userError('spark-failed', 'The value is no number.', { node: nodeId('kept') });
  let answer: ReturnType<NonNullable<Answers['push.compare']>> = { ok: false, error };
  const { dialog } = await open({ 'push.compare': () => answer });
  await expect.element(dialog.getByRole('alert')).toHaveTextContent('The value is no number.');
  await expect.element(dialog.getByRole('button', { name: 'Show step' })).toBeVisible();
  answer = { ok: false, error: cancelledError().error };
  await dialog.getByRole('button', { name: 'Compare again' }).click();
  await expect.element(dialog.getByText('The comparison was stopped')).toBeVisible();
});
