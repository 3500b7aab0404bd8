import { z } from 'zod';
import type { Call, Expression } from '../../../engine/contract/expression.ts';
import { ex } from '../../../engine/contract/expression.ts';
import { field, sortKeys } from '../../../engine/contract/fields.ts';
import type { BoundInput, LowerContext } from '../../../engine/contract/node-definition.ts';
import { rel } from '../../../engine/contract/rel.ts';
import {
  columnList,
  defineNode,
  findDuplicate,
  INPUT,
  listSummary,
  paramPath,
  requireUniqueNames,
} from '../../define-node.ts';
import type { AggregateParam } from './aggregate-params.ts';
import { aggregateSchema } from './aggregate-params.ts';

const params = z
  .strictObject({
    keys: field
      .columns('Keys', 'One row per combination of these columns; one row of all when empty')
      .refine(
        (names) => findDuplicate(names) === undefined,
        'A column is named twice: remove one of the two.',
      )
      .default([]),
    aggregates: z
      .array(aggregateSchema)
      .default([])
      .meta({ title: 'Aggregates', description: 'What to compute of every group' }),
  })
  .refine((p) => p.keys.length + p.aggregates.length > 0, {
    message: 'Add a key or an aggregate: without either there is nothing to compute.',
  });

/** DuckDB's names, where they differ. */
const FUNCTION_NAMES: Readonly<Partial<Record<AggregateParam['function'], string>>> = {
  quantile: 'quantile_cont',
  stddev: 'stddev_samp',
  variance: 'var_samp',
  any: 'any_value',
  count_distinct: 'count',
};

function operandOf(
  context: LowerContext<unknown>,
  input: BoundInput,
  { column, expression }: AggregateParam,
  at: number,
): Expression | undefined {
  if (column !== undefined) {
    return ex.column(context.column(input, column, paramPath('aggregates', at, 'column')));
  }
  return expression === undefined
    ? undefined
    : context.expression(expression, paramPath('aggregates', at, 'expression'));
}

function aggregateCall(
  context: LowerContext<unknown>,
  input: BoundInput,
  aggregate: AggregateParam,
  at: number,
): Call {
  const { function: name, by, fraction, separator, filter, order } = aggregate;
  const operand = operandOf(context, input, aggregate, at);
  const args = operand === undefined ? [] : [operand];
  if (by !== undefined) {
    args.push(ex.column(context.column(input, by, paramPath('aggregates', at, 'by'))));
  }
  if (fraction !== undefined) args.push(ex.double(fraction));
  if (name === 'string_agg') args.push(ex.text(separator ?? ','));
  return {
    kind: 'call',
    name: FUNCTION_NAMES[name] ?? name,
    args,
    ...(aggregate.distinct || name === 'count_distinct' ? { distinct: true } : {}),
    ...(filter === undefined
      ? {}
      : { filter: context.expression(filter, paramPath('aggregates', at, 'filter')) }),
    ...(order.length === 0
      ? {}
      : { orderBy: sortKeys(context, input, order, paramPath('aggregates', at, 'order')) }),
  };
}

const aggregateSummary = ({ function: name, column, expression }: AggregateParam): string => {
  const operand = column ?? expression;
  return operand === undefined ? name : `${name}(${operand})`;
};

export const groupBy = defineNode({
  type: 'aggregate.group-by',
  version: 1,
  title: 'Group by',
  category: 'aggregate',
  description: 'Computes totals, averages and other aggregates of groups of rows.',
  keywords: [
    'group',
    'aggregate',
    'summarise',
    'summarize',
    'sum',
    'count',
    'average',
    'total',
    'mean',
    'median',
    'max',
    'min',
  ],
  params,
  start: () => ({ aggregates: [{ name: 'count', function: 'count' }] }),
  ports: { in: INPUT, out: ['output'] },
  summarise: (p) => {
    const what = listSummary(p.aggregates.map(aggregateSummary));
    if (p.keys.length === 0) return what;
    return what === '' ? `distinct ${p.keys.join(', ')}` : `${what} per ${p.keys.join(', ')}`;
  },
  lower: (context) => {
    const { keys, aggregates } = context.params;
    const input = context.input();
    const keyNames = columnList(context, input, keys, 'keys');
    requireUniqueNames(context, [...keyNames, ...aggregates.map(({ name }) => name)], (at) =>
      paramPath('aggregates', at - keyNames.length, 'name'),
    );
    return {
      output: rel.aggregate(
        input.relation,
        keyNames.map((name) => ({ name, expression: ex.column(name) })),
        aggregates.map((aggregate, at) => ({
          name: aggregate.name,
          call: aggregateCall(context, input, aggregate, at),
        })),
      ),
    };
  },
});
