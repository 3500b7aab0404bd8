import { z } from 'zod';
import type { WindowCall } from '../../../engine/contract/expression.ts';
import { ex } from '../../../engine/contract/expression.ts';
import { field, sortKeys, sortKeySchema } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { allColumns, columnList, defineNode, INPUT, requireNewName } from '../../define-node.ts';

const params = z.strictObject({
  name: field.name('Name', 'Name of the new column').default('record_id'),
  start: z.int().default(1).meta({ title: 'Start', description: 'Number of the first row' }),
  per: field.columns('Restart per', 'Count anew in every group of these columns').default([]),
  order: z.array(sortKeySchema).default([]).meta({
    title: 'Order',
    description: 'Count in this order; the order of the input when empty',
  }),
});

export const recordId = defineNode({
  type: 'columns.record-id',
  version: 1,
  title: 'Record id',
  category: 'columns',
  description: 'Numbers the rows without gaps.',
  keywords: ['record id', 'row number', 'sequence', 'index', 'surrogate key'],
  params,
  ports: { in: INPUT, out: ['output'] },
  summarise: (p) =>
    `${p.name} from ${p.start}${p.per.length > 0 ? ` per ${p.per.join(', ')}` : ''}`,
  lower: (context) => {
    const { name, start, per, order } = context.params;
    const input = context.input();
    requireNewName(context, input, name, 'name');
    const window: WindowCall = {
      kind: 'window',
      call: ex.call('row_number'),
      partitionBy: columnList(context, input, per, 'per').map((column) => ex.column(column)),
      orderBy: sortKeys(context, input, order, 'order'),
    };
    // row_number is a BIGINT already: only another start needs arithmetic on top.
    const numbered = rel.window(input.relation, [{ name, window }]);
    if (start === 1) return { output: numbered };
    return {
      output: rel.project(numbered, [
        ...allColumns(input.schema),
        { name, expression: ex.binary('+', ex.column(name), ex.bigint(start - 1)) },
      ]),
    };
  },
});
