import { expect, test } from 'vitest';
import { z } from 'zod';
import { registry } from './registry.ts';

test('the types are those of the catalogue', () => {
  expect(registry.types().toSorted()).toEqual([
    'aggregate.group-by',
    'aggregate.pivot',
    'aggregate.unpivot',
    'aggregate.window',
    'code.sql',
    'columns.cast',
    'columns.derive',
    'columns.record-id',
    'columns.rename',
    'columns.select',
    'combine.join',
    'combine.union',
    'input.arrow',
    'input.csv',
    'input.database',
    'input.database-file',
    'input.generate',
    'input.inline',
    'input.json',
    'input.parquet',
    'output.chart',
    'output.database',
    'output.file',
    'rows.distinct',
    'rows.explode',
    'rows.filter',
    'rows.limit',
    'rows.sample',
    'rows.sort',
  ]);
});

test.each(registry.types())(
  '%s is named after its category and refuses unknown settings',
  (type) => {
    const definition = registry.get(type);
    expect(definition?.type).toBe(type);
    expect(type.startsWith(`${definition?.category ?? ''}.`)).toBe(true);
    const issues = definition?.params.safeParse({ nonsense: 1 }).error?.issues ?? [];
    const kind = definition?.params instanceof z.ZodDiscriminatedUnion ? { kind: 'range' } : {};
    const found = definition?.params.safeParse({ ...kind, nonsense: 1 }).error?.issues ?? issues;
    expect(found.map(({ code }) => code)).toContain('unrecognized_keys');
  },
);

/** Every object property below a JSON schema, as path and schema. */
function properties(schema: unknown, path: string): [string, Record<string, unknown>][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.entries(schema.properties as object) : [];
  const nested = Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties' || key === 'default' ? [] : properties(value, path),
  );
  return [
    ...own.flatMap(([name, value]: [string, Record<string, unknown>]) => [
      [`${path}.${name}`, value] as [string, Record<string, unknown>],
      ...properties(value, `${path}.${name}`),
    ]),
    ...nested,
  ];
}

test.each(registry.types())('%s: every setting has a title for its form', (type) => {
  const schema = z.toJSONSchema(registry.get(type)?.params ?? z.never(), { io: 'input' });
  const untitled = properties(schema, type)
    .filter(([, property]) => typeof property['title'] !== 'string')
    .map(([path]) => path);
  expect(untitled).toEqual([]);
});
