import { z } from 'zod';
import type { FieldMeta } from '../../../engine/contract/fields.ts';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { columnList, defineNode, INPUT } from '../../define-node.ts';

const params = z
  .strictObject({
    rows: z
      .int()
      .min(0)
      .optional()
      .meta({ title: 'Rows', description: 'How many rows; of every group when stratified' }),
    fraction: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .meta({ title: 'Fraction', description: 'Share of the rows, 0 to 1' }),
    method: z.enum(['first', 'random', 'stratified']).default('first').meta({
      title: 'Method',
      description: 'The first rows, random ones, or random ones of every group',
    }),
    by: field
      .columns('Groups', 'Columns that make the groups of a stratified sample')
      .meta({ when: { method: ['stratified'] } } satisfies FieldMeta)
      .default([]),
    seed: z
      .int()
      .default(1)
      .meta({
        title: 'Seed',
        description: 'The same seed, the same rows',
        when: { method: ['random', 'stratified'] },
      } satisfies FieldMeta),
  })
  .refine((p) => (p.rows === undefined) !== (p.fraction === undefined), {
    message: 'Give either a number of rows or a fraction.',
  })
  .refine((p) => (p.method === 'stratified') === p.by.length > 0, {
    message: 'Choose the columns of the strata, for a stratified sample alone.',
    path: ['by'],
  });

export const sample = defineNode({
  type: 'rows.sample',
  version: 1,
  title: 'Sample',
  category: 'rows',
  description: 'Takes some of the rows, the same ones on every run.',
  keywords: ['sample', 'random', 'subset', 'stratified', 'fraction'],
  params,
  start: () => ({ rows: 1000 }),
  ports: { in: INPUT, out: ['output'] },
  summarise: (p) => {
    const amount = p.fraction === undefined ? `${p.rows ?? 0} rows` : `${p.fraction * 100}%`;
    return p.method === 'stratified'
      ? `${amount} of every ${p.by.join(', ')}`
      : `${p.method === 'first' ? 'first' : 'random'} ${amount}`;
  },
  lower: (context) => {
    const { rows, fraction, method, by, seed } = context.params;
    const input = context.input();
    return {
      output: rel.sample(input.relation, {
        method,
        amount: fraction === undefined ? { rows: rows ?? 0 } : { fraction },
        by: columnList(context, input, by, 'by'),
        seed,
      }),
    };
  },
});
