import { z } from 'zod';
import { ex } from '../../../engine/contract/expression.ts';
import type { FieldMeta } from '../../../engine/contract/fields.ts';
import { field } from '../../../engine/contract/fields.ts';
import { sureKey } from '../../../engine/contract/join-keys.ts';
import type { LowerContext } from '../../../engine/contract/node-definition.ts';
import { rel } from '../../../engine/contract/rel.ts';
import type { JoinKey } from '../../../engine/contract/relation.ts';
import { defineNode, listSummary, paramPath, withoutUndefined } from '../../define-node.ts';
import { joinColumns, sideColumns } from './join-columns.ts';
import type { JoinInputs, JoinTest } from './join-condition.ts';
import { mirror, resolveSides, splitKeys } from './join-condition.ts';

/** Joins whose rows pair up, so that an expectation says something. */
const PAIRING = ['inner', 'left', 'right', 'full'];

const TESTING = { type: [...PAIRING, 'semi', 'anti'] };

const params = z
  .strictObject({
    type: z
      .enum(['inner', 'left', 'right', 'full', 'semi', 'anti', 'cross'])
      .default('inner')
      .meta({ title: 'Type', description: 'Which rows without a partner stay' }),
    on: z
      .array(
        z.strictObject({
          left: field
            .column('Left column', 'Column of the left input')
            .meta({ port: 'left' } satisfies FieldMeta),
          right: field
            .column('Right column', 'Column of the right input')
            .meta({ port: 'right' } satisfies FieldMeta),
        }),
      )
      .default([])
      .meta({
        title: 'Keys',
        description: 'Pairs of columns that must be equal',
        widget: 'join-keys',
        when: TESTING,
      } satisfies FieldMeta),
    condition: field
      .expression('Condition', 'What else must be true, with columns as left.a and right.b')
      .meta({ when: TESTING } satisfies FieldMeta)
      .optional(),
    expect: z
      .enum(['one-to-one', 'one-to-many', 'many-to-one', 'many-to-many'])
      .optional()
      .meta({
        title: 'Expect',
        description: 'Stop when a row has more partners than this; the left side comes first',
        when: { type: PAIRING },
      } satisfies FieldMeta),
    suffix: z
      .string()
      .min(1)
      .default('_right')
      .meta({ title: 'Suffix', description: 'For right columns whose name the left side has too' }),
  })
  .superRefine((p, check) => {
    const problem = (path: string, message: string): void =>
      check.addIssue({ code: 'custom', path: [path], message });
    const tested = p.on.length > 0 || p.condition !== undefined;
    if (p.type === 'cross' && tested) {
      problem(
        p.on.length > 0 ? 'on' : 'condition',
        'A cross join pairs all rows: remove this, or choose another kind of join.',
      );
    }
    if (p.type !== 'cross' && !tested)
      problem('on', 'Give keys or a condition: without either, only a cross join can be made.');
    if (p.expect !== undefined && !PAIRING.includes(p.type)) {
      problem('expect', `Only ${PAIRING.join(', ')} joins can expect this: clear it.`);
    }
  });

type Params = z.output<typeof params>;

/** Keys first, then those found in the condition. */
function joinTest(context: LowerContext<Params>, inputs: JoinInputs): JoinTest {
  const { on, condition } = context.params;
  const keys = on.map(({ left, right }, i): JoinKey => ({
    left: ex.column(context.column(inputs.left, left, paramPath('on', i, 'left'))),
    right: ex.column(context.column(inputs.right, right, paramPath('on', i, 'right'))),
  }));
  if (condition === undefined) return { on: keys };
  const parsed = context.expression(condition, 'condition');
  const found = splitKeys(resolveSides(context, inputs, parsed));
  return { ...found, on: [...keys, ...found.on] };
}

export const join = defineNode({
  type: 'combine.join',
  version: 1,
  title: 'Join',
  category: 'combine',
  description: 'Brings rows of two inputs together and shows those without a partner.',
  keywords: [
    'join',
    'merge',
    'lookup',
    'vlookup',
    'xlookup',
    'combine',
    'match',
    'key',
    'left join',
    'anti join',
  ],
  params,
  start: ({ inputs: [left, right] = [] }) => {
    if (left === undefined || right === undefined) return {};
    const key = sureKey(left.columns, right.columns, { left: left.names, right: right.names });
    return key === undefined ? {} : { on: [key] };
  },
  ports: {
    in: [{ name: 'left' }, { name: 'right' }],
    out: ['output', 'left_unmatched', 'right_unmatched'],
  },
  summarise: (p) => {
    if (p.type === 'cross') return 'cross';
    const keys = p.on.map(({ left, right }) => (left === right ? left : `${left} = ${right}`));
    const tests = p.condition === undefined ? keys : [...keys, p.condition];
    return `${p.type} on ${listSummary(tests)}`;
  },
  lower: (context) => {
    const { type, suffix, expect } = context.params;
    const inputs = { left: context.input('left'), right: context.input('right') };
    const { left, right } = inputs;
    const test = joinTest(context, inputs);
    const { columns, project } = joinColumns(type, left.schema, right.schema, test.on, suffix);
    const joined = rel.join({
      left: left.relation,
      right: right.relation,
      type,
      ...test,
      columns,
      ...withoutUndefined({ expect }),
    });
    return {
      output: project === undefined ? joined : rel.project(joined, project),
      left_unmatched: rel.join({
        left: left.relation,
        right: right.relation,
        type: 'anti',
        ...test,
        columns: sideColumns(left.schema),
      }),
      right_unmatched: rel.join({
        left: right.relation,
        right: left.relation,
        type: 'anti',
        ...mirror(test),
        columns: sideColumns(right.schema),
      }),
    };
  },
});
