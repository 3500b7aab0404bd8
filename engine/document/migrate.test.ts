import { expect, test } from 'vitest';
import { z } from 'zod';
import type { NodeDefinition, NodeRegistry } from '../contract/node-definition.ts';
import { migrateDocument } from './migrate.ts';
import type { DocumentNode, PipelineDocument } from './schema.ts';

const definition: NodeDefinition = {
  type: 'rows.limit',
  version: 3,
  title: 'Limit',
  category: 'rows',
  description: 'Keeps the first rows.',
  keywords: [],
  params: z.strictObject({ rows: z.int() }),
  ports: { in: [{ name: 'input' }], out: ['output'] },
  summarise: () => '',
  lower: () => ({}),
  migrations: {
    1: (params) => {
      const { count, ...rest } = params;
      return { ...rest, limit: count };
    },
    2: (params) => {
      if (typeof params['limit'] !== 'number') throw new Error('limit is not a number');
      params['rows'] = params['limit'];
      delete params['limit'];
      return params;
    },
  },
};
const registry: NodeRegistry = {
  get: (type) => (type === definition.type ? definition : undefined),
  types: () => [definition.type],
};
const documentOf = (nodes: Record<string, DocumentNode>): PipelineDocument => ({
  format: 'sluice/1',
  name: 'x',
  parameters: {},
  nodes,
});

test('migrations run one after the other, from any version', () => {
  const document = documentOf({
    first: { type: 'rows.limit', params: { count: 5 } },
    second: { type: 'rows.limit', version: 2, params: { limit: 6 } },
    third: { type: 'rows.limit', version: 3, params: { rows: 7 } },
    other: { type: 'not.known', params: {} },
  });
  const before = structuredClone(document);
  const result = migrateDocument(document, registry);
  expect(result.diagnostics).toEqual([]);
  expect(result.changed).toEqual(['first', 'second']);
  expect(result.document.nodes).toEqual({
    first: { type: 'rows.limit', version: 3, params: { rows: 5 } },
    second: { type: 'rows.limit', version: 3, params: { rows: 6 } },
    third: { type: 'rows.limit', version: 3, params: { rows: 7 } },
    other: { type: 'not.known', params: {} },
  });
  expect(document).toEqual(before);
  const again = migrateDocument(result.document, registry);
  expect(again.changed).toEqual([]);
  expect(again.document).toBe(result.document);
});

test('a newer version and a failing migration are errors at the step', () => {
  const document = documentOf({
    newer: { type: 'rows.limit', version: 4, params: {} },
    broken: { type: 'rows.limit', version: 2, params: { limit: 'ten' } },
  });
  const result = migrateDocument(document, registry);
  expect(result.document).toBe(document);
  expect(result.diagnostics.map(({ node, code }) => [node, code])).toEqual([
    ['newer', 'newer-node-version'],
    ['broken', 'migration-failed'],
  ]);
  expect(result.diagnostics[0]?.hint).toContain('newer Sluice');
});
