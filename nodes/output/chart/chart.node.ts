import { z } from 'zod';
import type { Call } from '../../../engine/contract/expression.ts';
import { ex } from '../../../engine/contract/expression.ts';
import { field } from '../../../engine/contract/fields.ts';
import type { BoundInput, LowerContext } from '../../../engine/contract/node-definition.ts';
import { rel } from '../../../engine/contract/rel.ts';
import type { NamedExpression, Relation } from '../../../engine/contract/relation.ts';
import { findColumn, formatType, isNumeric } from '../../../engine/contract/schema.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { defineNode, freeName, FUNCTION_LABELS, INPUT, paramPath } from '../../define-node.ts';

const MARKS = ['bar', 'line', 'area', 'point', 'pie'] as const;
const AGGREGATES = [
  'none',
  'count',
  'count_distinct',
  'sum',
  'avg',
  'median',
  'min',
  'max',
] as const;

/** Aggregates that count and so take a column of any type. */
const COUNTING: readonly (typeof AGGREGATES)[number][] = ['count', 'count_distinct'];

const spec = z
  .strictObject({
    mark: z.enum(MARKS).meta({ title: 'Mark', description: 'What stands for the values' }),
    x: field.column('X', 'Across: categories, numbers or times; of a pie, its slices'),
    y: field.column('Y', 'Upwards: a number. Rows are counted when absent').optional(),
    colour: field.column('Colour', 'One colour, and one line, for each of its values').optional(),
    aggregate: z.enum(AGGREGATES).optional().meta({
      title: 'Aggregate',
      description: 'What to compute of Y for each X and colour; the rows as they are when absent',
      labels: FUNCTION_LABELS,
    }),
    order: z
      .enum(['x', 'y', 'none'])
      .optional()
      .meta({
        title: 'Order',
        description:
          'By X, by Y from the largest, or as the rows come; by X when absent, but for points',
        labels: { x: 'By X', y: 'By Y', none: 'As the rows come' },
      }),
    title: z.string().optional().meta({ title: 'Title', description: 'Stands above the chart' }),
  })
  .refine((p) => p.y !== undefined || p.aggregate === undefined || p.aggregate === 'count', {
    path: ['y'],
    message: 'Choose the column that it is computed of.',
  })
  .meta({ title: 'Chart' });

const params = z.strictObject({ spec });

type Spec = z.output<typeof spec>;

/** The column of Y, which must be a number where it is drawn as it is. */
function valueColumn(
  context: LowerContext<unknown>,
  input: BoundInput,
  { y, aggregate = 'none' }: Spec,
): string | undefined {
  if (y === undefined) return undefined;
  const param = paramPath('spec', 'y');
  const name = context.column(input, y, param);
  const type = findColumn(input.schema, name)?.type;
  if (type !== undefined && !isNumeric(type) && !COUNTING.includes(aggregate)) {
    context.fail({
      code: 'type-mismatch',
      message: `"${name}" is of type ${formatType(type)}: a chart draws numbers.`,
      hint: 'Count it, or choose or cast to a number.',
      param,
    });
  }
  return name;
}

/** What is computed of each group; undefined where rows are drawn as they are. */
function valueCall({ aggregate }: Spec, y: string | undefined): Call | undefined {
  if (y === undefined) return { kind: 'call', name: 'count', args: [] };
  if (aggregate === undefined || aggregate === 'none') return undefined;
  const args = [ex.column(y)];
  return aggregate === 'count_distinct'
    ? { kind: 'call', name: 'count', args, distinct: true }
    : { kind: 'call', name: aggregate, args };
}

function ordered(
  relation: Relation,
  { order, mark }: Spec,
  keys: readonly string[],
  value: string,
): Relation {
  const isPoints = mark === 'point' && relation.kind === 'project';
  if ((order ?? (isPoints ? 'none' : 'x')) === 'none') return relation;
  const by = order === 'y' ? [value, ...keys] : keys;
  return rel.sort(
    relation,
    by.map((name) => ({
      expression: ex.column(name),
      direction: order === 'y' && name === value ? ('desc' as const) : ('asc' as const),
      nulls: 'last' as const,
    })),
  );
}

/** Bars of the last number (aggregates come last) by the first other column. */
function startingChart(columns: Schema): Readonly<Record<string, unknown>> {
  const flat = columns.filter(({ type }) => type.kind === 'scalar' || type.kind === 'decimal');
  const x = flat.find(({ type }) => !isNumeric(type)) ?? flat[0];
  if (x === undefined) return {};
  const y = flat.findLast((column) => column !== x && isNumeric(column.type));
  const value = y === undefined ? {} : { y: y.name, aggregate: 'sum' };
  return { spec: { mark: 'bar', x: x.name, ...value } };
}

export const chart = defineNode({
  type: 'output.chart',
  version: 1,
  title: 'Chart',
  category: 'output',
  description: 'Draws the rows as bars, lines, areas, points or a pie.',
  keywords: [
    'chart',
    'plot',
    'graph',
    'bar',
    'line',
    'scatter',
    'pie',
    'picture',
    'histogram',
    'visualise',
    'visualize',
  ],
  params,
  start: ({ columns }) => startingChart(columns),
  ports: { in: INPUT, out: [] },
  summarise: ({ spec: { mark, x, y, colour, aggregate } }) => {
    const value =
      y === undefined ? 'count' : (aggregate ?? 'none') === 'none' ? y : `${aggregate}(${y})`;
    return `${mark} of ${value} by ${x}${colour === undefined ? '' : ` and ${colour}`}`;
  },
  // Its rows are the points of the chart. It writes nothing, so there is no sink relation here.
  lower: (context) => {
    const { spec: p } = context.params;
    const input = context.input();
    const x = context.column(input, p.x, paramPath('spec', 'x'));
    const colour =
      p.colour === undefined
        ? undefined
        : context.column(input, p.colour, paramPath('spec', 'colour'));
    const keys = [...new Set(colour === undefined ? [x] : [x, colour])];
    const y = valueColumn(context, input, p);
    const keySchema = input.schema.filter(({ name }) => keys.includes(name));
    const value = freeName(keySchema, y ?? 'count');
    const call = valueCall(p, y);
    const columns: NamedExpression[] = keys.map((name) => ({ name, expression: ex.column(name) }));
    const points =
      call === undefined
        ? rel.project(input.relation, [...columns, { name: value, expression: ex.column(y ?? x) }])
        : rel.aggregate(input.relation, columns, [{ name: value, call }]);
    return { sink: ordered(points, p, keys, value) };
  },
});
