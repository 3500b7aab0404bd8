/** The order of rows that a sort below leaves: Spark forgets it, so that it must be said again. */
import type { SortKey, WindowCall } from '../../contract/expression.ts';
import { ex } from '../../contract/expression.ts';
import type { Project, Relation, Window } from '../../contract/relation.ts';
import { sameName } from '../../contract/schema.ts';
import { FRAMELESS } from '../../sql/emit-window.ts';

/** Keys, over the relation's own columns, that its rows are in the order of; none where none is known. */
export function orderOf(relation: Relation): readonly SortKey[] {
  switch (relation.kind) {
    case 'sort':
      return relation.by;
    case 'top-n':
      return relation.per.length === 0 ? relation.by : [];
    case 'filter':
    case 'limit':
      return orderOf(relation.input);
    case 'project':
      return through(relation, orderOf(relation.input));
    case 'window':
      return untouched(relation, orderOf(relation.input));
    default:
      return [];
  }
}

/** The keys up to the first one that is not among the columns any more. */
function through({ columns }: Project, keys: readonly SortKey[]): readonly SortKey[] {
  const kept: SortKey[] = [];
  for (const key of keys) {
    const { expression } = key;
    if (expression.kind !== 'column') return kept;
    const column = columns.find(
      (each) =>
        each.expression.kind === 'column' && sameName(each.expression.name, expression.name),
    );
    if (column === undefined) return kept;
    kept.push({ ...key, expression: ex.column(column.name) });
  }
  return kept;
}

function untouched({ expressions }: Window, keys: readonly SortKey[]): readonly SortKey[] {
  const replaced = keys.findIndex(
    ({ expression }) =>
      expression.kind !== 'column' ||
      expressions.some(({ name }) => sameName(name, expression.name)),
  );
  return replaced < 0 ? keys : keys.slice(0, replaced);
}

/** A window without an order of its own that goes row by row, in the order of its input. */
export function inInputOrder(window: WindowCall, input: Relation): WindowCall {
  const { call, orderBy } = window;
  if (orderBy.length > 0 || call.orderBy !== undefined || !FRAMELESS.has(call.name)) return window;
  const keys = orderOf(input);
  return keys.length === 0 ? window : { ...window, orderBy: keys };
}
