import { z } from 'zod';
import type { FieldMeta } from '../../../engine/contract/fields.ts';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { defineNode, tableOrQuery, tableParam, withoutUndefined } from '../../define-node.ts';

const params = z
  .strictObject({
    path: field.path('Path', 'File that holds the database, relative to the document'),
    engine: z.enum(['duckdb', 'sqlite']).meta({
      title: 'Kind',
      labels: { duckdb: 'DuckDB', sqlite: 'SQLite' },
    } satisfies FieldMeta),
    table: tableParam.optional(),
    query: field.sql('Query', "In the database's own SQL. Instead of a table").optional(),
  })
  .superRefine(tableOrQuery);

export const databaseFile = defineNode({
  type: 'input.database-file',
  version: 1,
  title: 'Database file',
  category: 'input',
  description: 'Reads a table or query of a DuckDB or SQLite file.',
  keywords: ['database', 'duckdb', 'sqlite', 'file', 'table', 'sql', 'source'],
  params,
  ports: { in: [], out: ['output'] },
  summarise: (p) => `${p.path}: ${p.table ?? 'query'}`,
  lower: ({ params: p }) => ({
    output: rel.scan({
      format: 'database-file',
      engine: p.engine,
      paths: [p.path],
      ...withoutUndefined({ table: p.table, query: p.query }),
    }),
  }),
});
