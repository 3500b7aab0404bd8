import { expect, test } from 'vitest';
import { emptyDocument } from '../../../engine/document/schema.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { registry } from '../../../nodes/registry.ts';
import { createDocumentStore } from '../document-store.ts';
import { replaceStep, replacementTypes } from './replace-step.ts';

const document: PipelineDocument = {
  ...emptyDocument('Flights'),
  nodes: {
    data: { type: 'input.csv', note: 'From the archive', params: { path: 'a.csv', skip: 2 } },
    filter: {
      type: 'rows.filter',
      inputs: { input: 'data' },
      params: { condition: 'delay > 5' },
    },
    sorted: {
      type: 'rows.sort',
      title: 'The best',
      inputs: { input: 'filter.kept' },
      params: { by: [{ column: 'delay' }] },
    },
    out: { type: 'output.file', inputs: { input: 'filter.dropped' }, params: { path: 'a.csv' } },
    all: { type: 'combine.union', inputs: { inputs: ['filter', 'sorted'] }, params: {} },
  },
  canvas: { positions: { filter: [8, 16] } },
};

function replaced(id: string, type: string) {
  const store = createDocumentStore(document);
  const command = replaceStep(document, id, registry.get(type)!, registry);
  if (command === undefined) return undefined;
  store.execute(command);
  return store;
}

test('edges go to the ports of the same name, else to the others in their order', () => {
  const nodes = replaced('filter', 'rows.distinct')!.getState().document.nodes;
  expect(nodes['filter']).toEqual({
    type: 'rows.distinct',
    title: registry.get('rows.distinct')!.title,
    inputs: { input: 'data' },
    params: {},
  });
  expect(nodes['sorted']?.inputs).toEqual({ input: 'filter.output' });
  expect(nodes['out']?.inputs).toEqual({ input: 'filter.duplicates' });
  expect(nodes['all']?.inputs).toEqual({ inputs: ['filter', 'sorted'] });
});

test('title, note, place and shared params stay; it is one entry of the history', () => {
  const store = replaced('data', 'input.parquet')!;
  const { nodes, canvas } = store.getState().document;
  expect(nodes['data']).toEqual({
    type: 'input.parquet',
    note: 'From the archive',
    params: { path: 'a.csv' },
  });
  expect(nodes['filter']).toEqual(document.nodes['filter']);
  expect(canvas).toEqual(document.canvas);
  store.undo();
  expect(store.getState().document).toEqual(document);
  expect(replaced('sorted', 'rows.limit')!.getState().document.nodes['sorted']?.title).toBe(
    'The best',
  );
});

test('only types with ports for all of the edges are offered', () => {
  const types = (id: string): string[] =>
    replacementTypes(document, id, registry).map(({ type }) => type);
  // Two outputs are read.
  expect(types('filter')).toContain('columns.cast');
  expect(types('filter')).not.toContain('rows.sort');
  expect(types('filter')).not.toContain('rows.filter');
  expect(types('data')).toContain('input.json');
  expect(types('data')).not.toContain('output.file');
  // Two edges come into one port.
  expect(types('all')).not.toContain('rows.limit');
  expect(replaced('filter', 'rows.sort')).toBeUndefined();
});

test('params that are not taken over are those of a new step; what was there comes first', () => {
  const store = createDocumentStore(document);
  const start = { path: 'out.csv', format: 'parquet' };
  const command = replaceStep(document, 'sorted', registry.get('rows.limit')!, registry, {
    rows: 100,
  });
  store.execute(command!);
  expect(store.getState().document.nodes['sorted']?.params).toEqual({
    by: [{ column: 'delay' }],
    rows: 100,
  });
  const file = replaceStep(
    { ...document, nodes: { chart: { type: 'output.chart', params: { path: 'b.csv' } } } },
    'chart',
    registry.get('output.file')!,
    registry,
    start,
  );
  const other = createDocumentStore({
    ...document,
    nodes: { chart: { type: 'output.chart', params: {} } },
  });
  other.execute(file!);
  expect(other.getState().document.nodes['chart']?.params).toEqual({ ...start, path: 'b.csv' });
});
