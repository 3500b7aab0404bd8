import { expect, test } from 'vitest';
import { z } from 'zod';
import { registry } from '../../../nodes/registry.ts';
import { describeForm } from '../form/describe-form.ts';
import { layOut, newEntry, withAutoName } from './record-layout.ts';

function recordsOf(type: string, key: string) {
  const form = describeForm(registry.get(type)?.params ?? z.never());
  const field = form.kind === 'fields' ? form.fields.find((one) => one.key === key) : undefined;
  if (field?.widget.kind !== 'records') throw new Error(`${type}.${key} is no list of records`);
  return field.widget;
}

const keys = (fields: readonly { readonly key: string }[]) => fields.map(({ key }) => key);

test('an aggregate shows what its function needs', () => {
  const { fields, style } = recordsOf('aggregate.group-by', 'aggregates');
  const sum = layOut(fields, style, { name: 'n', function: 'sum' });
  expect(keys(sum.main)).toEqual(['name', 'function', 'column']);
  expect(keys(sum.extra)).toEqual([]);
  expect(keys(sum.more)).toEqual(['expression', 'distinct', 'filter']);
  expect(keys(layOut(fields, style, { function: 'arg_max' }).extra)).toEqual(['by']);
  expect(keys(layOut(fields, style, { function: 'string_agg' }).extra)).toEqual([
    'separator',
    'order',
  ]);
});

test('a sort key is a column or an expression', () => {
  const { fields, style } = recordsOf('rows.sort', 'by');
  expect(keys(layOut(fields, style, { column: 'a' }).main)).toEqual([
    'column',
    'direction',
    'nulls',
  ]);
  expect(keys(layOut(fields, style, { expression: '' }).main)).toEqual([
    'expression',
    'direction',
    'nulls',
  ]);
  expect(newEntry(fields, style)).toEqual({ column: '' });
});

test('an expression takes the whole width', () => {
  const { fields, style } = recordsOf('columns.derive', 'expressions');
  expect(layOut(fields, style, {})).toMatchObject({ stacked: true, extra: [], more: [] });
  expect(layOut(recordsOf('columns.select', 'columns').fields, 'plain', {}).stacked).toBe(false);
});

test('names follow function and column until somebody gives another', () => {
  const { fields, style } = recordsOf('aggregate.group-by', 'aggregates');
  const fresh = newEntry(fields, style);
  expect(fresh).toEqual({ name: 'count', function: 'count' });
  const summed = withAutoName(fresh, { ...fresh, function: 'sum' }, fields);
  expect(summed).toEqual({ name: 'sum', function: 'sum' });
  const named = withAutoName(summed, { ...summed, column: 'delay' }, fields);
  expect(named).toMatchObject({ name: 'sum_delay' });
  const own = withAutoName(named, { ...named, name: 'total' }, fields);
  expect(withAutoName(own, { ...own, function: 'avg' }, fields)).toMatchObject({ name: 'total' });
  // A name that somebody clears stays cleared until another part changes.
  expect(newEntry(recordsOf('columns.cast', 'casts').fields, 'plain')).toEqual({
    column: '',
    type: '',
  });
});
