import { z } from 'zod';
import { ex } from '../../../engine/contract/expression.ts';
import type { FieldMeta } from '../../../engine/contract/fields.ts';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import type { Relation } from '../../../engine/contract/relation.ts';
import { allColumns, defineNode, INPUT, liftWindows } from '../../define-node.ts';

const params = z.strictObject({
  condition: field
    .expression('Condition', 'Rows where this is true go to `kept`')
    .meta({ widget: 'condition' } satisfies FieldMeta),
});

export const filter = defineNode({
  type: 'rows.filter',
  version: 1,
  title: 'Filter',
  category: 'rows',
  description: 'Parts the rows where a condition is true from all others.',
  keywords: ['filter', 'where', 'keep rows', 'remove rows', 'condition'],
  params,
  ports: { in: INPUT, out: ['kept', 'dropped'] },
  summarise: (p) => p.condition,
  lower: (context) => {
    const input = context.input();
    const given = context.expression(context.params.condition, 'condition');
    const lifted = liftWindows(input.relation, input.schema, [given]);
    const condition = lifted.expressions[0] ?? given;
    const out = (relation: Relation): Relation =>
      lifted.lifted ? rel.project(relation, allColumns(input.schema)) : relation;
    return {
      kept: out(rel.filter(lifted.input, condition)),
      dropped: out(
        rel.filter(lifted.input, ex.not(ex.call('coalesce', condition, ex.boolean(false)))),
      ),
    };
  },
});
