import { expect, test } from 'vitest';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { emptyDocument } from '../../../engine/document/schema.ts';
import { createDocumentStore } from '../document-store.ts';
import { insertAfter } from './insert-after.ts';

const document: PipelineDocument = {
  ...emptyDocument('Flights'),
  nodes: {
    data: { type: 'input.csv', params: { path: 'a.csv' } },
    late: { type: 'rows.filter', inputs: { input: 'data' }, params: { condition: 'true' } },
    both: {
      type: 'combine.union',
      inputs: { inputs: ['data.output', 'late', 'late.dropped'] },
      params: {},
    },
  },
};

const sort = {
  id: 'sort',
  node: { type: 'rows.sort', inputs: { input: 'late.kept' }, params: { by: [{ column: 'a' }] } },
  position: [10, 20],
} as const;

test('readers of the output read the last new step; of other outputs nothing changes', () => {
  const store = createDocumentStore(document);
  const after = { node: 'late', port: 'kept', isFirstPort: true };
  store.execute(insertAfter({ steps: [sort], after, last: 'sort.output' }));
  const { nodes, canvas } = store.getState().document;
  expect(nodes['both']?.inputs).toEqual({ inputs: ['data.output', 'sort.output', 'late.dropped'] });
  expect(nodes['sort']?.inputs).toEqual({ input: 'late.kept' });
  expect(nodes['late']).toEqual(document.nodes['late']);
  expect(canvas?.positions).toEqual({ sort: [10, 20] });
  store.undo();
  expect(store.getState().document).toEqual(document);
});

test('an input without a port means the first one', () => {
  const store = createDocumentStore(document);
  const after = { node: 'late', port: 'dropped', isFirstPort: false };
  store.execute(insertAfter({ steps: [sort], after, last: 'sort.output' }));
  expect(store.getState().document.nodes['both']?.inputs).toEqual({
    inputs: ['data.output', 'late', 'sort.output'],
  });
});
