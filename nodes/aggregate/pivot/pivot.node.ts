import { z } from 'zod';
import { ex } from '../../../engine/contract/expression.ts';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { findColumn, formatType, sameName } from '../../../engine/contract/schema.ts';
import {
  columnList,
  defineNode,
  findDuplicate,
  FUNCTION_LABELS,
  INPUT,
  listSummary,
  paramPath,
  requireUniqueNames,
} from '../../define-node.ts';

const FUNCTIONS = [
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'stddev',
  'variance',
  'mode',
  'first',
  'last',
  'any',
  'count_distinct',
  'list',
  'bool_and',
  'bool_or',
] as const;

const FUNCTION_NAMES: Readonly<Partial<Record<(typeof FUNCTIONS)[number], string>>> = {
  stddev: 'stddev_samp',
  variance: 'var_samp',
  any: 'any_value',
  count_distinct: 'count',
};

const params = z.strictObject({
  rows: field
    .columns('Rows', 'One row per combination of these columns; one row of all when empty')
    .refine(
      (names) => findDuplicate(names) === undefined,
      'A column is named twice: remove one of the two.',
    )
    .default([]),
  column: field.column('Column', 'Its values become columns'),
  values: z
    .array(
      z.strictObject({
        column: field.column('Column', 'What fills the cells'),
        function: z.enum(FUNCTIONS).meta({
          title: 'Function',
          description: 'How several values become one',
          labels: FUNCTION_LABELS,
        }),
        name: field.name('Name', 'Ends the column names where there are several values').optional(),
      }),
    )
    .min(1, 'Give at least one value.')
    .meta({ title: 'Values', description: 'What fills the cells' }),
  fixed_values: z
    .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .min(1, 'Give at least one value, or none at all.')
    .refine(
      (values) => new Set(values.map(String)).size === values.length,
      'A value is given twice: remove one of the two.',
    )
    .optional()
    .meta({
      title: 'Fixed values',
      description: 'The values that become columns, in this order; found in the data when absent',
      valuesOf: 'column',
    }),
});

export const pivot = defineNode({
  type: 'aggregate.pivot',
  version: 1,
  title: 'Pivot',
  category: 'aggregate',
  description: 'Turns the values of a column into columns.',
  keywords: ['pivot', 'cross tab', 'crosstab', 'transpose', 'wide', 'spread', 'rows to columns'],
  params,
  ports: { in: INPUT, out: ['output'] },
  summarise: (p) =>
    `${listSummary(p.values.map((v) => `${v.function}(${v.column})`))} by ${p.column}`,
  lower: (context) => {
    const p = context.params;
    const input = context.input();
    const rows = columnList(context, input, p.rows, 'rows');
    const column = context.column(input, p.column, 'column');
    if (rows.some((row) => sameName(row, column))) {
      context.fail({
        code: 'duplicate-column',
        message: `"${column}" cannot be both a row and the pivoted column.`,
        param: 'column',
      });
    }
    const aggregates = p.values.map((value, i) => {
      const operand = context.column(input, value.column, paramPath('values', i, 'column'));
      const call = ex.call(FUNCTION_NAMES[value.function] ?? value.function, ex.column(operand));
      return {
        name: value.name ?? `${value.function}_${operand}`,
        call: value.function === 'count_distinct' ? { ...call, distinct: true } : call,
      };
    });
    requireUniqueNames(
      context,
      aggregates.map(({ name }) => name),
      (at) => paramPath('values', at, 'name'),
    );
    const type = findColumn(input.schema, column)?.type;
    const typeText = type === undefined ? 'VARCHAR' : formatType(type);
    const values = p.fixed_values?.map((value) =>
      ex.literal(typeText, value === null ? null : String(value)),
    );
    return {
      output: rel.pivot(input.relation, {
        rows,
        column,
        aggregates,
        ...(values === undefined ? {} : { values }),
      }),
    };
  },
});
