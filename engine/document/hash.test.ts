import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashText, semanticHash } from './hash.ts';
import type { PipelineDocument } from './schema.ts';
import { EXAMPLE, arbitraryDocument } from './testing/documents.ts';

test('hashText is SHA-256 of the UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(hashText(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    }),
  );
});

const reversed = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).toReversed());

test('captions, layout and order do not count', () => {
  fc.assert(
    fc.property(arbitraryDocument, (document) => {
      const nodes = Object.fromEntries(
        Object.entries(document.nodes).map(([id, node]) => [
          id,
          { disabled: false, version: 1, ...node, title: 'other', params: reversed(node.params) },
        ]),
      );
      const same: PipelineDocument = {
        ...document,
        name: 'other',
        description: 'other',
        canvas: { positions: { a: [1, 1] } },
        nodes: reversed(nodes),
      };
      expect(semanticHash(same)).toBe(semanticHash(document));
    }),
  );
});

test.each<[string, Partial<PipelineDocument>]>([
  [
    'a param',
    { nodes: { ...EXAMPLE.nodes, flights: { type: 'input.parquet', params: { path: 'x' } } } },
  ],
  ['an id', { nodes: { ...EXAMPLE.nodes, flights_2: EXAMPLE.nodes['flights']! } }],
  ['disabling', { nodes: { ...EXAMPLE.nodes, out: { ...EXAMPLE.nodes['out']!, disabled: true } } }],
  [
    'an edge',
    { nodes: { ...EXAMPLE.nodes, out: { ...EXAMPLE.nodes['out']!, inputs: { input: 'late' } } } },
  ],
  ['a default', { parameters: { min_delay: { type: 'BIGINT', default: 16 } } }],
  ['the type of a default', { parameters: { min_delay: { type: 'BIGINT', default: '15' } } }],
])('%s counts', (_what, change) => {
  expect(semanticHash({ ...EXAMPLE, ...change })).not.toBe(semanticHash(EXAMPLE));
});

test('one edge as a list is one edge', () => {
  const listed = { ...EXAMPLE.nodes['late']!, inputs: { input: ['flights'] } };
  expect(semanticHash({ ...EXAMPLE, nodes: { ...EXAMPLE.nodes, late: listed } })).toBe(
    semanticHash(EXAMPLE),
  );
});
