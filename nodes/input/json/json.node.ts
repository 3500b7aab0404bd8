import { z } from 'zod';
import { rel } from '../../../engine/contract/rel.ts';
import { asList, defineNode, pathParam, pathSummary } from '../../define-node.ts';

const params = z.strictObject({
  path: pathParam,
  layout: z
    .enum(['auto', 'ndjson', 'array'])
    .default('auto')
    .meta({
      title: 'Layout',
      description: 'One object per line, or one array of objects',
      labels: { auto: 'Automatic', ndjson: 'JSON lines (ndjson)' },
    }),
  flatten: z.int().min(0).max(16).default(0).meta({
    title: 'Flatten',
    description: 'Levels of nested objects that become columns `outer.inner`',
  }),
});

export const json = defineNode({
  type: 'input.json',
  version: 1,
  title: 'JSON file',
  category: 'input',
  description: 'Reads JSON records: one per line, or an array of them.',
  keywords: ['json', 'ndjson', 'jsonl', 'file', 'read', 'source'],
  params,
  ports: { in: [], out: ['output'] },
  summarise: (p) => pathSummary(p.path),
  lower: ({ params: p }) => ({
    output: rel.scan({
      format: 'json',
      paths: asList(p.path),
      layout: p.layout,
      flatten: p.flatten,
    }),
  }),
});
