import { z } from 'zod';
import { field, sortKeys, sortKeySchema } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { columnList, defineNode, INPUT, withoutUndefined } from '../../define-node.ts';

const params = z
  .strictObject({
    keys: field
      .columns('Keys', 'Rows equal in these columns are duplicates; all columns when absent')
      .min(1, 'Choose at least one column, or none at all.')
      .optional(),
    keep: z
      .enum(['first', 'last'])
      .default('first')
      .meta({ title: 'Keep', description: 'Which row of each set of duplicates' }),
    order: z.array(sortKeySchema).default([]).meta({
      title: 'Order',
      description: 'What first and last mean; the order of the input when empty',
    }),
  })
  .refine((p) => p.order.length === 0 || p.keys !== undefined, {
    message: 'Choose key columns first: rows that are equal in all columns have no order.',
    path: ['order'],
  });

export const distinct = defineNode({
  type: 'rows.distinct',
  version: 1,
  title: 'Distinct',
  category: 'rows',
  description: 'Keeps one row of each set of duplicates and shows the others.',
  keywords: ['distinct', 'unique', 'deduplicate', 'dedupe', 'remove duplicates'],
  params,
  ports: { in: INPUT, out: ['output', 'duplicates'] },
  summarise: (p) => (p.keys === undefined ? 'by all columns' : `${p.keep} by ${p.keys.join(', ')}`),
  lower: (context) => {
    const { keep, order, keys } = context.params;
    const input = context.input();
    const parts = {
      input: input.relation,
      keep,
      order: sortKeys(context, input, order, 'order'),
      ...withoutUndefined({ keys: keys && columnList(context, input, keys, 'keys') }),
    };
    return {
      output: rel.distinct({ ...parts, output: 'kept' }),
      duplicates: rel.distinct({ ...parts, output: 'duplicates' }),
    };
  },
});
