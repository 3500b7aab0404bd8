/** Fields that have a computer behind them: paths that are browsed for, connections that are chosen. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { CredentialSummary } from '../../electron/host/api/machine-methods.ts';
import { userError } from '../../engine/contract/errors.ts';
import type { EngineError } from '../../engine/contract/errors.ts';
import { entry, openComputer } from '../boot/testing/open-computer.ts';
import type { Answers } from '../boot/testing/open-computer.ts';
import { openStudio, paramsOf, show } from '../boot/testing/open-studio.tsx';
import type { TestStep } from '../boot/testing/open-studio.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { HostPart } from './HostPart.tsx';

const ok = <T,>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
const failed = (error: EngineError): { readonly ok: false; readonly error: EngineError } => ({
  ok: false,
  error,
});

const DATA = entry('data', 'folder');
const ORDERS = entry('orders.csv');

const FILES: Answers = {
  'files.find': () => ok([]),
  'files.list': ({ folder }) =>
    folder === DATA.token
      ? ok({
          folder: DATA,
          parents: [entry('workspace', 'folder')],
          entries: [ORDERS, entry('notes.md')],
          truncated: false,
        })
      : ok({
          folder: entry('workspace', 'folder'),
          parents: [],
          entries: [DATA],
          truncated: false,
        }),
  'files.pathFrom': () => ok({ path: 'data/orders.csv' }),
};

async function open(step: TestStep, answers: Answers) {
  const { computer, asked } = openComputer(answers);
  const studio = await openStudio({ step }, 'step', {}, computer);
  const part = (
    <>
      <Inspector />
      <HostPart computer={computer} />
    </>
  );
  const screen = await show(studio, part);
  const askedFor = (name: string): readonly unknown[] =>
    asked.flatMap(([method, params]) => (method === name ? [params] : []));
  return { studio, screen, askedFor };
}

const CSV = { type: 'input.csv', params: { path: 'old.csv' } };

test('a path is browsed for: named from the document, one change, undone as one', async () => {
  const { studio, screen, askedFor } = await open(CSV, FILES);
  await screen.getByRole('button', { name: 'Choose a file of this computer' }).click();
  await screen.getByRole('option', { name: /^data/ }).click();
  // Of other kinds only when somebody asks for them.
  await expect.element(screen.getByRole('option', { name: /^orders\.csv/ })).toBeInTheDocument();
  expect(screen.getByRole('option', { name: /^notes/ }).query()).toBeNull();
  await screen.getByRole('option', { name: /^orders\.csv/ }).dblClick();
  await expect.poll(() => paramsOf(studio, 'step')).toEqual({ path: 'data/orders.csv' });
  expect(askedFor('files.pathFrom')).toEqual([{ file: ORDERS.token }]);
  expect(screen.getByRole('dialog').query()).toBeNull();
  studio.documents.undo();
  expect(paramsOf(studio, 'step')).toEqual(CSV.params);
});

test('a dialog that is closed, and a file that has no path, change nothing', async () => {
  const { error } = userError('outside-workspace', 'orders.csv is not in the workspace.');
  const { studio, screen } = await open(CSV, { ...FILES, 'files.pathFrom': () => failed(error) });
  const browse = screen.getByRole('button', { name: 'Choose a file of this computer' });
  await browse.click();
  // It begins in the folder of last time.
  await expect.element(screen.getByRole('option', { name: /^orders\.csv/ })).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => screen.getByRole('dialog').query()).toBeNull();
  await browse.click();
  await screen.getByRole('option', { name: /^orders\.csv/ }).dblClick();
  await expect
    .poll(() => studio.notices.getState().notices)
    .toMatchObject([{ kind: 'error', hint: 'orders.csv is not in the workspace.' }]);
  expect(paramsOf(studio, 'step')).toEqual(CSV.params);
});

const summary = (name: string): CredentialSummary => ({
  name,
  kind: 'postgres',
  description: `analyst@${name}.example:5432/sales`,
  kept: 'keyring',
});

const CONNECTIONS: Answers = {
  ...FILES,
  'credentials.list': () => ok([summary('shop'), summary('warehouse')]),
  'credentials.put': ({ name }) => ok(summary(name)),
  'credentials.grant': () => ok(null),
};

const DATABASE = {
  type: 'input.database',
  params: { connection: { credential: 'old' }, table: 'orders' },
};

const connectionOf = (studio: Parameters<typeof paramsOf>[0]): unknown =>
  paramsOf(studio, 'step')?.['connection'];

test('a connection that is chosen is allowed to the document; one that is only named is not', async () => {
  const { studio, screen, askedFor } = await open(DATABASE, CONNECTIONS);
  const field = screen.getByLabelText('Connection', { exact: true });
  await field.fill('elsewhere');
  await userEvent.keyboard('{Enter}');
  expect(connectionOf(studio)).toEqual({ credential: 'elsewhere' });
  expect(askedFor('credentials.grant')).toEqual([]);
  await field.fill('ware');
  await screen.getByRole('option', { name: /analyst@warehouse\.example/ }).click();
  await expect.poll(() => connectionOf(studio)).toEqual({ credential: 'warehouse' });
  const documentId = studio.workspace.store.getState().id;
  await expect
    .poll(() => askedFor('credentials.grant'))
    .toEqual([{ name: 'warehouse', documentId }]);
});

test('a new connection is the step’s own as soon as it is saved', async () => {
  const { studio, screen, askedFor } = await open(DATABASE, CONNECTIONS);
  await screen.getByRole('button', { name: 'New connection…' }).click();
  const dialog = screen.getByRole('dialog', { name: 'New connection' });
  await dialog.getByRole('button', { name: 'Save connection' }).click();
  await expect.element(dialog.getByText('Fill in the marked fields.')).toBeInTheDocument();
  expect(askedFor('credentials.put')).toEqual([]);
  const filled = {
    Name: 'lake',
    Server: 'db.example',
    'Database name': 'sales',
    User: 'analyst',
    Password: 'hunter2',
  };
  for (const [name, value] of Object.entries(filled)) {
    await dialog.getByLabelText(name, { exact: true }).fill(value);
  }
  await dialog.getByRole('button', { name: 'Save connection' }).click();
  await expect.poll(() => connectionOf(studio)).toEqual({ credential: 'lake' });
  expect(askedFor('credentials.put')).toMatchObject([
    { name: 'lake', credential: { kind: 'postgres', host: 'db.example', password: 'hunter2' } },
  ]);
  await expect.poll(() => askedFor('credentials.grant')).toMatchObject([{ name: 'lake' }]);
});
