import { z } from 'zod';
import type { Expression, FrameBound, WindowFrame } from '../../../engine/contract/expression.ts';
import { ex } from '../../../engine/contract/expression.ts';
import type { FieldMeta } from '../../../engine/contract/fields.ts';
import { field, sortKeys, sortKeySchema } from '../../../engine/contract/fields.ts';
import type { LowerContext } from '../../../engine/contract/node-definition.ts';
import { rel } from '../../../engine/contract/rel.ts';
import {
  columnList,
  defineNode,
  FUNCTION_LABELS,
  INPUT,
  listSummary,
  paramPath,
  requireUniqueNames,
} from '../../define-node.ts';

/** Functions that take no column. */
const OF_THE_ROW = [
  'row_number',
  'rank',
  'dense_rank',
  'percent_rank',
  'cume_dist',
  'ntile',
] as const;

const FUNCTIONS = [
  ...OF_THE_ROW,
  'lag',
  'lead',
  'first_value',
  'last_value',
  'nth_value',
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'stddev',
  'variance',
  'list',
  'bool_and',
  'bool_or',
] as const;

const FUNCTION_NAMES: Readonly<Partial<Record<(typeof FUNCTIONS)[number], string>>> = {
  stddev: 'stddev_samp',
  variance: 'var_samp',
};

const isOfTheRow = (name: string): boolean => (OF_THE_ROW as readonly string[]).includes(name);

const scalarArgument = z.union([z.number(), z.boolean(), z.null(), field.expression('Argument')], {
  error: 'Give a number, true, false, null or an expression.',
});

const bound = z
  .strictObject({
    kind: z
      .enum(['unbounded-preceding', 'preceding', 'current-row', 'following', 'unbounded-following'])
      .meta({ title: 'Bound', description: 'Where the frame starts or ends' }),
    offset: z
      .union([z.int().min(0), field.expression('Offset')], {
        error: 'Give a whole number, or an expression such as INTERVAL 7 DAY.',
      })
      .optional()
      .meta({
        title: 'Offset',
        description: 'Rows or groups as a number; for a range also an interval',
        when: { kind: ['preceding', 'following'] },
      } satisfies FieldMeta),
  })
  .refine((b) => (b.kind === 'preceding' || b.kind === 'following') === (b.offset !== undefined), {
    message: 'Preceding and following need an offset; the other bounds take none.',
    path: ['offset'],
  });

const frame = z
  .strictObject({
    unit: z.enum(['rows', 'range', 'groups']).default('rows').meta({
      title: 'Unit',
      description: 'Rows, values of the order key, or groups of equal rows',
    }),
    start: bound.default({ kind: 'unbounded-preceding' }).meta({
      title: 'Start',
      description: 'First row of the frame',
    }),
    end: bound.default({ kind: 'current-row' }).meta({
      title: 'End',
      description: 'Last row of the frame',
    }),
    exclude: z.enum(['current row', 'group', 'ties']).optional().meta({
      title: 'Exclude',
      description: 'Rows to leave out of the frame',
    }),
  })
  .refine((f) => f.start.kind !== 'unbounded-following', {
    message: 'A frame cannot start behind the last row: choose an earlier bound.',
    path: ['start', 'kind'],
  })
  .refine((f) => f.end.kind !== 'unbounded-preceding', {
    message: 'A frame cannot end before the first row: choose a later bound.',
    path: ['end', 'kind'],
  });

const windowExpression = z
  .strictObject({
    name: field.name('Name', 'Name of the new column'),
    function: z
      .enum(FUNCTIONS)
      .meta({ title: 'Function', description: 'What to compute', labels: FUNCTION_LABELS }),
    column: field.column('Column', 'What to compute it of').optional(),
    args: z.array(scalarArgument).default([]).meta({
      title: 'Arguments',
      description: 'After the column: lag and lead take offset and default, ntile the buckets',
    }),
  })
  .superRefine((e, check) => {
    const problem = (path: string, message: string): void =>
      check.addIssue({ code: 'custom', path: [path], message });
    if (isOfTheRow(e.function) && e.column !== undefined) {
      problem(
        'column',
        `${e.function} looks at the place of a row, not at a column: leave this empty.`,
      );
    }
    if (!isOfTheRow(e.function) && e.function !== 'count' && e.column === undefined) {
      problem('column', `Choose the column that ${e.function} is computed of.`);
    }
    if ((e.function === 'ntile' || e.function === 'nth_value') && e.args.length !== 1) {
      problem('args', `Give ${e.function} its one argument.`);
    }
  });

