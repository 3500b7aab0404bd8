import { expect, test } from 'vitest';
import { lowerNode, paramProblems } from '../../testing/lower-node.ts';

test('reads every path', () => {
  expect(lowerNode('input.arrow', { path: ['a.arrow', 'b.arrow'] })).toEqual({
    output: {
      kind: 'scan',
      source: { format: 'arrow', paths: ['a.arrow', 'b.arrow'] },
      output: 'rows',
    },
  });
});

test('a path is needed', () => {
  expect(paramProblems('input.arrow', {})).toEqual([
    'path: Give a path, a glob or a list of them.',
  ]);
});
