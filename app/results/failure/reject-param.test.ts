import { expect, test } from 'vitest';
import { registry } from '../../../nodes/registry.ts';
import { rejectParam } from './reject-param.ts';

const of = (type: string): string | undefined => rejectParam(registry.get(type)?.params);

test('steps that can reject rows are told by their params', () => {
  expect([of('columns.cast'), of('input.csv')]).toEqual(['on_error', 'on_bad_row']);
  expect([of('rows.filter'), of('output.chart'), rejectParam(undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
