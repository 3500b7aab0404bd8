import { z } from 'zod';
import type { FieldMeta } from '../../../engine/contract/fields.ts';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { columnList, defineNode, findDuplicate, INPUT, tableParam } from '../../define-node.ts';

const params = z
  .strictObject({
    connection: field.credential('Connection', 'Name of a connection; no password stands here'),
    table: tableParam,
    mode: z
      .enum(['append', 'truncate', 'upsert'])
      .default('append')
      .meta({
        title: 'Rows that are there',
        description: 'Keep them, remove them first, or change those with the same keys',
        labels: { append: 'Keep', truncate: 'Remove', upsert: 'Update by keys' },
      } satisfies FieldMeta),
    keys: field
      .columns('Keys', 'Columns that tell rows apart; the table has a unique index over them')
      .refine(
        (names) => findDuplicate(names) === undefined,
        'A column is named twice: remove one of the two.',
      )
      .default([]),
    create: z.boolean().default(true).meta({
      title: 'Create',
      description: 'Make the table when it is missing, with the columns of the rows',
    }),
  })
  .superRefine(({ mode, keys }, check) => {
    const problem = (message: string): void =>
      check.addIssue({ code: 'custom', path: ['keys'], message });
    if (mode === 'upsert' && keys.length === 0) {
      problem('Name the columns that tell rows apart.');
    }
    if (mode !== 'upsert' && keys.length > 0) {
      problem('Only "upsert" takes keys: clear them, or choose that mode.');
    }
  });

export const databaseOutput = defineNode({
  type: 'output.database',
  version: 1,
  title: 'Write to database',
  category: 'output',
  description: 'Writes the rows to a table of PostgreSQL, MariaDB or MySQL, all or none.',
  keywords: [
    'database',
    'postgres',
    'mysql',
    'mariadb',
    'table',
    'insert',
    'upsert',
    'load',
    'sink',
  ],
  params,
  ports: { in: INPUT, out: [] },
  summarise: (p) => `${p.connection.credential}: ${p.table}`,
  lower: (context) => {
    const { connection, table, mode, keys, create } = context.params;
    const input = context.input();
    return {
      sink: rel.sink(input.relation, {
        credential: connection.credential,
        table,
        mode,
        keys: columnList(context, input, keys, 'keys'),
        create,
      }),
    };
  },
});
