import { expect, test } from 'vitest';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { registry } from '../../nodes/registry.ts';
import { neededSources } from './needed-sources.ts';

const pipeline: PipelineDocument = {
  format: 'sluice/1',
  name: 'Sources',
  parameters: { folder: { type: 'VARCHAR', default: 'data' } },
  nodes: {
    orders: { type: 'input.parquet', params: { path: '${folder}/orders.parquet' } },
    parts: { type: 'input.csv', params: { path: ['${folder}/a.csv', 'b/*.csv'] } },
    off: { type: 'input.csv', disabled: true, params: { path: 'never.csv' } },
    numbers: {
      type: 'input.generate',
      params: { kind: 'range', start: '0', stop: '9', name: 'n' },
    },
    out: {
      type: 'output.file',
      inputs: { input: 'orders' },
      params: { path: 'out.csv', format: 'csv' },
    },
  },
};

test('paths of input steps, with parameters put in', () => {
  expect(neededSources(pipeline, { folder: 'other' }, registry)).toEqual([
    { node: 'orders', pattern: 'other/orders.parquet' },
    { node: 'parts', pattern: 'other/a.csv' },
    { node: 'parts', pattern: 'b/*.csv' },
  ]);
});
