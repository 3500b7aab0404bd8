import { z } from 'zod';
import type { FieldMeta } from '../../../engine/contract/fields.ts';
import { field } from '../../../engine/contract/fields.ts';
import { parseType } from '../../../engine/contract/parse-type.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { formatType } from '../../../engine/contract/schema.ts';
import { defineNode, findDuplicate, paramPath } from '../../define-node.ts';
import { cellLiteral } from './cell.ts';

const params = z
  .strictObject({
    columns: z
      .array(
        z.strictObject({
          name: field.name('Name', 'Name of the column'),
          type: field.type('Type', 'DuckDB type'),
        }),
      )
      .min(1, 'Give at least one column.')
      .meta({
        title: 'Columns',
        description: 'Names and types',
        widget: 'table-columns',
      } satisfies FieldMeta),
    rows: z
      .array(z.array(z.json()))
      .default([])
      .meta({
        title: 'Rows',
        description: 'One list of values per row; null where there is none',
        widget: 'table-rows',
      } satisfies FieldMeta),
  })
  .superRefine(({ columns, rows }, check) => {
    const duplicate = findDuplicate(columns.map(({ name }) => name));
    if (duplicate !== undefined) {
      check.addIssue({
        code: 'custom',
        path: ['columns', duplicate.at, 'name'],
        message: `Two columns are named "${duplicate.name}": rename one of them.`,
      });
    }
    for (const [i, row] of rows.entries()) {
      if (row.length === columns.length) continue;
      check.addIssue({
        code: 'custom',
        path: ['rows', i],
        message: `Values in this row: ${row.length}; columns of the table: ${columns.length}.`,
      });
    }
  });

export const inline = defineNode({
  type: 'input.inline',
  version: 1,
  title: 'Table',
  category: 'input',
  description: 'Holds a small table in the pipeline itself.',
  keywords: ['inline', 'table', 'values', 'constant', 'manual', 'paste'],
  params,
  ports: { in: [], out: ['output'] },
  summarise: (p) =>
    `${p.rows.length} ${p.rows.length === 1 ? 'row' : 'rows'} of ${p.columns.map(({ name }) => name).join(', ')}`,
  lower: (context) => {
    const { columns: given, rows } = context.params;
    const columns = given.map(({ name, type }, i) => ({
      name,
      type: parseType(context.type(type, paramPath('columns', i, 'type'))),
    }));
    const literals = rows.map((row, i) =>
      columns.map(({ name, type }, j) => {
        const literal = cellLiteral(row[j] ?? null, type);
        if (literal !== undefined) return literal;
        return context.fail({
          code: 'bad-value',
          message: `Row ${i + 1}: ${JSON.stringify(row[j])} is no ${formatType(type)} for "${name}".`,
          hint: 'Correct the value, or change the type of the column.',
          param: paramPath('rows', i, j),
        });
      }),
    );
    return { output: rel.scan({ format: 'inline', columns, rows: literals }) };
  },
});
