import { expect, test } from 'vitest';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import { nodeId } from '../../engine/contract/ids.ts';
import { emptyDocument } from '../../engine/document/schema.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { registry } from '../../nodes/registry.ts';
import { inFormWords } from './form-words.ts';

const document: PipelineDocument = {
  ...emptyDocument('x'),
  nodes: {
    tax: { type: 'columns.derive', params: { expressions: [{ name: 'tax' }] } },
    other: { type: 'no.such', params: {} },
  },
};

const said = (message: string, more: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: 'error',
  code: 'missing-param',
  message,
  node: nodeId('tax'),
  param: 'expressions[0].expression',
  ...more,
});

const words = (diagnostic: Diagnostic): string =>
  inFormWords(diagnostic, document, registry).message;

test('a path is told in the titles of the form', () => {
  expect(words(said('"expressions[0].expression" is missing.'))).toBe(
    '"Columns 1 › Expression" is missing.',
  );
  expect(words(said('No column "expressions".'))).toBe('No column "expressions".');
});

test('what the form has no words for stays as it is', () => {
  const unknown = { code: 'unknown-param', param: 'expresions' };
  const message = '"expresions" is not known here.';
  expect(words(said(message, unknown))).toBe(message);
  expect(words(said('"a" is wrong.', { node: nodeId('other'), param: 'a' }))).toBe('"a" is wrong.');
  const ofPipeline = said('"nodes" is missing.', { param: 'nodes' });
  delete (ofPipeline as { node?: unknown }).node;
  expect(words(ofPipeline)).toBe('"nodes" is missing.');
});
