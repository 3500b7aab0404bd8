import { expect, test } from 'vitest';
import { ex } from '../../../engine/contract/expression.ts';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const ab = inputOf({ a: 'INTEGER', b: 'VARCHAR' }, 'first');
const ba = inputOf({ B: 'VARCHAR', a: 'BIGINT' }, 'second');
const ac = inputOf({ a: 'INTEGER', c: 'DATE' }, 'third');
const abc = inputOf({ x: 'INTEGER', y: 'VARCHAR', a: 'DATE' }, 'fourth');

const union = (inputs: readonly unknown[], params: unknown = {}) =>
  lowerNode('combine.union', params, { inputs: { inputs: inputs as never } })['output'];

test('inputs that are alike already are taken as they are', () => {
  expect(union([ab, ab])).toEqual({ kind: 'union', inputs: [ab.relation, ab.relation] });
});

test('by name, columns are put in the order of the first input', () => {
  expect(union([ab, ba])).toMatchObject({
    inputs: [
      ab.relation,
      {
        kind: 'project',
        columns: [
          { name: 'a', expression: ex.column('a') },
          { name: 'b', expression: ex.column('B') },
        ],
      },
    ],
  });
});

test('by name, what is missing is null of the right type', () => {
  expect(union([ab, ac], { on_mismatch: 'fill_null' })).toMatchObject({
    inputs: [
      { columns: [{ name: 'a' }, { name: 'b' }, { name: 'c', expression: ex.null('DATE') }] },
      { columns: [{ name: 'a' }, { name: 'b', expression: ex.null('VARCHAR') }, { name: 'c' }] },
    ],
  });
});

test('by position, names are those of the first input', () => {
  expect(union([ab, ac], { by: 'position' })).toMatchObject({
    inputs: [
      ab.relation,
      {
        columns: [
          { name: 'a', expression: ex.column('a') },
          { name: 'b', expression: ex.column('c') },
        ],
      },
    ],
  });
});

test('by position, a shorter input is filled; names stay unique', () => {
  expect(union([ab, abc], { by: 'position', on_mismatch: 'fill_null' })).toMatchObject({
    inputs: [
      { columns: [{ name: 'a' }, { name: 'b' }, { name: 'a_2', expression: ex.null('DATE') }] },
      { columns: [{ name: 'a' }, { name: 'b' }, { name: 'a_2', expression: ex.column('a') }] },
    ],
  });
});

test.each([
  [{}, [ab, ac], '"first.output" lacks "c".'],
  [{ by: 'position' }, [ab, abc], '"first.output" has 2 columns, another input 3.'],
])('%j fails where columns differ', (params, inputs, message) => {
  expect(lowerProblem('combine.union', params, { inputs: { inputs } })).toMatchObject({
    code: 'columns-differ',
    message,
  });
});

test('an unknown way of matching is refused', () => {
  expect(paramProblems('combine.union', { by: 'type' })).toEqual([
    'by: Invalid option: expected one of "name"|"position"',
  ]);
});

test.each([
  [[ab, inputOf({ a: 'VARCHAR', b: 'VARCHAR' }, 'texts')], ['a']],
  [[ab, ba], []],
  [[ab, ac], []],
])('a warning of what becomes a text, %#', (inputs, columns) => {
  const warnings: string[] = [];
  lowerNode(
    'combine.union',
    { on_mismatch: 'fill_null' },
    { inputs: { inputs }, warn: ({ message }) => warnings.push(message) },
  );
  expect(
    warnings.map((message) => /^"(\w+)" is INTEGER in "first.output"/.exec(message)?.[1]),
  ).toEqual(columns);
});