const params = z.strictObject({
  partition: field
    .columns('Partition', 'Compute in every group of these columns by itself')
    .default([]),
  order: z
    .array(sortKeySchema)
    .default([])
    .meta({ title: 'Order', description: 'Order of the rows within a group' }),
  frame: frame.optional().meta({
    title: 'Frame',
    description: 'Which rows around the current one to look at',
  }),
  expressions: z
    .array(windowExpression)
    .min(1, 'Add at least one expression.')
    .meta({ title: 'Columns', description: 'Columns to add' }),
});

type Frame = z.output<typeof frame>;
type Bound = z.output<typeof bound>;

const argument = (
  context: LowerContext<unknown>,
  value: z.output<typeof scalarArgument>,
  param: string,
): Expression => {
  if (value === null) return ex.null();
  if (typeof value === 'boolean') return ex.boolean(value);
  if (typeof value === 'string') return context.expression(value, param);
  return Number.isSafeInteger(value) ? ex.integer(value) : ex.double(value);
};

function frameBound(context: LowerContext<unknown>, given: Bound, param: string): FrameBound {
  return given.kind === 'preceding' || given.kind === 'following'
    ? { kind: given.kind, offset: argument(context, given.offset ?? 0, `${param}.offset`) }
    : { kind: given.kind };
}

const windowFrame = (context: LowerContext<unknown>, given: Frame): WindowFrame => ({
  unit: given.unit,
  start: frameBound(context, given.start, 'frame.start'),
  end: frameBound(context, given.end, 'frame.end'),
  ...(given.exclude === undefined ? {} : { exclude: given.exclude }),
});

export const window = defineNode({
  type: 'aggregate.window',
  version: 1,
  title: 'Window',
  category: 'aggregate',
  description: 'Adds ranks, running totals, moving averages and neighbours of each row.',
  keywords: [
    'window',
    'rank',
    'running total',
    'cumulative sum',
    'moving average',
    'rolling',
    'lag',
    'lead',
    'previous row',
    'multi-row formula',
    'percent of total',
    'over',
  ],
  params,
  ports: { in: INPUT, out: ['output'] },
  summarise: (p) => {
    const what = listSummary(p.expressions.map(({ name }) => name));
    return p.partition.length === 0 ? what : `${what} per ${p.partition.join(', ')}`;
  },
  lower: (context) => {
    const p = context.params;
    const input = context.input();
    const existing = input.schema.map(({ name }) => name);
    requireUniqueNames(context, [...existing, ...p.expressions.map(({ name }) => name)], (at) =>
      paramPath('expressions', at - existing.length, 'name'),
    );
    const shared = {
      partitionBy: columnList(context, input, p.partition, 'partition').map((name) =>
        ex.column(name),
      ),
      orderBy: sortKeys(context, input, p.order, 'order'),
      ...(p.frame === undefined ? {} : { frame: windowFrame(context, p.frame) }),
    };
    const expressions = p.expressions.map(({ name, function: given, column, args }, i) => {
      const path = (...parts: readonly (string | number)[]) =>
        paramPath('expressions', i, ...parts);
      const operands = [
        ...(column === undefined ? [] : [ex.column(context.column(input, column, path('column')))]),
        ...args.map((arg, at) => argument(context, arg, path('args', at))),
      ];
      const call = ex.call(FUNCTION_NAMES[given] ?? given, ...operands);
      return { name, window: { kind: 'window' as const, call, ...shared } };
    });
    return { output: rel.window(input.relation, expressions) };
  },
});
