/** The aggregates of a group-by: their params and what each one needs. */
import { z } from 'zod';
import type { FieldMeta, SortKeyParam } from '../../../engine/contract/fields.ts';
import { field, sortKeySchema } from '../../../engine/contract/fields.ts';
import { FUNCTION_LABELS } from '../../define-node.ts';

export const AGGREGATE_FUNCTIONS = [
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'quantile',
  'stddev',
  'variance',
  'mode',
  'first',
  'last',
  'any',
  'count_distinct',
  'approx_count_distinct',
  'list',
  'string_agg',
  'bool_and',
  'bool_or',
  'corr',
  'arg_min',
  'arg_max',
] as const;

type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

const TWO_COLUMNS: readonly AggregateFunction[] = ['corr', 'arg_min', 'arg_max'];
const ORDERED: readonly AggregateFunction[] = ['first', 'last', 'mode', 'list', 'string_agg'];

export const aggregateSchema = z
  .strictObject({
    name: field.name('Name', 'Name of the result column'),
    function: z
      .enum(AGGREGATE_FUNCTIONS)
      .meta({ title: 'Function', description: 'What to compute', labels: FUNCTION_LABELS }),
    column: field.column('Column', 'What to compute it of; count alone may go without').optional(),
    expression: field.expression('Expression', 'An expression in place of a column').optional(),
    by: field
      .column('Second column', 'The other variable of corr; what arg_min and arg_max compare')
      .meta({ when: { function: TWO_COLUMNS } } satisfies FieldMeta)
      .optional(),
    fraction: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .meta({
        title: 'Fraction',
        description: 'Of quantile: 0.5 is the median',
        when: { function: ['quantile'] },
      } satisfies FieldMeta),
    separator: z
      .string()
      .optional()
      .meta({
        title: 'Separator',
        description: 'Of string_agg: a comma when absent',
        when: { function: ['string_agg'] },
      } satisfies FieldMeta),
    distinct: z
      .boolean()
      .default(false)
      .meta({ title: 'Distinct', description: 'Take every different value once' }),
    filter: field.expression('Filter', 'Take only the rows where this is true').optional(),
    order: z
      .array(sortKeySchema)
      .default([])
      .meta({
        title: 'Order',
        description: 'Of first, last, mode, list and string_agg',
        when: { function: ORDERED },
      } satisfies FieldMeta),
  })
  .superRefine((aggregate, check) => {
    const {
      function: name,
      column,
      expression,
      by,
      fraction,
      separator,
      distinct,
      order,
    } = aggregate;
    const problem = (path: string, message: string): void =>
      check.addIssue({ code: 'custom', path: [path], message });
    const hasOperand = column !== undefined || expression !== undefined;
    if (column !== undefined && expression !== undefined) {
      problem('expression', 'Give either a column or an expression.');
    }
    if (!hasOperand && name !== 'count')
      problem('column', `Choose the column, or write the expression, that ${name} is computed of.`);
    if (distinct && !hasOperand)
      problem(
        'distinct',
        'Choose a column to count its distinct values; rows are counted as they are.',
      );
    if (TWO_COLUMNS.includes(name) !== (by !== undefined)) {
      problem(
        'by',
        by === undefined
          ? `Choose the second column of ${name}.`
          : `Only ${TWO_COLUMNS.join(', ')} take a second column: leave this empty.`,
      );
    }
    if ((name === 'quantile') !== (fraction !== undefined)) {
      problem(
        'fraction',
        fraction === undefined
          ? 'Give the fraction of quantile, between 0 and 1.'
          : 'Only quantile takes a fraction: leave this empty.',
      );
    }
    if (separator !== undefined && name !== 'string_agg') {
      problem('separator', 'Only string_agg takes a separator: leave this empty.');
    }
    if (order.length > 0 && !ORDERED.includes(name)) {
      problem('order', `Only ${ORDERED.join(', ')} take an order: leave this empty.`);
    }
    const isOperand = (key: SortKeyParam): boolean =>
      column === undefined ? key.expression === expression : key.column === column;
    if (distinct && !order.every(isOperand)) {
      problem('order', 'Distinct values can be ordered by themselves only.');
    }
  });

export type AggregateParam = z.output<typeof aggregateSchema>;
