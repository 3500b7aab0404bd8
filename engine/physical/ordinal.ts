/** The global position of a row: how many rows stand before it in the relation. */
import type { Call, Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';

export const ORDINAL = '__ordinal';

/**
 * Rows in all partitions before this task's, a BIGINT. Replaced by a literal when tasks are made;
 * a relation that uses it needs an input whose row counts are known.
 */
export const ROW_OFFSET: Call = { kind: 'call', name: '__row_offset', args: [] };

/** Adds the 0-based global position as the last column. Over a stored input DuckDB numbers in row order. */
export const withOrdinal = (input: Relation, columns: readonly string[]): Relation =>
  numberRows(input, columns, ORDINAL, ROW_OFFSET);

/** Adds `start + position` as the last column, named `name`. */
export function numberRows(
  input: Relation,
  columns: readonly string[],
  name: string,
  start: Expression,
): Relation {
  const local = rel.window(input, [
    {
      name: LOCAL,
      window: { kind: 'window', call: ex.call('row_number'), partitionBy: [], orderBy: [] },
    },
  ]);
  return rel.project({ ...local, numbering: true }, [
    ...columns.map((column) => ({ name: column, expression: ex.column(column) })),
    {
      name,
      expression: ex.binary('+', start, ex.binary('-', ex.column(LOCAL), ex.bigint(1))),
    },
  ]);
}

const LOCAL = '__local';
