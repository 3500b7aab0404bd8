/** Which columns a join gives out, and under which names. */
import { ex } from '../../../engine/contract/expression.ts';
import type {
  JoinColumn,
  JoinKey,
  JoinType,
  NamedExpression,
} from '../../../engine/contract/relation.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { nameKey, sameName } from '../../../engine/contract/schema.ts';
import { allColumns, hasColumn } from '../../define-node.ts';

export interface JoinOutput {
  readonly columns: readonly JoinColumn[];
  /** A projection on top, where a key column takes its value from either side. */
  readonly project?: readonly NamedExpression[];
}

/** Columns of one name on both sides that are a key: their values are equal wherever rows match. */
const sharedKeys = (on: readonly JoinKey[]): ReadonlySet<string> =>
  new Set(
    on.flatMap(({ left, right }) =>
      left.kind === 'column' && right.kind === 'column' && sameName(left.name, right.name)
        ? [nameKey(left.name)]
        : [],
    ),
  );

export const sideColumns = (schema: Schema): JoinColumn[] =>
  schema.map(({ name }) => ({ name, side: 'left', column: name }));

/** `name` with the suffix, repeated until neither input has such a column. */
function suffixed(name: string, suffix: string, left: Schema, right: Schema): string {
  let candidate = name + suffix;
  while (hasColumn(left, candidate) || hasColumn(right, candidate)) candidate += suffix;
  return candidate;
}

/**
 * All left columns, then the right ones. A key of one name on both sides comes once: the left
 * value, of a right join the right one, of a full join whichever is there. Any other right column
 * whose name the left side has too gets the suffix.
 */
export function joinColumns(
  type: JoinType,
  left: Schema,
  right: Schema,
  on: readonly JoinKey[],
  suffix: string,
): JoinOutput {
  if (type === 'semi' || type === 'anti') return { columns: sideColumns(left) };
  const shared = sharedKeys(on);
  const isShared = ({ name }: { readonly name: string }): boolean => shared.has(nameKey(name));
  const rightName = (name: string): string =>
    hasColumn(left, name) ? suffixed(name, suffix, left, right) : name;
  const fromRight = right
    .filter((column) => type === 'full' || !isShared(column))
    .map(({ name }): JoinColumn => ({ name: rightName(name), side: 'right', column: name }));
  const fromLeft = sideColumns(left).map((column): JoinColumn => {
    if (type !== 'right' || !isShared(column)) return column;
    const other = right.find(({ name }) => sameName(name, column.name));
    return { ...column, side: 'right', column: other?.name ?? column.column };
  });
  const columns = [...fromLeft, ...fromRight];
  if (type !== 'full' || shared.size === 0) return { columns };
  const merged = allColumns(left).map((column): NamedExpression => {
    const twin = fromRight.find((c) => isShared(column) && sameName(c.column, column.name));
    if (twin === undefined) return column;
    const either = ex.call('coalesce', column.expression, ex.column(twin.name));
    return { name: column.name, expression: either };
  });
  const others = fromRight
    .filter(({ column }) => !isShared({ name: column }))
    .map(({ name }) => ({ name, expression: ex.column(name) }));
  return { columns, project: [...merged, ...others] };
}
