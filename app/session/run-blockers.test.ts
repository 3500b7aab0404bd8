import { expect, test } from 'vitest';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import { nodeId } from '../../engine/contract/ids.ts';
import { emptyDocument } from '../../engine/document/schema.ts';
import { registry } from '../../nodes/registry.ts';
import { onlyOutputs, refusal, runBlockers, soundOutputs } from './run-blockers.ts';

const wrong = (node: string, more: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: 'error',
  code: 'unknown-column',
  message: `${node} is wrong.`,
  node: nodeId(node),
  ...more,
});

const document = {
  ...emptyDocument('two ways'),
  nodes: {
    data: { type: 'input.csv', params: { path: 'a.csv' } },
    late: { type: 'rows.filter', inputs: { input: 'data' }, params: { condition: 'dely > 1' } },
    all: { type: 'output.file', inputs: { input: 'data' }, params: { path: 'all.csv' } },
    few: { type: 'output.file', inputs: { input: 'late.kept' }, params: { path: 'few.csv' } },
    off: { type: 'output.file', inputs: { input: 'data' }, params: {}, disabled: true },
  },
};

test('errors block, warnings and notes do not; a missing file does at once', () => {
  const check = {
    status: 'done' as const,
    diagnostics: [
      wrong('late'),
      wrong('few', { severity: 'info' }),
      wrong('x', { severity: 'warning' }),
    ],
  };
  const sources = [
    { node: 'data', pattern: 'a.csv', files: [], problem: 'No file a.csv.' },
    { node: 'late', pattern: 'b.csv', files: [], problem: 'No file b.csv.' },
  ];
  expect(runBlockers(check, sources).map(({ message }) => message)).toEqual([
    'No file a.csv.',
    'late is wrong.',
  ]);
});

test('what an earlier check found does not block while the next one is under way', () => {
  expect(runBlockers({ status: 'checking', diagnostics: [wrong('late')] }, [])).toEqual([]);
});

test('a refusal tells the first error, how many more there are, and where', () => {
  expect(refusal([])).toBeUndefined();
  const found = [wrong('late', { param: 'condition' }), wrong('data')];
  expect(refusal(found)).toEqual({
    kind: 'user',
    code: 'unknown-column',
    message: 'late is wrong. (and 1 more)',
    node: 'late',
    param: 'condition',
    diagnostics: found,
  });
});

test('outputs are sound that nothing wrong stands before; only what they need is run', () => {
  expect(soundOutputs(document, [wrong('late')], registry)).toEqual(['all']);
  expect(soundOutputs(document, [wrong('data')], registry)).toEqual([]);
  expect(soundOutputs(document, [wrong('few')], registry)).toEqual(['all']);
  const { node: _, ...ofAll } = wrong('x');
  expect(soundOutputs(document, [ofAll], registry)).toEqual([]);
  expect(Object.keys(onlyOutputs(document, ['all']).nodes)).toEqual(['data', 'all']);
});
