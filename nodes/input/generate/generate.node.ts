import { z } from 'zod';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { defineNode } from '../../define-node.ts';

const integer = z.union([z.int(), z.string().regex(/^-?\d+$/)], {
  error: 'Give a whole number.',
});

const date = z.iso.date({ error: 'Give a date as YYYY-MM-DD.' });

const STEP = /^-?\d+ (day|week|month|quarter|year)s?$/;

const name = field.name('Name', 'Name of the column');

const params = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('range').meta({ title: 'Kind', description: 'Whole numbers' }),
    start: integer.default(0).meta({ title: 'Start', description: 'First number' }),
    stop: integer.meta({ title: 'Stop', description: 'Where the numbers end; not included' }),
    step: integer
      .refine((step) => BigInt(step) !== 0n, 'A step of 0 never ends: give another.')
      .default(1)
      .meta({ title: 'Step', description: 'Distance between two numbers; may be negative' }),
    name: name.default('value'),
  }),
  z.strictObject({
    kind: z.literal('dates').meta({ title: 'Kind', description: 'Days of the calendar' }),
    start: date.meta({ title: 'Start', description: 'First date' }),
    stop: date.meta({ title: 'Stop', description: 'Last date; included' }),
    step: z
      .string()
      .regex(STEP, 'Give a step such as "1 day", "2 weeks" or "1 month".')
      .refine((step) => Number.parseInt(step, 10) !== 0, 'A step of 0 never ends: give another.')
      .default('1 day')
      .meta({ title: 'Step', description: 'Days, weeks, months, quarters or years' }),
    name: name.default('date'),
  }),
]);

export const generate = defineNode({
  type: 'input.generate',
  version: 1,
  title: 'Generate rows',
  category: 'input',
  description: 'Makes a column of numbers or of dates.',
  keywords: ['generate', 'range', 'series', 'sequence', 'calendar', 'dates', 'numbers'],
  params,
  start: () => ({ kind: 'range', stop: 100 }),
  ports: { in: [], out: ['output'] },
  summarise: (p) => `${p.start} to ${p.stop}${p.kind === 'dates' ? `, every ${p.step}` : ''}`,
  lower: ({ params: p }) => ({
    output: rel.scan({
      format: 'generate',
      generate: p.kind,
      name: p.name,
      start: String(p.start),
      stop: String(p.stop),
      step: String(p.step),
    }),
  }),
});
