import { z } from 'zod';
import { sortKeys, sortKeySchema } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { defineNode, INPUT, listSummary, sortKeySummary } from '../../define-node.ts';

const params = z.strictObject({
  by: z
    .array(sortKeySchema)
    .min(1, 'Give at least one key.')
    .meta({ title: 'Keys', description: 'Sort by the first, then the second, ...' }),
});

export const sort = defineNode({
  type: 'rows.sort',
  version: 1,
  title: 'Sort',
  category: 'rows',
  description: 'Orders the rows; equal rows keep their order.',
  keywords: ['sort', 'order by', 'arrange', 'rank', 'ascending', 'descending'],
  params,
  ports: { in: INPUT, out: ['output'] },
  summarise: (p) => listSummary(p.by.map(sortKeySummary)),
  lower: (context) => {
    const input = context.input();
    return {
      output: rel.sort(input.relation, sortKeys(context, input, context.params.by, 'by')),
    };
  },
});
