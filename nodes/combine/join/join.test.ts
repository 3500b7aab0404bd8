import { expect, test } from 'vitest';
import type { Expression } from '../../../engine/contract/expression.ts';
import { ex } from '../../../engine/contract/expression.ts';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = {
  left: inputOf({ id: 'INTEGER', name: 'VARCHAR', low: 'INTEGER' }),
  right: inputOf({ ID: 'BIGINT', name: 'VARCHAR', name_right: 'VARCHAR', price: 'DOUBLE' }),
};
const on = [{ left: 'id', right: 'id' }];
const key = { left: ex.column('id'), right: ex.column('ID') };

const join = (params: object, expressions: Record<string, Expression> = {}) =>
  lowerNode('combine.join', params, { inputs, expressions });

const columnsOf = (params: object): unknown => {
  const { output } = join(params);
  if (output?.kind !== 'join') return output;
  return output.columns.map(({ name, side, column }) => `${name}=${side}.${column}`);
};

const sideField = (side: 'left' | 'right', name: string): Expression => ({
  kind: 'field',
  operand: ex.column(side),
  name,
});

test('a shared key comes once, other clashing names get the suffix until they are free', () => {
  expect(columnsOf({ on })).toEqual([
    'id=left.id',
    'name=left.name',
    'low=left.low',
    'name_right_right=right.name',
    'name_right=right.name_right',
    'price=right.price',
  ]);
  expect(columnsOf({ on, type: 'left', suffix: '_r' })).toContain('name_r=right.name');
});

test('a right join takes the key from the right', () => {
  expect(columnsOf({ on, type: 'right' })).toContain('id=right.ID');
});

test('a full join takes the key from whichever side has it', () => {
  const { output } = join({ on, type: 'full' });
  expect(output).toMatchObject({
    kind: 'project',
    columns: [
      { name: 'id', expression: ex.call('coalesce', ex.column('id'), ex.column('ID_right')) },
      { name: 'name' },
      { name: 'low' },
      { name: 'name_right_right' },
      { name: 'name_right' },
      { name: 'price' },
    ],
    input: { kind: 'join', type: 'full', on: [key] },
  });
});

test.each(['semi', 'anti'])('a %s join gives the left columns only', (type) => {
  expect(columnsOf({ on, type })).toEqual(['id=left.id', 'name=left.name', 'low=left.low']);
});

test('a cross join keeps every column', () => {
  expect(columnsOf({ type: 'cross' })).toContain('ID_right=right.ID');
});

test('rows without a partner are anti joins of either side', () => {
  const lowered = join({ on, expect: 'one-to-one' });
  expect(lowered['output']).toMatchObject({ expect: 'one-to-one' });
  expect(lowered['left_unmatched']).toMatchObject({
    type: 'anti',
    left: inputs.left.relation,
    right: inputs.right.relation,
    on: [key],
  });
  expect(lowered['right_unmatched']).toMatchObject({
    type: 'anti',
    left: inputs.right.relation,
    right: inputs.left.relation,
    on: [{ left: key.right, right: key.left }],
    columns: [{ name: 'ID', side: 'left', column: 'ID' }, {}, {}, {}],
  });
  expect(lowered['right_unmatched']).not.toHaveProperty('expect');
});

test('equalities in a condition become keys; the rest keeps its sides', () => {
  const equal = ex.binary('=', sideField('right', 'ID'), sideField('left', 'id'));
  const range = ex.binary('<', ex.column('low'), ex.column('price'));
  const lowered = join({ condition: 'text' }, { text: ex.and(equal, range) });
  const sided = (left: 'left' | 'right', right: 'left' | 'right') =>
    ex.binary('<', ex.column('low', left), ex.column('price', right));
  expect(lowered['output']).toMatchObject({ on: [key], condition: sided('left', 'right') });
  expect(lowered['right_unmatched']).toMatchObject({ condition: sided('right', 'left') });
});

test('an equality within one side is no key', () => {
  const text = ex.binary('=', sideField('left', 'id'), ex.column('low'));
  expect(join({ condition: 'text' }, { text })['output']).toMatchObject({
    on: [],
    condition: ex.binary('=', ex.column('id', 'left'), ex.column('low', 'left')),
  });
});

test('fields of structs and lambda params are left alone', () => {
  const structs = { left: inputOf({ s: 'STRUCT(a INTEGER)' }), right: inputOf({ x: 'INTEGER[]' }) };
  const nested: Expression = { kind: 'field', operand: sideField('left', 's'), name: 'a' };
  const body = ex.binary('+', ex.column('e'), ex.column('x'));
  const lambda: Expression = { kind: 'lambda', params: ['e'], body };
  const text = ex.and(nested, ex.call('list_transform', ex.column('x'), lambda));
  const { output } = lowerNode(
    'combine.join',
    { condition: 'text' },
    { inputs: structs, expressions: { text } },
  );
  expect(output).toMatchObject({
    condition: ex.and(
      { kind: 'field', operand: ex.column('s', 'left'), name: 'a' },
      ex.call('list_transform', ex.column('x', 'right'), {
        kind: 'lambda',
        params: ['e'],
        body: ex.binary('+', ex.column('e'), ex.column('x', 'right')),
      }),
    ),
  });
});

test.each([
  [ex.column('name'), 'ambiguous-column'],
  [ex.column('nope'), 'unknown-column'],
  [sideField('left', 'price'), 'unknown-column'],
  [{ kind: 'opaque', text: 'x', identifiers: ['x'] } as const, 'condition-not-understood'],
])('%j in a condition fails with %s', (text, code) => {
  const params = { condition: 'text' };
  expect(lowerProblem('combine.join', params, { inputs, expressions: { text } })).toMatchObject({
    code,
    param: 'condition',
  });
});

test.each([
  [{}, 'on: Give keys or a condition: without either, only a cross join can be made.'],
  [
    { type: 'cross', on },
    'on: A cross join pairs all rows: remove this, or choose another kind of join.',
  ],
  [
    { type: 'semi', on, expect: 'one-to-one' },
    'expect: Only inner, left, right, full joins can expect this: clear it.',
  ],
  [{ on: [{ left: 'a' }] }, 'on.0.right: Invalid input: expected string, received undefined'],
])('%j is refused', (params, problem) => {
  expect(paramProblems('combine.join', params)).toEqual([problem]);
});
