import { z } from 'zod';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { findColumn, formatType } from '../../../engine/contract/schema.ts';
import { defineNode, INPUT, requireNewName, withoutUndefined } from '../../define-node.ts';

const params = z.strictObject({
  column: field.column('Column', 'A column of lists'),
  keep_empty: z.boolean().default(false).meta({
    title: 'Keep empty',
    description: 'Keep rows whose list is null or empty, with a null element',
  }),
  position_name: field
    .name('Position', 'Adds the position in the list, from 1, under this name')
    .optional(),
});

export const explode = defineNode({
  type: 'rows.explode',
  version: 1,
  title: 'Explode',
  category: 'rows',
  description: 'Makes one row of every element of a list.',
  keywords: ['explode', 'unnest', 'flatten', 'list', 'array', 'expand'],
  params,
  ports: { in: INPUT, out: ['output'] },
  summarise: (p) => p.column,
  lower: (context) => {
    const { column: given, keep_empty, position_name } = context.params;
    const input = context.input();
    const column = context.column(input, given, 'column');
    const type = findColumn(input.schema, column)?.type;
    if (type !== undefined && type.kind !== 'list' && type.kind !== 'array') {
      context.fail({
        code: 'not-a-list',
        message: `"${column}" is ${formatType(type)}, not a list.`,
        hint: "Make a list first, for example with string_split(text, ',').",
        param: 'column',
      });
    }
    if (position_name !== undefined) {
      requireNewName(context, input, position_name, 'position_name');
    }
    return {
      output: rel.unnest(input.relation, {
        column,
        keepEmpty: keep_empty,
        ...withoutUndefined({ positionName: position_name }),
      }),
    };
  },
});
