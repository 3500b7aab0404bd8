/** Tables of random values, and what the makers of random plans share. */
import type { Literal, SortKey } from '../../contract/expression.ts';
import { ex } from '../../contract/expression.ts';
import { rel } from '../../contract/rel.ts';
import type { NamedExpression, Relation } from '../../contract/relation.ts';
import type { ColumnType } from '../../contract/schema.ts';
import { scalar } from '../../contract/schema.ts';
import type { Choices } from './choices.ts';
import type { TestColumn, TestType } from './random-expression.ts';
import { randomCondition } from './random-expression.ts';

/** A relation, its columns and the most rows that it can have. */
export interface Built {
  readonly relation: Relation;
  readonly columns: readonly TestColumn[];
  readonly rows: number;
}

export const TYPES: Record<TestType, ColumnType> = {
  INTEGER: scalar('INTEGER'),
  BIGINT: scalar('BIGINT'),
  VARCHAR: scalar('VARCHAR'),
  BOOLEAN: scalar('BOOLEAN'),
  'INTEGER[]': { kind: 'list', element: scalar('INTEGER') },
};

export const VALUES: Record<TestType, readonly (string | null)[]> = {
  INTEGER: ['0', '1', '2', '3', null, '1'],
  BIGINT: ['1', '2', '5', null],
  VARCHAR: ['a', '1', '2', null, ''],
  BOOLEAN: ['true', 'false', null],
  'INTEGER[]': ['[1, 2]', '[]', '[3]', null],
};

export function table(c: Choices, prefix: string): Built {
  const types: TestType[] = ['INTEGER', 'VARCHAR', 'INTEGER', 'BIGINT', 'INTEGER[]'];
  const columns = types.map((type, i): TestColumn => ({ name: `${prefix}${i}`, type }));
  const count = c.oneIn(8) ? c.below(3) : 4 + c.below(4);
  // One number decides all values, so that the tape is left for the plan.
  let state = c.below(1 << 16);
  const next = (values: readonly (string | null)[]): string | null => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return values[(state >> 16) % values.length] ?? null;
  };
  const rows = Array.from({ length: count }, () =>
    columns.map(({ type }): Literal => ex.literal(type, next(VALUES[type]))),
  );
  const source = {
    format: 'inline' as const,
    columns: columns.map(({ name, type }) => ({ name, type: TYPES[type] })),
    rows,
  };
  return { relation: rel.scan(source), columns, rows: count };
}

export const allKeys = (columns: readonly TestColumn[]): SortKey[] =>
  columns.map((column) => ex.key(ex.column(column.name)));

export const sorted = (input: Built): Built => ({
  ...input,
  relation: rel.sort(input.relation, allKeys(input.columns)),
});

export const same = (input: Built, relation: Relation): Built => ({ ...input, relation });

export const plain = (columns: readonly TestColumn[]): NamedExpression[] =>
  columns.map(({ name }) => ({ name, expression: ex.column(name) }));

/** Half of the conditions are about one column, and so about one side of a join or one key. */
export function filtered(c: Choices, input: Built): Built {
  const columns = c.below(2) === 0 ? [c.pick(input.columns)] : input.columns;
  return same(input, rel.filter(input.relation, randomCondition(c, columns)));
}
