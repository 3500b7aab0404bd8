import { z } from 'zod';
import { ex } from '../../../engine/contract/expression.ts';
import { field } from '../../../engine/contract/fields.ts';
import type { LowerContext } from '../../../engine/contract/node-definition.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { nameKey } from '../../../engine/contract/schema.ts';
import type { BoundInput } from '../../../engine/contract/node-definition.ts';
import {
  defineNode,
  INPUT,
  listSummary,
  paramPath,
  requireUniqueNames,
} from '../../define-node.ts';

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
};

const params = z
  .strictObject({
    map: z
      .record(field.column('Old name'), field.name('New name'))
      .optional()
      .meta({ title: 'Names', description: 'New name of each column, by its old one' }),
    pattern: z
      .string()
      .min(1)
      .refine(isPattern, 'This is not a regular expression.')
      .optional()
      .meta({ title: 'Pattern', description: 'Regular expression to look for in every name' }),
    replacement: z.string().optional().meta({
      title: 'Replacement',
      description: 'Text in place of every match; `$1` is the first group',
    }),
  })
  .refine((p) => (p.map === undefined) !== (p.pattern === undefined), {
    message: 'Give either new names column by column, or a pattern and its replacement.',
  })
  .refine((p) => (p.pattern === undefined) === (p.replacement === undefined), {
    message: 'A pattern and its replacement belong together: give both.',
    path: ['replacement'],
  });

type Params = z.output<typeof params>;

/** New name per old name, both exact. */
function renames(context: LowerContext<Params>, input: BoundInput): ReadonlyMap<string, string> {
  const { map, pattern, replacement } = context.params;
  if (pattern !== undefined) {
    const regex = new RegExp(pattern, 'gu');
    return new Map(
      input.schema.map(({ name }) => {
        const renamed = name.replace(regex, replacement ?? '');
        if (renamed !== '') return [name, renamed];
        return context.fail({
          code: 'empty-name',
          message: `The pattern leaves nothing of the name "${name}".`,
          hint: 'Change the pattern or the replacement.',
          param: 'pattern',
        });
      }),
    );
  }
  const seen = new Set<string>();
  return new Map(
    Object.entries(map ?? {}).map(([old, renamed]) => {
      const column = context.column(input, old, paramPath('map', old));
      if (!seen.has(nameKey(column))) {
        seen.add(nameKey(column));
        return [column, renamed];
      }
      return context.fail({
        code: 'duplicate-column',
        message: `The column "${column}" is renamed twice.`,
        param: paramPath('map', old),
      });
    }),
  );
}

export const rename = defineNode({
  type: 'columns.rename',
  version: 1,
  title: 'Rename columns',
  category: 'columns',
  description: 'Gives columns new names, one by one or by a pattern.',
  keywords: ['rename', 'columns', 'names', 'prefix', 'pattern', 'headers', 'fields'],
  params,
  ports: { in: INPUT, out: ['output'] },
  summarise: (p) =>
    p.pattern === undefined
      ? listSummary(Object.entries(p.map ?? {}).map(([old, renamed]) => `${old} → ${renamed}`))
      : `/${p.pattern}/ → ${p.replacement ?? ''}`,
  lower: (context) => {
    const input = context.input();
    const names = renames(context, input);
    const columns = input.schema.map(({ name }) => ({
      name: names.get(name) ?? name,
      expression: ex.column(name),
    }));
    requireUniqueNames(
      context,
      columns.map(({ name }) => name),
      () => (context.params.pattern === undefined ? 'map' : 'pattern'),
      'Columns keep their order; choose names that differ in more than case.',
    );
    return { output: rel.project(input.relation, columns) };
  },
});
