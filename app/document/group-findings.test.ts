import { expect, test } from 'vitest';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import { nodeId } from '../../engine/contract/ids.ts';
import { groupRefusals, refusedSteps } from './group-findings.ts';

const refusal = (node: string | undefined, message: string, start?: number): Diagnostic => ({
  severity: 'error',
  code: 'not-on-spark',
  message,
  ...(node === undefined ? {} : { node: nodeId(node) }),
  ...(start === undefined ? {} : { param: 'expression', start }),
});

test('reasons stand under their steps, each once', () => {
  const all = [
    refusal('b', 'No median.', 3),
    refusal('a', 'No sample.'),
    refusal('b', 'No median.', 20),
    refusal('b', 'No median.', 3),
    { ...refusal('a', 'Slow.'), severity: 'warning' } as const,
  ];
  expect(groupRefusals(all)).toEqual([
    { node: 'b', findings: [all[3], all[2]] },
    { node: 'a', findings: [all[1]] },
  ]);
  expect(refusedSteps(all)).toBe(2);
});

test('what is said of the pipeline itself is of no step', () => {
  const all = [refusal('a', 'No sample.'), refusal(undefined, 'A parameter has no value.')];
  expect(groupRefusals(all).map(({ node }) => node)).toEqual(['a', undefined]);
  expect(refusedSteps(all)).toBeUndefined();
});
