/** Clusters in the studio: kept, tested, chosen, checked and pushed to; what comes back is shown. */
import { Suspense } from 'react';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { userError } from '../../../engine/contract/errors.ts';
import { nodeId } from '../../../engine/contract/ids.ts';
import type { ClusterSummary, Push, PushCheck } from '../../platform/computer.ts';
import { openComputer } from '../../boot/testing/open-computer.ts';
import type { Answers } from '../../boot/testing/open-computer.ts';
import { openStudio, show, source, step } from '../../boot/testing/open-studio.tsx';
import { RunButton } from '../../header/RunButton.tsx';
import { ResultsPanel } from '../../results/ResultsPanel.tsx';
import { HostPart } from '../HostPart.tsx';
import { PlaceMenu } from '../PlaceMenu.tsx';

const ok = <T,>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

const LAB: ClusterSummary = {
  name: 'lab',
  kept: 'file',
  token: 'keyring',
  connection: { kind: 'spark-connect', host: '127.0.0.1', port: 15_002, tls: 'off', shared: {} },
};
const PLAN: PushCheck = {
  diagnostics: [],
  outputs: [{ step: 'out', target: 's3a://results/out', place: 'cluster' }],
  sources: [{ step: 'source', place: 'sent', bytes: 1200 }],
};
const ID = '3f0b7f5e-1f0a-4f6e-9d44-6a9a1f1c2b3d';
const PUSH: Push = {
  id: ID,
  kind: 'push',
  name: 'Widgets',
  connection: 'lab',
  via: 'connect',
  state: 'running',
  timeline: [
    { state: 'translated', at: Date.now() - 3000 },
    { state: 'submitted', at: Date.now() - 2500 },
    { state: 'running', at: Date.now() - 2000 },
  ],
  session: 's',
  size: { executors: 2, cores: 1 },
  operations: [
    {
      id: 'o',
      step: 'out',
      does: 'write',
      state: 'sent',
      progress: {
        stages: 2,
        stagesDone: 1,
        tasks: 8,
        tasksDone: 5,
        tasksRunning: 2,
        bytesRead: 4e6,
      },
    },
  ],
  planHash: 'p',
  parametersHash: 'q',
  outputs: [{ step: 'out', target: 's3a://results/out', place: 'cluster' }],
  process: 1,
  attended: true,
};

async function open(answers: Answers) {
  localStorage.clear();
  const host = openComputer({
    'files.find': () => ok([]),
    'clusters.list': () => ok([LAB]),
    'jobs.list': () => ok([]),
    'push.check': () => ok(PLAN),
    ...answers,
  });
  const studio = await openStudio(
    {
      source: source({ a: 'BIGINT' }, [[1]]),
      kept: step('rows.filter', { condition: 'a > 0' }),
      out: step('output.file', { path: 's3a://results/out', format: 'parquet' }, 'kept.kept'),
    },
    'kept',
    {},
    host.computer,
  );
  const part = (
    <div>
      <PlaceMenu computer={host.computer} />
      <RunButton />
      <HostPart computer={host.computer} />
      <div style={{ height: 500 }}>
        <Suspense>
          <ResultsPanel />
        </Suspense>
      </div>
    </div>
  );
  const screen = await show(studio, part, 900, 800);
  const askedFor = (name: string): readonly unknown[] =>
    host.asked.flatMap(([method, params]) => (method === name ? [params] : []));
  const choose = async (): Promise<void> => {
    await screen.getByRole('button', { name: /^Where it runs/ }).click();
    await screen.getByRole('menuitemradio', { name: /^lab/ }).click();
    await expect.poll(() => studio.session.getState().cluster).toBe('lab');
  };
  return { ...host, studio, screen, askedFor, choose };
}

test('a tab alone says how to come by a computer and a cluster', async () => {
  const studio = await openStudio({ source: source({ a: 'BIGINT' }) }, 'source');
  const screen = await show(studio, <PlaceMenu computer={undefined} />);
  await screen.getByRole('button', { name: 'Where it runs: This tab' }).click();
  const entry = screen.getByRole('menuitemradio', { name: /^A Spark cluster/ });
  await expect.element(entry).toHaveAttribute('aria-disabled', 'true');
  await expect.element(entry.getByText('sluice serve')).toBeInTheDocument();
});

test('a cluster is added: mistakes stand at their fields, the token goes out and never comes back', async () => {
  let listed: ClusterSummary[] = [];
  const { screen, askedFor } = await open({
    'clusters.list': () => ok(listed),
    'clusters.put': ({ name }) => {
      listed = [{ ...LAB, name }];
      return ok({ ...LAB, name });
    },
    'clusters.test': (params) =>
      'name' in params
        ? { ok: false, error: userError('spark-unauthenticated', 'The token is refused.').error }
        : ok({ version: '4.2.0', milliseconds: 87.4, executors: 2, cores: 2 }),
  });
  await screen.getByRole('button', { name: /^Where it runs/ }).click();
  await screen.getByRole('menuitem', { name: /^Manage clusters/ }).click();
  await expect.element(screen.getByText('No clusters yet')).toBeInTheDocument();
  await screen.getByRole('button', { name: 'New cluster' }).click();
  const dialog = screen.getByRole('dialog', { name: 'New cluster' });
  await dialog.getByRole('button', { name: 'Save cluster' }).click();
  await expect.element(dialog.getByText('2 fields need another look')).toBeInTheDocument();
  await dialog.getByLabelText('Name', { exact: true }).fill('lab');
  await dialog.getByLabelText('Server', { exact: true }).fill('sc://127.0.0.1:4040');
  await userEvent.keyboard('{Tab}');
  await expect.element(dialog.getByLabelText('Port', { exact: true })).toHaveValue('4040');
  await dialog.getByLabelText('Token', { exact: true }).fill('hunter22');
  await dialog.getByRole('button', { name: 'Test', exact: true }).click();
  await expect
    .element(dialog.getByText('Spark 4.2.0 answered in 87 ms · 2 executors, 2 cores'))
    .toBeInTheDocument();
  await userEvent.keyboard('{Tab}');
  await dialog.getByRole('button', { name: 'Save cluster' }).click();
  await screen.getByRole('button', { name: 'Test lab' }).click();
  await expect.element(screen.getByText('The token is refused.')).toBeInTheDocument();
  expect(askedFor('clusters.put')).toMatchObject([
    { name: 'lab', connection: { host: '127.0.0.1', port: 4040, tls: 'off' }, token: 'hunter22' },
  ]);
  await screen.getByRole('button', { name: 'Edit lab' }).click();
  await expect.element(screen.getByLabelText('Token', { exact: true })).toHaveValue('');
});

