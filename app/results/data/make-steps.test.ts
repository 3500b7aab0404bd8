import { expect, test } from 'vitest';
import { scalar } from '../../../engine/contract/schema.ts';
import { createDocumentStore } from '../../document/document-store.ts';
import { emptyDocument } from '../../../engine/document/schema.ts';
import { registry } from '../../../nodes/registry.ts';
import { makeSteps } from './make-steps.ts';

const document = {
  ...emptyDocument('view'),
  nodes: {
    data: { type: 'input.csv', params: { path: 'a.csv' } },
    first: { type: 'rows.limit', inputs: { input: 'data' }, params: { rows: 3 } },
  },
};
const view = { target: 'data.output', sort: [], filters: [] };

test('filter, order and columns of a view become steps in a row before what reads the output', () => {
  const n = { name: 'n', type: scalar('INTEGER') };
  const full = {
    ...view,
    sort: [{ column: 'n', direction: 'desc' as const }],
    filters: [{ column: n, operator: 'at-least' as const, value: '2' }],
  };
  const made = makeSteps(document, full, registry, ['b', 'n']);
  const store = createDocumentStore(document);
  if (made !== undefined) store.execute(made.command);
  expect(made?.step).toBe('select');
  expect(store.getState().document.nodes).toMatchObject({
    filter: { inputs: { input: 'data.output' } },
    sort: { inputs: { input: 'filter.kept' } },
    select: {
      inputs: { input: 'sort.output' },
      params: { columns: [{ column: 'b' }, { column: 'n' }] },
    },
    first: { inputs: { input: 'select.output' } },
  });
});

test('columns alone are a step; of a view that shows all as it is there is none', () => {
  expect(makeSteps(document, view, registry, ['n'])?.step).toBe('select');
  expect(makeSteps(document, view, registry)).toBeUndefined();
});
