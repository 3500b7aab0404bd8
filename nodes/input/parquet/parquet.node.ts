import { z } from 'zod';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import {
  asList,
  defineNode,
  findDuplicate,
  pathParam,
  pathSummary,
  withoutUndefined,
} from '../../define-node.ts';

const params = z.strictObject({
  path: pathParam,
  columns: field
    .columns('Columns', 'Columns to read, in this order; all of them when absent')
    .min(1, 'Choose at least one column.')
    .refine(
      (names) => findDuplicate(names) === undefined,
      'A column is named twice: remove one of the two.',
    )
    .optional(),
});

export const parquet = defineNode({
  type: 'input.parquet',
  version: 1,
  title: 'Parquet file',
  category: 'input',
  description: 'Reads Parquet files; folders named `key=value` become columns.',
  keywords: ['parquet', 'columnar', 'file', 'read', 'source', 'hive'],
  params,
  ports: { in: [], out: ['output'] },
  summarise: (p) => pathSummary(p.path),
  lower: ({ params: p }) => ({
    output: rel.scan(
      { format: 'parquet', paths: asList(p.path) },
      withoutUndefined({ columns: p.columns }),
    ),
  }),
});
