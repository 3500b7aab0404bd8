import { ex } from '../contract/expression.ts';
import type { Expression, Literal } from '../contract/expression.ts';
import type { Aggregate, AggregateCall, Pivot } from '../contract/relation.ts';
import { internalError } from '../contract/errors.ts';

/**
 * A pivot whose values are known as an aggregate with one filtered call per value and aggregate, so
 * that every later pass and target has one relation less to know. Columns are named as DuckDB's
 * PIVOT names them: `value` for a single aggregate, else `value_name`.
 */
export function expandPivot(pivot: Pivot): Aggregate {
  const { values, aggregates } = pivot;
  if (values === undefined) throw internalError('The values of a pivot are not known yet.');
  const single = aggregates.length === 1;
  return {
    kind: 'aggregate',
    input: pivot.input,
    keys: pivot.rows.map((name) => ({ name, expression: ex.column(name) })),
    aggregates: values.flatMap((value) =>
      aggregates.map((aggregate): AggregateCall => ({
        name: single ? valueName(value) : `${valueName(value)}_${aggregate.name}`,
        call: {
          ...aggregate.call,
          filter: both(isValue(pivot.column, value), aggregate.call.filter),
        },
      })),
    ),
    ...(pivot.origin === undefined ? {} : { origin: pivot.origin }),
  };
}

const valueName = (value: Literal): string => value.value ?? 'NULL';

const isValue = (column: string, value: Literal): Expression =>
  ex.binary('is not distinct from', ex.column(column), value);

const both = (test: Expression, filter: Expression | undefined): Expression =>
  filter === undefined ? test : ex.binary('and', test, filter);
