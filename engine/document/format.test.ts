import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffDocuments } from './diff.ts';
import { formatDocument } from './format.ts';
import { semanticHash } from './hash.ts';
import { parseDocument } from './parse.ts';
import type { PipelineDocument } from './schema.ts';
import { EXAMPLE, arbitraryDocument } from './testing/documents.ts';

const reparse = (text: string): PipelineDocument => {
  const result = parseDocument(text);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.document;
};

test('the example', () => {
  expect(formatDocument(EXAMPLE)).toBe(`{
  "format": "sluice/1",
  "name": "Late flights by airport",
  "parameters": { "min_delay": { "type": "BIGINT", "default": 15 } },
  "nodes": {
    "flights": { "type": "input.parquet", "params": { "path": "data/flights-3m.parquet" } },
    "late": {
      "type": "rows.filter",
      "inputs": { "input": "flights" },
      "params": { "condition": "delay >= $min_delay" }
    },
    "by_origin": {
      "type": "aggregate.group-by",
      "inputs": { "input": "late.kept" },
      "params": {
        "keys": ["origin"],
        "aggregates": [
          { "name": "n", "function": "count" },
          { "name": "mean_delay", "function": "avg", "column": "delay" }
        ]
      }
    },
    "out": {
      "type": "output.file",
      "inputs": { "input": "by_origin" },
      "params": { "path": "out/late.parquet", "format": "parquet" }
    }
  },
  "canvas": { "positions": { "flights": [0, 0] }, "notes": [], "groups": [] }
}
`);
});

test('keys have a fixed order, and what says nothing is left out', () => {
  const document: PipelineDocument = {
    nodes: {
      a: { params: {}, disabled: false, inputs: {}, version: 1, title: 'A', type: 't' },
      b: { params: {}, disabled: true, note: 'n', version: 2, title: 'B', type: 't' },
    },
    canvas: { notes: [], positions: { gone: [5, 6], b: [3, 4], a: [1, 2] } },
    parameters: {},
    name: 'x',
    format: 'sluice/1',
  };
  expect(formatDocument(document)).toBe(`{
  "format": "sluice/1",
  "name": "x",
  "nodes": {
    "a": { "type": "t", "title": "A", "params": {} },
    "b": { "type": "t", "version": 2, "title": "B", "note": "n", "disabled": true, "params": {} }
  },
  "canvas": {
    "positions": {
      "a": [1, 2],
      "b": [3, 4],
      "gone": [5, 6]
    },
    "notes": []
  }
}
`);
});

test('moving a box touches no line of a step', () => {
  const moved = { ...EXAMPLE, canvas: { positions: { flights: [7, 8], late: [9, 9] } } } as const;
  const logic = (text: string): string => text.slice(0, text.indexOf('"canvas"'));
  expect(logic(formatDocument(moved))).toBe(logic(formatDocument(EXAMPLE)));
});

test('formatting is stable, keeps the document and fits the width where it can', () => {
  fc.assert(
    fc.property(arbitraryDocument, (document) => {
      const text = formatDocument(document);
      const again = reparse(text);
      expect(formatDocument(again)).toBe(text);
      expect(semanticHash(again)).toBe(semanticHash(document));
      expect(diffDocuments(document, again)).toEqual([]);
      for (const line of text.split('\n')) {
        if (/^ *"[^"]*": [[{].*[\]}],?$/.test(line)) expect(line.length).toBeLessThanOrEqual(100);
      }
    }),
    { numRuns: 300 },
  );
});