test('what will not run there is told before, at its step, and Push shows it instead of sending', async () => {
  const refusal = {
    severity: 'error',
    code: 'target-unsupported',
    message: 'hash() gives other values on Spark.',
    node: nodeId('kept'),
  } as const;
  const { studio, screen, askedFor, choose } = await open({
    'push.check': () => ok({ ...PLAN, diagnostics: [refusal], outputs: [] }),
  });
  await choose();
  await screen.getByRole('tab', { name: /^Problems/ }).click();
  await expect.element(screen.getByText('on lab', { exact: true })).toBeInTheDocument();
  await screen.getByRole('button', { name: 'Push to lab' }).click();
  const dialog = screen.getByRole('dialog', { name: 'Push “Widgets” to lab' });
  await expect.element(dialog.getByText('One step does not run on lab')).toBeInTheDocument();
  await expect.element(dialog.getByRole('button', { name: 'Push', exact: true })).toBeDisabled();
  await dialog.getByText(refusal.message).click();
  expect(studio.session.getState().focus?.node).toBe('kept');
  expect(askedFor('push.start')).toEqual([]);
  // Here nothing stands in its way.
  await screen.getByRole('button', { name: /^Where it runs/ }).click();
  await screen.getByRole('menuitemradio', { name: /^This computer/ }).click();
  await expect.poll(() => screen.getByText('on lab', { exact: true }).query()).toBeNull();
});

test('a push says what goes where, then how far it is; it is cancelled, and an end that failed is at its step', async () => {
  const { studio, screen, askedFor, choose, tell } = await open({
    'push.start': () => ok({ id: ID }),
    'jobs.cancel': () => ok(null),
    'jobs.log': () => ok(['10:00:00 submitted']),
  });
  await choose();
  await screen.getByRole('button', { name: 'Push to lab' }).click();
  const dialog = screen.getByRole('dialog', { name: 'Push “Widgets” to lab' });
  await expect.element(dialog.getByText('written by the cluster')).toBeInTheDocument();
  await expect.element(dialog.getByText('read here and sent along: 1.20 kB')).toBeInTheDocument();
  // The focus is on Push already.
  await expect.element(dialog.getByRole('button', { name: 'Push', exact: true })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => askedFor('push.start')).toMatchObject([{ cluster: 'lab' }]);
  tell({ event: 'jobs.changed', job: PUSH });
  await expect
    .element(screen.getByRole('progressbar', { name: 'Tasks done of out' }))
    .toHaveAttribute('aria-valuenow', '5');
  await expect.element(screen.getByText('2 executors, 1 core')).toBeInTheDocument();
  expect([...(studio.session.getState().pushed ?? [])].map(([id]) => id).sort()).toEqual([
    ...['kept', 'out', 'source'],
  ]);
  await screen.getByRole('button', { name: 'Cancel push' }).click();
  expect(askedFor('jobs.cancel')).toEqual([{ id: ID }]);
  const error = { code: 'bad-cast', message: "'x' is no BIGINT.", node: 'kept' };
  const timeline = [...PUSH.timeline, { state: 'failed' as const, at: Date.now() }];
  tell({
    event: 'jobs.changed',
    job: { ...PUSH, state: 'failed', timeline, error, attended: false },
  });
  await expect.element(screen.getByRole('alert').getByText(error.message)).toBeInTheDocument();
  expect(studio.session.getState().pushed?.get('kept')).toEqual({ status: 'failed' });
  studio.select([]);
  await screen.getByRole('button', { name: 'Show step kept' }).click();
  expect(studio.session.getState().selection).toEqual(['kept']);
  await screen.getByText('Log', { exact: true }).click();
  await expect.element(screen.getByText('10:00:00 submitted')).toBeInTheDocument();
});

test('a push that nobody attends to is found after a reload and fetched; a lost one says what to do', async () => {
  const left: Push = { ...PUSH, attended: false };
  const { screen, askedFor, studio, tell } = await open({
    'jobs.list': () => ok([left]),
    'jobs.fetch': () => ok(null),
  });
  studio.session.setState({ tab: 'runs' });
  await expect.element(screen.getByText('Nobody attends to this push')).toBeInTheDocument();
  await screen.getByRole('button', { name: 'Fetch' }).click();
  expect(askedFor('jobs.fetch')).toEqual([{ id: ID }]);
  tell({ event: 'jobs.changed', job: PUSH });
  await expect.poll(() => screen.getByText('Nobody attends to this push').query()).toBeNull();
  const error = { code: 'spark-session-lost', message: 'The session is not known there.' };
  tell({ event: 'jobs.changed', job: { ...PUSH, state: 'lost', error, attended: false } });
  await expect.element(screen.getByText(/^Look at the outputs below/)).toBeInTheDocument();
  await expect.element(screen.getByRole('button', { name: 'Push again' })).toBeInTheDocument();
});
