import { z } from 'zod';
import { ex } from '../../../engine/contract/expression.ts';
import { field, sortKeys, sortKeySchema } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { columnList, defineNode, INPUT, sortKeySummary } from '../../define-node.ts';

const params = z.strictObject({
  rows: z.int().min(0).meta({ title: 'Rows', description: 'How many rows to keep' }),
  offset: z
    .int()
    .min(0)
    .default(0)
    .meta({ title: 'Skip', description: 'How many rows to leave out first' }),
  per: field.columns('Per', 'Keep that many rows of every group of these columns').default([]),
  by: z
    .array(sortKeySchema)
    .default([])
    .meta({ title: 'By', description: 'Which rows come first; the order of the input when empty' }),
});

export const limit = defineNode({
  type: 'rows.limit',
  version: 1,
  title: 'Limit',
  category: 'rows',
  description: 'Keeps the first rows, of all or of every group.',
  keywords: ['limit', 'top', 'head', 'first rows', 'top n', 'per group', 'skip'],
  params,
  start: () => ({ rows: 100 }),
  ports: { in: INPUT, out: ['output'] },
  summarise: (p) =>
    [
      p.by.length > 0
        ? `top ${p.rows} by ${p.by.map(sortKeySummary).join(', ')}`
        : `first ${p.rows}`,
      ...(p.per.length > 0 ? [`per ${p.per.join(', ')}`] : []),
      ...(p.offset > 0 ? [`after ${p.offset}`] : []),
    ].join(' '),
  lower: (context) => {
    const { rows, offset, per, by } = context.params;
    const input = context.input();
    if (per.length === 0 && by.length === 0) {
      return { output: rel.limit(input.relation, rows, offset) };
    }
    return {
      output: rel.topN({
        input: input.relation,
        per: columnList(context, input, per, 'per').map((name) => ex.column(name)),
        by: sortKeys(context, input, by, 'by'),
        rows,
        offset,
      }),
    };
  },
});
