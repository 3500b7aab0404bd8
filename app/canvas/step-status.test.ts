import { expect, test } from 'vitest';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import { nodeId } from '../../engine/contract/ids.ts';
import { setParam } from '../document/commands/params.ts';
import { setTitle } from '../document/commands/steps.ts';
import { createDocumentStore } from '../document/document-store.ts';
import { newRun } from '../session/run-store.ts';
import type { RunRecord, StageRecord, TaskRecord } from '../session/run-store.ts';
import { problemsByStep, rowsWritten, runByStep, staleSteps } from './step-status.ts';
import { joined } from './testing/pipelines.ts';

const task = (partition: number, status: TaskRecord['status']): TaskRecord => ({
  partition,
  attempt: 1,
  worker: 0,
  started: 0,
  ended: 1,
  status,
  rowsOut: 0,
  bytesOut: 0,
  bytesRead: 0,
});

const stage = (id: string, nodes: string[], rest: Partial<StageRecord>): StageRecord => ({
  id,
  nodes,
  partitions: 4,
  started: 0,
  tasks: [],
  ...rest,
});

const run = (status: RunRecord['status'], stages: StageRecord[]): RunRecord => ({
  ...newRun('run-1', { kind: 'all' }, 0),
  status,
  stages,
});

test('errors outweigh warnings, and the first of the worst is shown', () => {
  const at = { node: nodeId('a'), code: 'x' };
  const found = problemsByStep([
    { ...at, severity: 'warning', message: 'w' },
    { ...at, severity: 'error', message: 'first' },
    { ...at, severity: 'error', message: 'second' },
    { ...at, severity: 'info', message: 'i' },
    { code: 'x', severity: 'error', message: 'of no step' },
  ]);
  expect([...found]).toEqual([['a', { errors: 2, warnings: 1, message: 'first' }]]);
});

test('a running stage counts its partitions once, whatever the attempts', () => {
  const tasks = [task(0, 'failed'), task(0, 'done'), task(1, 'cached')];
  const states = runByStep(
    run('running', [stage('1', ['a', 'b'], { ended: 5 }), stage('2', ['b', 'c'], { tasks })]),
  );
  expect(states.get('a')).toEqual({ status: 'done' });
  expect(states.get('b')).toEqual({ status: 'running', done: 2, partitions: 4 });
});

test('after the end nothing runs: the stage that broke has failed', () => {
  const states = runByStep(
    run('failed', [
      stage('1', ['a'], { ended: 5 }),
      stage('2', ['b'], { tasks: [task(0, 'failed')] }),
      stage('3', ['c'], {}),
    ]),
  );
  expect([...states]).toEqual([
    ['a', { status: 'done' }],
    ['b', { status: 'failed' }],
  ]);
  expect(runByStep(undefined).size).toBe(0);
});

test('an output is done once its files are written, and their rows are those it was given', () => {
  const file = { node: 'out', path: 'a.csv', rows: 3, bytes: 1 };
  const ended = { ...run('succeeded', []), written: [file, { ...file, path: 'b.csv', rows: 4 }] };
  expect(runByStep(ended).get('out')).toEqual({ status: 'done' });
  expect(rowsWritten(ended, 'out')).toBe(7);
  expect(rowsWritten(ended, 'both')).toBeUndefined();
  expect(rowsWritten(undefined, 'out')).toBeUndefined();
});

test('rows of a run are stale from a changed step on; a new title changes none', () => {
  const store = createDocumentStore(joined());
  const then = store.getState().document.nodes;
  store.execute(setTitle('a', 'Flights'));
  expect([...staleSteps(then, store.getState().document)]).toEqual([]);
  store.execute(setParam('early', ['condition'], 'b > 2'));
  expect([...staleSteps(then, store.getState().document)].sort()).toEqual(['both', 'early']);
  store.undo();
  store.undo();
  expect([...staleSteps(then, store.getState().document)]).toEqual([]);
});

test('a step that has the same problems after another check keeps them as they are', () => {
  const found = (message: string): Diagnostic[] => [
    { severity: 'error', code: 'file-not-found', message: 'There is no file.', node: nodeId('a') },
    { severity: 'error', code: 'unknown-column', message, node: nodeId('b') },
  ];
  const before = problemsByStep(found('no "x"'));
  const after = problemsByStep(found('no "y"'));
  expect(after.get('a')).toBe(before.get('a'));
  expect(after.get('b')).toEqual({ errors: 1, warnings: 0, message: 'no "y"' });
});
