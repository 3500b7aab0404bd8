import { expect, test } from 'vitest';
import { lowerNode, paramProblems } from '../../testing/lower-node.ts';

test('the layout is found and nothing is flattened by default', () => {
  expect(lowerNode('input.json', { path: 'a.json' })).toEqual({
    output: {
      kind: 'scan',
      source: { format: 'json', paths: ['a.json'], layout: 'auto', flatten: 0 },
      output: 'rows',
    },
  });
});

test.each([
  [
    { path: 'a', layout: 'lines' },
    'layout: Invalid option: expected one of "auto"|"ndjson"|"array"',
  ],
  [{ path: 'a', flatten: 1.5 }, 'flatten: Invalid input: expected int, received number'],
])('%j is refused', (params, problem) => {
  expect(paramProblems('input.json', params)).toEqual([problem]);
});
