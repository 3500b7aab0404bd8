import { expect, it } from 'vitest';
import { formatDocument } from '../../engine/document/format.ts';
import type { ColumnRename } from '../../engine/document/column-rename.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { renameColumn } from './commands/columns.ts';
import { createDocumentStore } from './document-store.ts';

const document: PipelineDocument = {
  format: 'sluice/1',
  name: 'x',
  parameters: {},
  nodes: {
    a: { type: 'rows.limit', params: { rows: 1 } },
    b: {
      type: 'columns.rename',
      inputs: { input: 'a' },
      params: { map: { total: 's', id: 'key' } },
    },
    c: { type: 'columns.record-id', inputs: { input: 'b' }, params: {} },
    d: { type: 'combine.union', inputs: { inputs: ['a', 'c'] }, params: {} },
  },
  canvas: { positions: { a: [0, 0], d: [800, 40] } },
};

const rename: Pick<ColumnRename, 'edits' | 'inserts'> = {
  edits: [
    {
      node: 'b',
      path: ['map'],
      before: { total: 's', id: 'key' },
      after: { amount: 's', id: 'key' },
    },
    { node: 'c', path: ['name'], before: undefined, after: 'row' },
  ],
  inserts: [
    {
      id: 'rename',
      source: 'a',
      targets: [{ node: 'd', port: 'inputs', index: 0 }],
      map: { amount: 'total' },
      reason: 'bridge',
    },
  ],
};

it('is one entry that undo takes back to the very text', () => {
  const store = createDocumentStore(document);
  const texts = () => formatDocument(store.getState().document);
  const before = texts();
  store.execute(renameColumn(rename, 'total', 'amount'));
  const { nodes, canvas } = store.getState().document;
  expect(nodes['b']?.params).toEqual({ map: { amount: 's', id: 'key' } });
  expect(Object.keys(nodes['b']?.params['map'] as object)).toEqual(['amount', 'id']);
  expect(nodes['c']?.params).toEqual({ name: 'row' });
  expect(nodes['d']?.inputs).toEqual({ inputs: ['rename.output', 'c'] });
  expect(nodes['rename']).toMatchObject({ type: 'columns.rename', inputs: { input: 'a' } });
  expect(nodes['a']).toBe(document.nodes['a']);
  expect(canvas?.positions?.['rename']).toEqual([400, 20]);
  const after = texts();
  expect(store.getState().past).toHaveLength(1);
  store.undo();
  expect(texts()).toBe(before);
  store.redo();
  expect(texts()).toBe(after);
});
