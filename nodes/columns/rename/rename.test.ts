import { expect, test } from 'vitest';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ src_a: 'INTEGER', src_b: 'VARCHAR', c: 'DATE' }) };

const namesOf = (params: unknown): unknown => {
  const { output } = lowerNode('columns.rename', params, { inputs });
  return output?.kind === 'project' ? output.columns.map(({ name }) => name) : output;
};

test('renames by map, in place', () => {
  expect(namesOf({ map: { SRC_B: 'name' } })).toEqual(['src_a', 'name', 'c']);
});

test('names can be exchanged', () => {
  expect(namesOf({ map: { src_a: 'src_b', src_b: 'src_a' } })).toEqual(['src_b', 'src_a', 'c']);
});

test('renames by pattern with groups', () => {
  expect(namesOf({ pattern: '^src_(.)', replacement: '$1' })).toEqual(['a', 'b', 'c']);
});

test.each([
  [{ map: { src_a: 'C' } }, 'duplicate-column', 'map'],
  [{ map: { nope: 'x' } }, 'unknown-column', 'map.nope'],
  [{ map: { src_a: 'x', SRC_A: 'y' } }, 'duplicate-column', 'map.SRC_A'],
  [{ pattern: '^src_.', replacement: 'x' }, 'duplicate-column', 'pattern'],
  [{ pattern: '^c$', replacement: '' }, 'empty-name', 'pattern'],
])('%j fails with %s', (params, code, param) => {
  expect(lowerProblem('columns.rename', params, { inputs })).toMatchObject({ code, param });
});

test.each([
  [{}, ': Give either new names column by column, or a pattern and its replacement.'],
  [{ pattern: 'a' }, 'replacement: A pattern and its replacement belong together: give both.'],
  [{ pattern: '(', replacement: '' }, 'pattern: This is not a regular expression.'],
])('%j is refused', (params, problem) => {
  expect(paramProblems('columns.rename', params)).toEqual([problem]);
});
