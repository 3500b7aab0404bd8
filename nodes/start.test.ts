import { expect, test } from 'vitest';
import { scalar } from '../engine/contract/schema.ts';
import type { Schema } from '../engine/contract/schema.ts';
import { registry } from './registry.ts';

const COLUMNS: Schema = [
  { name: 'id', type: scalar('BIGINT') },
  { name: 'country', type: scalar('VARCHAR') },
  { name: 'amount', type: scalar('DOUBLE') },
];

const CODES: Schema = [
  { name: 'id', type: scalar('BIGINT') },
  { name: 'region', type: scalar('VARCHAR') },
];

const starting = registry.types().filter((type) => registry.get(type)?.start !== undefined);
const start = (type: string, columns: Schema = COLUMNS, step = 'orders') =>
  registry.get(type)?.start?.({
    name: step,
    step,
    columns,
    inputs: [
      { names: [step], columns },
      { names: ['countries'], columns: CODES },
    ],
  });

test.each(starting)('what a new %s begins with is sound', (type) => {
  expect(registry.get(type)?.params.safeParse(start(type))).toMatchObject({ success: true });
});

test('it fits what the step reads', () => {
  expect(start('output.file')).toEqual({ path: 'orders.csv', format: 'csv' });
  expect(start('code.sql', COLUMNS, 'my "orders"')).toEqual({
    query: 'SELECT *\nFROM "my ""orders"""',
  });
  expect(start('columns.select')).toEqual({
    columns: [{ column: 'id' }, { column: 'country' }, { column: 'amount' }],
  });
  expect(start('output.chart')).toEqual({
    spec: { mark: 'bar', x: 'country', y: 'amount', aggregate: 'sum' },
  });
  expect(start('combine.join')).toEqual({ on: [{ left: 'id', right: 'id' }] });
  expect(start('combine.join', COLUMNS.slice(1))).toEqual({});
  expect(start('output.chart', COLUMNS.slice(1, 2))).toEqual({
    spec: { mark: 'bar', x: 'country' },
  });
});

test('nothing is made up where columns are unknown or too many', () => {
  const wide = Array.from({ length: 300 }, (_, i) => ({ name: `c${i}`, type: scalar('BIGINT') }));
  expect(start('columns.select', wide)).toEqual({});
  expect(start('columns.select', [])).toEqual({});
  expect(start('output.chart', [])).toEqual({});
});
