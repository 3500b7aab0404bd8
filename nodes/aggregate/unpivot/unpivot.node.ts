import { z } from 'zod';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { sameName } from '../../../engine/contract/schema.ts';
import {
  columnList,
  defineNode,
  findDuplicate,
  INPUT,
  listSummary,
  requireUniqueNames,
} from '../../define-node.ts';

const params = z.strictObject({
  columns: field
    .columns('Columns', 'Columns that become rows; the others stay')
    .min(1, 'Choose at least one column.')
    .refine(
      (names) => findDuplicate(names) === undefined,
      'A column is named twice: remove one of the two.',
    ),
  name_to: field.name('Names to', 'Column that gets the old column names').default('name'),
  value_to: field.name('Values to', 'Column that gets the values').default('value'),
  drop_nulls: z
    .boolean()
    .default(false)
    .meta({ title: 'Drop nulls', description: 'Leave out rows whose value is null' }),
});

export const unpivot = defineNode({
  type: 'aggregate.unpivot',
  version: 1,
  title: 'Unpivot',
  category: 'aggregate',
  description: 'Turns columns into rows of name and value.',
  keywords: ['unpivot', 'melt', 'transpose', 'long', 'gather', 'columns to rows', 'stack'],
  params,
  ports: { in: INPUT, out: ['output'] },
  summarise: (p) => `${listSummary(p.columns)} → ${p.name_to}, ${p.value_to}`,
  lower: (context) => {
    const { name_to: nameTo, value_to: valueTo, drop_nulls: dropNulls } = context.params;
    const input = context.input();
    const columns = columnList(context, input, context.params.columns, 'columns');
    const staying = input.schema
      .map(({ name }) => name)
      .filter((name) => !columns.some((column) => sameName(column, name)));
    requireUniqueNames(context, [...staying, nameTo, valueTo], (at) =>
      at === staying.length ? 'name_to' : 'value_to',
    );
    return { output: rel.unpivot(input.relation, { columns, nameTo, valueTo, dropNulls }) };
  },
});
