import { expect, it } from 'vitest';
import { nodeId } from '../../engine/contract/ids.ts';
import { parseType } from '../../engine/contract/parse-type.ts';
import type { Schema } from '../../engine/contract/schema.ts';
import { applyRename } from '../../engine/document/column-rename.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { goneColumns, mappingStep, missedBy, suggestReplacements } from './gone-columns.ts';

const schema = (columns: Readonly<Record<string, string>>): Schema =>
  Object.entries(columns).map(([name, type]) => ({ name, type: parseType(type) }));

it('tells what is gone and suggests what is near, of the same type first', () => {
  const before = schema({ id: 'BIGINT', order_date: 'DATE', total: 'DOUBLE', city: 'VARCHAR' });
  const after = schema({
    ID: 'BIGINT',
    OrderDate: 'DATE',
    totals: 'VARCHAR',
    total_: 'DOUBLE',
    x: 'BLOB',
  });
  const gone = goneColumns('orders', 'output', before, after);
  if (gone === undefined) throw new Error('columns are gone');
  expect(gone.gone.map(({ name }) => name)).toEqual(['order_date', 'total', 'city']);
  expect(suggestReplacements(gone)).toEqual({ order_date: 'OrderDate', total: 'total_' });
  expect(goneColumns('orders', 'output', before, before)).toBeUndefined();
});

it('says which steps miss a column', () => {
  const lacks = (name: string, node: string) => ({
    severity: 'error' as const,
    code: 'unknown-column',
    message: `There is no column "${name}".`,
    node: nodeId(node),
  });
  const missed = missedBy([lacks('Total', 'a'), lacks('total', 'b'), lacks('total', 'b')]);
  expect(missed).toEqual(new Map([['total', ['a', 'b']]]));
});

it('puts a rename step between a source and its readers', () => {
  const document: PipelineDocument = {
    format: 'sluice/1',
    name: 'x',
    parameters: {},
    nodes: {
      orders: { type: 'input.csv', params: { path: 'x.csv' } },
      a: { type: 'rows.limit', inputs: { input: 'orders' }, params: { rows: 1 } },
      b: { type: 'combine.union', inputs: { inputs: ['a', 'orders.output'] }, params: {} },
      c: { type: 'rows.limit', inputs: { input: 'orders.rejects' }, params: { rows: 1 } },
    },
    canvas: { positions: { orders: [0, 0], a: [500, 100] } },
  };
  const at = { node: 'orders', port: 'output' };
  const insert = mappingStep(document, at, true, { total: 'Total net' }, 'rename');
  const changed = applyRename(document, { edits: [], inserts: [insert] });
  expect(changed.nodes['rename']).toEqual({
    type: 'columns.rename',
    inputs: { input: 'orders.output' },
    params: { map: { 'Total net': 'total' } },
  });
  expect(changed.nodes['a']?.inputs).toEqual({ input: 'rename.output' });
  expect(changed.nodes['b']?.inputs).toEqual({ inputs: ['a', 'rename.output'] });
  expect(changed.nodes['c']).toBe(document.nodes['c']);
  expect(changed.canvas?.positions?.['rename']).toEqual([250, 50]);
});
