import { z } from 'zod';
import { ex } from '../../../engine/contract/expression.ts';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import type { NamedExpression } from '../../../engine/contract/relation.ts';
import { nameKey } from '../../../engine/contract/schema.ts';
import {
  defineNode,
  INPUT,
  listSummary,
  paramPath,
  requireUniqueNames,
} from '../../define-node.ts';

const params = z.strictObject({
  columns: z
    .array(
      z.strictObject({
        column: field.column('Column', 'Column of the input'),
        as: field.name('As', 'New name').optional(),
        type: field.type('Type', 'DuckDB type to cast to').optional(),
      }),
    )
    .min(1, 'Choose at least one column.')
    .meta({ title: 'Columns', description: 'Columns to give out, in this order' }),
  rest: z.enum(['drop', 'keep']).default('drop').meta({
    title: 'Other columns',
    description: 'Drop them, or keep them after the listed ones',
  }),
});

const MOST_LISTED = 40;

export const select = defineNode({
  type: 'columns.select',
  version: 1,
  title: 'Select columns',
  category: 'columns',
  description: 'Chooses, orders, renames and casts columns.',
  keywords: [
    'select',
    'columns',
    'choose',
    'reorder',
    'rename',
    'cast',
    'drop',
    'remove columns',
    'keep',
    'fields',
  ],
  params,
  // All of them, to take away from; of a wide table one would rather choose.
  start: ({ columns }) =>
    columns.length > MOST_LISTED || columns.length === 0
      ? {}
      : { columns: columns.map(({ name }) => ({ column: name })) },
  ports: { in: INPUT, out: ['output'] },
  summarise: (p) =>
    listSummary([
      ...p.columns.map((c) => (c.as === undefined ? c.column : `${c.column} as ${c.as}`)),
      ...(p.rest === 'keep' ? ['the rest'] : []),
    ]),
  lower: (context) => {
    const { columns, rest } = context.params;
    const input = context.input();
    const used = new Set<string>();
    const listed = columns.map((entry, i): NamedExpression => {
      const column = context.column(input, entry.column, paramPath('columns', i, 'column'));
      used.add(nameKey(column));
      const read = ex.column(column);
      return {
        name: entry.as ?? column,
        expression:
          entry.type === undefined
            ? read
            : ex.cast(read, context.type(entry.type, paramPath('columns', i, 'type'))),
      };
    });
    const others =
      rest === 'keep' ? input.schema.filter(({ name }) => !used.has(nameKey(name))) : [];
    const all = [...listed, ...others.map(({ name }) => ({ name, expression: ex.column(name) }))];
    requireUniqueNames(
      context,
      all.map(({ name }) => name),
      (at) => (at < columns.length ? paramPath('columns', at, 'as') : 'rest'),
    );
    return { output: rel.project(input.relation, all) };
  },
});
