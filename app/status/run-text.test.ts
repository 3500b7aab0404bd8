import { expect, test } from 'vitest';
import { newRun } from '../session/run-store.ts';
import type { RunRecord } from '../session/run-store.ts';
import { runText } from './run-text.ts';
import { statusEnglish } from './status.en.ts';

const run = newRun('run-1', { kind: 'all' }, 0);

const FIRST_WORDS: readonly [RunRecord | undefined, string][] = [
  [undefined, 'Idle'],
  [run, 'Running'],
  [{ ...run, progress: { ...run.progress, tasksTotal: 4 } }, 'Running'],
  [{ ...run, status: 'cancelling' }, 'Running'],
  [{ ...run, status: 'succeeded' }, 'Succeeded'],
  [{ ...run, status: 'succeeded', files: [{ path: 'a', rows: 2, bytes: 9 }] }, 'Succeeded'],
  [{ ...run, status: 'failed' }, 'Failed'],
  [{ ...run, status: 'cancelled' }, 'Cancelled'],
];

test.each(FIRST_WORDS)('the status begins with a word that scripts know (%#)', (record, word) => {
  const { key } = runText(record, 0, 1200);
  const text = Object.entries(statusEnglish).find(
    ([name]) => name === key || name === `${key}_other`,
  )?.[1];
  expect(text?.split(/\W/)[0]).toBe(word);
});

test('rows of all files are summed', () => {
  const files = [
    { path: 'a', rows: 1200, bytes: 9 },
    { path: 'b', rows: 34, bytes: 9 },
  ];
  expect(runText({ ...run, status: 'succeeded', files }, 0, 950)).toEqual({
    key: 'succeeded-files',
    values: { time: '950 ms', count: 2, rows: '1,234' },
  });
});
