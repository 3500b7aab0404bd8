/** Every param of every node type has a widget of its kind; what is special is told node by node. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { registry } from '../../../nodes/registry.ts';
import { describeForm } from './describe-form.ts';
import { isShown } from './field.ts';
import type { Field, Widget } from './field.ts';

const formOf = (type: string) => describeForm(registry.get(type)?.params ?? z.never());

const fieldsOf = (type: string): Field[] => {
  const form = formOf(type);
  return form.kind === 'fields'
    ? [...form.fields]
    : [form.chooser, ...form.variants.flatMap(({ fields }) => fields)];
};

const fieldAt = (type: string, key: string): Field => {
  const found = fieldsOf(type).find((field) => field.key === key);
  if (found === undefined) throw new Error(`${type} has no field ${key}`);
  return found;
};

const inner = (widget: Widget): readonly Field[] => ('fields' in widget ? widget.fields : []);

/** Every widget of a form, however deep. */
function* widgets(field: Field): Generator<readonly [string, Field]> {
  yield [field.key, field];
  for (const child of inner(field.widget)) {
    for (const [path, found] of widgets(child)) yield [`${field.key}.${path}`, found];
  }
}

const paramKeys = (type: string): string[] => {
  const schema = z.toJSONSchema(registry.get(type)?.params ?? z.never(), { io: 'input' });
  const parts = [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return parts.flatMap((part) =>
    typeof part === 'object' ? Object.keys(part.properties ?? {}) : [],
  );
};

test.each(registry.types())('%s: every param has a field with a title and a widget', (type) => {
  const fields = fieldsOf(type);
  expect([...new Set(fields.map(({ key }) => key))].toSorted()).toEqual(
    [...new Set(paramKeys(type))].toSorted(),
  );
  for (const field of fields) {
    for (const [path, { title, widget }] of widgets(field)) {
      expect(title, path).not.toBe('');
      expect(widget.kind, path).not.toBe('json');
      if (widget.kind === 'values' || widget.kind === 'map') {
        expect(widget.item.kind, path).not.toBe('json');
      }
    }
  }
});

test.each(registry.types())('%s: a field that nobody must give is valid when absent', (type) => {
  const definition = registry.get(type);
  for (const { key, required } of fieldsOf(type)) {
    const findings = definition?.params.safeParse({}).error?.issues ?? [];
    const isMissed = findings.some(
      (issue) => issue.path.length === 1 && issue.path[0] === key && issue.code === 'invalid_type',
    );
    if (isMissed) expect(required, key).toBe(true);
  }
});

test('kinds of fields', () => {
  expect(fieldAt('rows.filter', 'condition').widget).toEqual({ kind: 'condition' });
  expect(fieldAt('rows.sort', 'by').widget).toMatchObject({ kind: 'records', style: 'sort-keys' });
  expect(fieldAt('combine.join', 'on').widget).toMatchObject({
    kind: 'records',
    style: 'join-keys',
    fields: [
      { key: 'left', widget: { kind: 'column', port: 'left' } },
      { key: 'right', widget: { kind: 'column', port: 'right' } },
    ],
  });
  expect(fieldAt('columns.rename', 'map').widget).toEqual({
    kind: 'map',
    key: 'Old name',
    item: { kind: 'name' },
  });
  expect(fieldAt('input.csv', 'columns').widget).toMatchObject({
    kind: 'map',
    port: 'output',
    item: { kind: 'short', main: 'type' },
  });
  expect(fieldAt('input.csv', 'path').widget).toEqual({ kind: 'path', many: true });
  expect(fieldAt('input.csv', 'null_values').widget).toEqual({
    kind: 'values',
    item: { kind: 'text', empty: true },
  });
  expect(fieldAt('aggregate.pivot', 'fixed_values').widget).toEqual({
    kind: 'values',
    item: { kind: 'scalar', text: 'text', valuesOf: 'column' },
  });
  expect(fieldAt('input.inline', 'rows').widget).toEqual({ kind: 'table-rows' });
  expect(fieldAt('code.sql', 'query').widget).toEqual({ kind: 'sql' });
  expect(fieldAt('rows.limit', 'rows')).toMatchObject({
    title: 'Rows',
    required: true,
    widget: { kind: 'number', integer: true },
  });
  expect(fieldAt('rows.sample', 'fraction')).toMatchObject({
    required: false,
    widget: { kind: 'number', integer: false },
  });
  expect(fieldAt('rows.limit', 'offset')).toMatchObject({ required: false, fallback: 0 });
});

test('the branches of a union are variants', () => {
  const form = formOf('input.generate');
  expect(form).toMatchObject({
    kind: 'variants',
    chooser: { key: 'kind', title: 'Kind', widget: { kind: 'choice', values: ['range', 'dates'] } },
    variants: [
      {
        value: 'range',
        fields: [{ key: 'start', widget: { kind: 'scalar', text: 'digits' } }, {}, {}, {}],
      },
      { value: 'dates', fields: [{ key: 'start', widget: { kind: 'text' } }, {}, {}, {}] },
    ],
  });
});

test('options that another value rules out are hidden until they are set', () => {
  const fields = fieldsOf('output.file');
  const delimiter = fieldAt('output.file', 'delimiter');
  expect(isShown(delimiter, { format: 'csv' }, fields)).toBe(true);
  expect(isShown(delimiter, { format: 'parquet' }, fields)).toBe(false);
  expect(isShown(delimiter, { format: 'parquet', delimiter: ';' }, fields)).toBe(true);
  expect(isShown(delimiter, { format: '$format' }, fields)).toBe(true);
  const on = fieldAt('combine.join', 'on');
  expect(isShown(on, {}, fieldsOf('combine.join'))).toBe(true);
  expect(isShown(on, { type: 'cross' }, fieldsOf('combine.join'))).toBe(false);
});

test('every condition of being shown names a field beside it', () => {
  for (const type of registry.types()) {
    for (const field of fieldsOf(type)) {
      const groups = [fieldsOf(type), ...[...widgets(field)].map(([, one]) => inner(one.widget))];
      for (const group of groups) {
        for (const { when } of group) {
          for (const key of Object.keys(when ?? {})) {
            expect(group.map((one) => one.key)).toContain(key);
          }
        }
      }
    }
  }
});
