import { z } from 'zod';
import type { FieldMeta } from '../../../engine/contract/fields.ts';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { defineNode, tableOrQuery, tableParam, withoutUndefined } from '../../define-node.ts';

const MOST_PARTITIONS = 1000;

const params = z
  .strictObject({
    connection: field.credential('Connection', 'Name of a connection; no password stands here'),
    table: tableParam.optional(),
    query: field
      .sql('Query', "In the database's own SQL; it may only read. Instead of a table")
      .optional(),
    partition_column: z
      .string()
      .min(1)
      .optional()
      .meta({
        title: 'Partition column',
        description: 'Whole numbers, dates or times: read in ranges of this column, side by side',
      } satisfies FieldMeta),
    partitions: z
      .int()
      .min(1)
      .max(MOST_PARTITIONS)
      .optional()
      .meta({ title: 'Partitions', description: 'How many ranges; 8 when absent' }),
  })
  .superRefine((p, check) => {
    tableOrQuery(p, check);
    if (p.partitions !== undefined && p.partition_column === undefined) {
      check.addIssue({
        code: 'custom',
        path: ['partitions'],
        message: 'Ranges need a column: give "partition_column" too.',
      });
    }
  });

export const database = defineNode({
  type: 'input.database',
  version: 1,
  title: 'Database',
  category: 'input',
  description: 'Reads a table or query of PostgreSQL, MariaDB or MySQL.',
  keywords: ['database', 'postgres', 'postgresql', 'mysql', 'mariadb', 'sql', 'table', 'source'],
  params,
  ports: { in: [], out: ['output'] },
  summarise: (p) => `${p.connection.credential}: ${p.table ?? 'query'}`,
  lower: ({ params: p }) => ({
    output: rel.scan({
      format: 'database',
      credential: p.connection.credential,
      ...withoutUndefined({
        table: p.table,
        query: p.query,
        partitionColumn: p.partition_column,
        partitions: p.partitions,
      }),
    }),
  }),
});
