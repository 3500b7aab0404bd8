/** The file that a source reads: missing, picked, typed; and how it begins, as the settings cut it. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Studio } from '../../session/studio.ts';
import { openStudio, paramsOf, show } from '../../boot/testing/open-studio.tsx';
import { Inspector } from '../Inspector.tsx';

const CSV = '# made by hand\nday;delay\n2024-01-01;14\n';
const csv = { type: 'input.csv', params: { path: 'data/flights.csv' } };

const columnsOf = (studio: Studio): readonly string[] | undefined =>
  studio.session
    .getState()
    .check.schemas.get('source.output')
    ?.map(({ name }) => name);

test('a missing file is told and picked; its columns are then known', async () => {
  const studio = await openStudio({ source: csv }, 'source');
  const screen = await show(studio, <Inspector />);
  await expect.element(screen.getByRole('button', { name: 'Pick the file…' })).toBeInTheDocument();
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (input === null) throw new Error('no file input');
  await userEvent.upload(page.elementLocator(input), new File([CSV], 'other-name.csv'));
  await expect.element(screen.getByText(/^Reads /).first()).toBeInTheDocument();
  // It takes the place of the file that the path names.
  expect(paramsOf(studio, 'source')).toEqual(csv.params);
  await expect.element(screen.getByRole('button', { name: 'Replace…' })).toBeInTheDocument();
  await expect.poll(() => columnsOf(studio)).toBeDefined();
});

test('another file in place of one that is there is another path, and undone as one change', async () => {
  const studio = await openStudio({ source: csv }, 'source');
  studio.addFiles([{ path: 'data/flights.csv', file: new File([CSV], 'flights.csv') }]);
  const screen = await show(studio, <Inspector />);
  await expect.element(screen.getByRole('button', { name: 'Replace…' })).toBeInTheDocument();
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (input === null) throw new Error('no file input');
  await userEvent.upload(page.elementLocator(input), new File([CSV], 'customers.csv'));
  await expect.poll(() => paramsOf(studio, 'source')).toEqual({ path: 'customers.csv' });
  await expect.element(screen.getByText(/^Reads customers\.csv/)).toBeInTheDocument();
  studio.documents.undo();
  expect(paramsOf(studio, 'source')).toEqual(csv.params);
  await expect.element(screen.getByText(/^Reads data\/flights\.csv/)).toBeInTheDocument();
});

test('a picked file brings what reads it again in another session', async () => {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('picked.csv', { create: true });
  const writer = await handle.createWritable();
  await writer.write(CSV);
  await writer.close();
  // The system's dialog is out of reach of a test; what it gives is not.
  const showOpenFilePicker = async (): Promise<FileSystemFileHandle[]> => [handle];
  Object.assign(globalThis, { showOpenFilePicker });
  const studio = await openStudio({ source: csv }, 'source');
  const screen = await show(studio, <Inspector />);
  await screen.getByRole('button', { name: 'Pick the file…' }).click();
  await expect.element(screen.getByText(/^Reads /).first()).toBeInTheDocument();
  const { files } = studio.session.getState();
  expect(files.map((given) => [given.path, given.handle])).toEqual([['data/flights.csv', handle]]);
  await folder.removeEntry('picked.csv');
});

test('the raw lines follow the settings with every key, and so do the columns', async () => {
  const studio = await openStudio({ source: csv }, 'source');
  studio.addFiles([{ path: 'data/flights.csv', file: new File([CSV], 'flights.csv') }]);
  const screen = await show(studio, <Inspector />);
  const lines = screen.getByRole('list', { name: 'First lines of the file' });
  await expect.element(lines).toHaveTextContent('made by hand');
  await screen.getByLabelText('Skip lines', { exact: true }).fill('1');
  await expect.element(lines.getByRole('listitem').first()).toHaveAttribute('data-role', 'skipped');
  await expect.element(lines.getByRole('listitem').nth(1)).toHaveAttribute('data-role', 'header');
  await expect.poll(() => columnsOf(studio)).toEqual(['day', 'delay']);
  await screen.getByLabelText('Delimiter', { exact: true }).fill(',');
  await expect.poll(() => columnsOf(studio)).toEqual(['day;delay']);
  await screen.getByLabelText('Header', { exact: true }).selectOptions('no');
  await expect.element(lines.getByRole('listitem').nth(1)).toHaveAttribute('data-role', 'record');
});

test('files of the session are offered; several paths are a list, one alone is a text', async () => {
  const studio = await openStudio({ source: csv }, 'source');
  studio.addFiles([
    { path: 'january.csv', file: new File([CSV], 'january.csv') },
    { path: 'february.csv', file: new File([CSV], 'february.csv') },
  ]);
  const screen = await show(studio, <Inspector />);
  const path = screen.getByRole('combobox', { name: 'Path', exact: true });
  await path.fill('janu');
  await screen.getByRole('option', { name: /january\.csv/ }).click();
  expect(paramsOf(studio, 'source')).toEqual({ path: 'january.csv' });
  await screen.getByRole('button', { name: 'Another path' }).click();
  await path.nth(1).fill('february.csv');
  await userEvent.keyboard('{Escape}');
  expect(paramsOf(studio, 'source')).toEqual({ path: ['january.csv', 'february.csv'] });
  await screen.getByRole('button', { name: 'Remove' }).first().click();
  expect(paramsOf(studio, 'source')).toEqual({ path: 'february.csv' });
});
