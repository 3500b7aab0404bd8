import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffDocuments, isCosmetic } from './diff.ts';
import { formatDiff } from './format-diff.ts';
import { semanticHash } from './hash.ts';
import type { PipelineDocument } from './schema.ts';
import { applyChanges } from './testing/apply-changes.ts';
import { EXAMPLE, arbitraryDocument } from './testing/documents.ts';

const edited = (change: Partial<PipelineDocument['nodes']>): PipelineDocument => ({
  ...EXAMPLE,
  nodes: Object.fromEntries(
    Object.entries({ ...EXAMPLE.nodes, ...change }).filter(([, node]) => node !== undefined),
  ) as PipelineDocument['nodes'],
});
const node = (id: string) => EXAMPLE.nodes[id]!;
const textOf = (after: PipelineDocument): string => formatDiff(diffDocuments(EXAMPLE, after));

test('a changed param', () => {
  const after = edited({ late: { ...node('late'), params: { condition: 'delay >= 30' } } });
  expect(diffDocuments(EXAMPLE, after)).toEqual([
    {
      kind: 'param',
      node: 'late',
      op: 'set',
      path: ['condition'],
      before: 'delay >= $min_delay',
      after: 'delay >= 30',
    },
  ]);
  expect(textOf(after)).toBe('~ late: condition: "delay >= $min_delay" → "delay >= 30"\n');
});

test('an element put into a list is one change', () => {
  const params = {
    keys: ['origin'],
    aggregates: [
      { name: 'worst', function: 'max', column: 'delay' },
      { name: 'n', function: 'count' },
      { name: 'mean_delay', function: 'median', column: 'delay' },
    ],
  };
  expect(textOf(edited({ by_origin: { ...node('by_origin'), params } }))).toBe(
    [
      '~ by_origin: aggregates[0].name: "n" → "worst"',
      '~ by_origin: aggregates[0].function: "count" → "max"',
      '+ by_origin: aggregates[0].column = "delay"',
      '~ by_origin: aggregates[1].name: "mean_delay" → "n"',
      '~ by_origin: aggregates[1].function: "avg" → "count"',
      '- by_origin: aggregates[1].column = "delay"',
      '+ by_origin: aggregates[2] = {"name":"mean_delay","function":"median","column":"delay"}',
      '',
    ].join('\n'),
  );
  const inserted = { ...params, aggregates: params.aggregates.slice(0, 2) };
  const before = edited({
    by_origin: {
      ...node('by_origin'),
      params: { ...inserted, aggregates: [inserted.aggregates[1]] },
    },
  });
  const after = edited({ by_origin: { ...node('by_origin'), params: inserted } });
  expect(formatDiff(diffDocuments(before, after))).toBe(
    '+ by_origin: aggregates[0] = {"name":"worst","function":"max","column":"delay"}\n',
  );
});

test('a renamed step takes its edges along', () => {
  const after = edited({
    late: undefined,
    very_late: node('late'),
    by_origin: { ...node('by_origin'), inputs: { input: 'very_late.kept' } },
  });
  expect(textOf(after)).toBe(
    '~ step late is now very_late\n  layout: steps in the order flights, by_origin, out, very_late\n',
  );
});

test('steps, edges, fields, parameters and layout', () => {
  const after: PipelineDocument = {
    ...edited({
      late: undefined,
      by_origin: { ...node('by_origin'), inputs: { input: 'flights' }, disabled: true },
      out: { ...node('out'), type: 'output.database' },
      top: { type: 'rows.limit', inputs: { input: 'by_origin' }, params: { rows: 3 } },
    }),
    name: 'Flights',
    parameters: { year: { type: 'INTEGER' } },
    canvas: { positions: { flights: [10, 0] }, notes: [], groups: [] },
  };
  expect(textOf(after)).toBe(
    [
      '~ name: "Late flights by airport" → "Flights"',
      '- parameter min_delay: {"type":"BIGINT","default":15}',
      '+ parameter year: {"type":"INTEGER"}',
      '- edge flights → late.input',
      '- step late (rows.filter)',
      '~ by_origin: disabled',
      '- edge late.kept → by_origin.input',
      '+ edge flights → by_origin.input',
      '~ out: type output.file → output.database',
      '+ step top (rows.limit) {"rows":3}',
      '+ edge by_origin → top.input',
      '  layout: positions flights',
      '',
    ].join('\n'),
  );
});

test('a document does not differ from itself', () => {
  fc.assert(
    fc.property(arbitraryDocument, (document) => {
      expect(diffDocuments(document, structuredClone(document))).toEqual([]);
    }),
  );
});

test('applying a diff to the first document gives the second', () => {
  fc.assert(
    fc.property(arbitraryDocument, arbitraryDocument, (a, b) => {
      const changes = diffDocuments(a, b);
      const applied = applyChanges(a, changes);
      expect(semanticHash(applied)).toBe(semanticHash(b));
      expect(diffDocuments(applied, b)).toEqual([]);
      const meant = changes.filter((change) => !isCosmetic(change));
      expect(meant.length === 0).toBe(semanticHash(a) === semanticHash(b));
      const firstLayout = changes.findIndex((change) => change.kind === 'layout');
      const last = changes.slice(firstLayout < 0 ? changes.length : firstLayout);
      expect(last.every((change) => change.kind === 'layout')).toBe(true);
    }),
    { numRuns: 300 },
  );
});
