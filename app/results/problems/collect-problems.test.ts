import { expect, test } from 'vitest';
import type { Diagnostic } from '../../../engine/contract/diagnostic.ts';
import { cancelledError, userError } from '../../../engine/contract/errors.ts';
import { nodeId } from '../../../engine/contract/ids.ts';
import { emptyDocument } from '../../../engine/document/schema.ts';
import { collectProblems, groupProblems, withoutWaiting } from './collect-problems.ts';

const diagnostic = (node: string, message: string, more: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: 'error',
  code: 'unknown-column',
  message,
  node: nodeId(node),
  ...more,
});
const noSources = [] as const;

test('what check and run both found stands once', () => {
  const wrong = diagnostic('late', 'No column "dely".', { param: 'condition', start: 0, end: 4 });
  const { error } = userError('check-failed', 'The pipeline has errors.', { diagnostics: [wrong] });
  const problems = collectProblems({ diagnostics: [wrong] }, noSources, { error, warnings: [] });
  expect(problems).toEqual([{ ...wrong, fromRun: false }]);
});

test('a run adds its failure and its warnings; a cancelled one is no problem', () => {
  const { error } = userError('cast-failed', 'Row 7 is no number.', { node: nodeId('cast') });
  const warnings = [{ code: 'rows-rejected', message: '3 rows', node: 'data' }];
  expect(collectProblems({ diagnostics: [] }, noSources, { error, warnings })).toMatchObject([
    { severity: 'error', message: 'Row 7 is no number.', node: 'cast', fromRun: true },
    { severity: 'warning', message: '3 rows', node: 'data', fromRun: true },
  ]);
  const cancelled = { error: cancelledError().error, warnings: [] };
  expect(collectProblems({ diagnostics: [] }, noSources, cancelled)).toEqual([]);
});

test('a missing file is told once, at the path', () => {
  const sources = [
    { node: 'a', pattern: 'a.csv', files: [], problem: 'No file a.csv.' },
    { node: 'b', pattern: 'b.csv', files: [], problem: 'No file b.csv.' },
    { node: 'c', pattern: 'c.csv', files: ['c.csv'] },
  ];
  const known = diagnostic('a', 'The file a.csv is not there.', { param: 'path' });
  expect(
    collectProblems({ diagnostics: [known] }, sources, undefined).map(({ node, code, param }) => [
      node,
      code,
      param,
    ]),
  ).toEqual([
    ['a', 'unknown-column', 'path'],
    ['b', 'missing-file', 'path'],
  ]);
});

test('groups with errors stand first, then in the order of the document, the worst first in each', () => {
  const document = {
    ...emptyDocument('x'),
    nodes: {
      c: { type: 'a.b', params: {} },
      b: { type: 'a.b', params: {} },
      a: { type: 'a.b', params: {} },
    },
  };
  const problems = collectProblems(
    {
      diagnostics: [
        diagnostic('a', '1', { severity: 'info' }),
        diagnostic('a', '2', { severity: 'warning' }),
        diagnostic('a', '3'),
        diagnostic('b', '4'),
        diagnostic('c', '7', { severity: 'warning' }),
        { severity: 'error', code: 'cycle', message: '5' },
        diagnostic('gone', '6'),
      ],
    },
    noSources,
    undefined,
  );
  expect(
    groupProblems(problems, document).map(({ node, problems: group }) => [
      node,
      group.map(({ message }) => message).join(''),
    ]),
  ).toEqual([
    ['b', '4'],
    ['a', '321'],
    [undefined, '56'],
    ['c', '7'],
  ]);
});

test('steps that wait are told where what they wait for is, and nowhere else', () => {
  const step = (input?: string) => ({
    type: 'a.b',
    params: {},
    ...(input === undefined ? {} : { inputs: { input } }),
  });
  const document = {
    ...emptyDocument('x'),
    nodes: { a: step(), b: step('a.kept'), c: step('b'), d: step() },
  };
  const waits = (node: string) =>
    diagnostic(node, 'A step before this one has an error.', {
      severity: 'info',
      code: 'upstream-error',
    });
  const all = collectProblems(
    { diagnostics: [diagnostic('a', 'wrong'), waits('b'), waits('c'), waits('d')] },
    noSources,
    undefined,
  );
  const { problems, waiting } = withoutWaiting(all, document);
  expect([...waiting]).toEqual([['a', ['b', 'c']]]);
  // Nothing tells why it waits: it is not hidden.
  expect(problems.map(({ node }) => node)).toEqual(['a', 'd']);
});
