/** Random joins of every type. */
import { ex } from '../../contract/expression.ts';
import { rel } from '../../contract/rel.ts';
import type { JoinColumn, JoinType } from '../../contract/relation.ts';
import type { Choices } from './choices.ts';
import type { TestColumn } from './random-expression.ts';
import { randomCondition } from './random-expression.ts';
import type { Built } from './random-table.ts';
import { TYPES, filtered, same, sorted } from './random-table.ts';

export const TYPES_OF_JOIN: readonly JoinType[] = [
  'inner',
  'left',
  'right',
  'full',
  'semi',
  'anti',
  'cross',
];

export function joinColumns(
  c: Choices,
  left: Built,
  right: Built | undefined,
  fresh: () => string,
): { columns: TestColumn[]; output: JoinColumn[] } {
  const sides = [
    ...c.some(left.columns, 1).map((column) => ({ column, side: 'left' as const })),
    ...(right === undefined ? [] : c.some(right.columns)).map((column) => ({
      column,
      side: 'right' as const,
    })),
  ];
  const columns = sides.map(({ column }) => ({ name: fresh(), type: column.type }));
  const output = sides.map(({ column, side }, i) => ({
    name: columns[i]?.name ?? '',
    side,
    column: column.name,
  }));
  return { columns, output };
}

/** Columns of both inputs that have one type. */
export function keyPair(
  c: Choices,
  left: Built,
  right: Built,
): [TestColumn, TestColumn] | undefined {
  const pairs = left.columns.flatMap((one) =>
    right.columns
      .filter((other) => other.type === one.type && one.type !== 'INTEGER[]')
      .map((other): [TestColumn, TestColumn] => [one, other]),
  );
  return pairs.length === 0 ? undefined : c.pick(pairs);
}

/** Each value of one column, once. */
const values = (input: Built, column: TestColumn): Built => ({
  rows: input.rows,
  columns: [column],
  relation: rel.distinct({
    input: rel.select(input.relation, [column.name]),
    keep: 'first',
    order: [],
    output: 'kept',
  }),
});

export function join(c: Choices, left: Built, anyRight: Built, fresh: () => string): Built {
  const pair = keyPair(c, left, anyRight);
  const type = pair === undefined ? 'cross' : c.pick(TYPES_OF_JOIN);
  const right =
    type === 'semi' && pair !== undefined && c.below(2) === 0
      ? values(anyRight, pair[1])
      : anyRight;
  const oneSided = type === 'semi' || type === 'anti';
  const { columns, output } = joinColumns(c, left, oneSided ? undefined : right, fresh);
  const both = [
    ...left.columns.map((column) => ({ ...column, side: 'left' as const })),
    ...right.columns.map((column) => ({ ...column, side: 'right' as const })),
  ];
  const condition =
    type === 'cross' || c.below(2) === 0
      ? undefined
      : randomCondition(c, c.below(2) === 0 ? [c.pick(both)] : both);
  return {
    rows: oneSided ? left.rows : left.rows * right.rows + left.rows + right.rows,
    columns,
    relation: rel.join({
      left: left.relation,
      right: right.relation,
      type,
      on:
        pair === undefined || type === 'cross'
          ? []
          : [{ left: ex.column(pair[0].name), right: ex.column(pair[1].name) }],
      ...(condition === undefined ? {} : { condition }),
      columns: output,
    }),
  };
}

export function asof(c: Choices, left: Built, right: Built, fresh: () => string): Built {
  const pair = keyPair(c, left, right);
  const isTime = ({ type }: TestColumn): boolean => type === 'INTEGER' || type === 'BIGINT';
  const [one] = left.columns.filter(isTime);
  const [other] = right.columns.filter(isTime);
  if (pair === undefined || one === undefined || other === undefined || one.type !== other.type) {
    return join(c, left, right, fresh);
  }
  const { columns, output } = joinColumns(c, left, right, fresh);
  return {
    rows: left.rows,
    columns,
    relation: rel.asofJoin({
      left: left.relation,
      right: sorted(right).relation,
      type: c.below(2) === 0 ? 'inner' : 'left',
      on: [{ left: ex.column(pair[0].name), right: ex.column(pair[1].name) }],
      nearest: {
        left: ex.column(one.name),
        right: ex.column(other.name),
        direction: c.below(2) === 0 ? 'backward' : 'forward',
      },
      columns: output,
    }),
  };
}

/** A filter that fails for rows that a join below it has removed. */
export function guarded(c: Choices, input: Built): Built {
  const text = input.columns.find(({ type }) => type === 'VARCHAR');
  if (text === undefined) return filtered(c, input);
  const source = {
    format: 'inline' as const,
    columns: [{ name: 'digit', type: TYPES.VARCHAR }],
    rows: [[ex.text('1')], [ex.text('2')]],
  };
  const join = rel.join({
    left: input.relation,
    right: rel.scan(source),
    type: c.below(2) === 0 ? 'inner' : 'semi',
    on: [{ left: ex.column(text.name), right: ex.column('digit') }],
    columns: input.columns.map(({ name }) => ({ name, side: 'left', column: name })),
  });
  const number = ex.cast(ex.column(text.name), 'INTEGER');
  const test = ex.binary('<', number, ex.integer(3));
  const both = c.oneIn(3) ? ex.and(randomCondition(c, input.columns, 2), test) : test;
  return same(input, rel.filter(join, both));
}
