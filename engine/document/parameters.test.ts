import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { field } from '../contract/fields.ts';
import { parameterType } from './parameter-types.ts';
import { resolveParameters, substituteParams } from './parameters.ts';
import type { DocumentParameter, PipelineDocument } from './schema.ts';

const documentOf = (parameters: Record<string, DocumentParameter>): PipelineDocument => ({
  format: 'sluice/1',
  name: 'x',
  parameters,
  nodes: {},
});

describe('values', () => {
  test('what is given wins over the default', () => {
    const document = documentOf({
      n: { type: 'int', default: 15 },
      day: { type: 'DATE', default: '2024-01-31' },
      nothing: { type: 'VARCHAR', default: null },
    });
    expect(resolveParameters(document, { n: '+0020' })).toEqual({
      values: {
        n: { type: 'INTEGER', value: '20' },
        day: { type: 'DATE', value: '2024-01-31' },
        nothing: { type: 'VARCHAR', value: null },
      },
      diagnostics: [],
    });
  });

  test('unknown and missing parameters', () => {
    const document = documentOf({ min_delay: { type: 'BIGINT' } });
    const { values, diagnostics } = resolveParameters(document, { min_dealy: '3' });
    expect(values).toEqual({});
    expect(diagnostics.map(({ code, hint, param }) => [code, hint, param])).toEqual([
      ['unknown-parameter', 'Did you mean "min_delay"?', undefined],
      [
        'missing-parameter',
        'Give it a value for this run, or a default in the pipeline.',
        'parameters.min_delay',
      ],
    ]);
  });

  test.each([
    ['TINYINT', '127', '127'],
    ['TINYINT', '128', undefined],
    ['UBIGINT', '18446744073709551615', '18446744073709551615'],
    ['UBIGINT', '-1', undefined],
    ['BIGINT', '1.5', undefined],
    ['BIGINT', '1e3', undefined],
    ['DECIMAL(5,2)', '-012.50', '-12.5'],
    ['DECIMAL(5,2)', '1.234', undefined],
    ['DECIMAL(5,2)', '1234', undefined],
    ['DECIMAL(2,2)', '0.5', '0.5'],
    ['DECIMAL(5,2)', '.', undefined],
    ['DOUBLE', '-1.5e-3', '-1.5e-3'],
    ['DOUBLE', 'inf', 'inf'],
    ['DOUBLE', 'one', undefined],
    ['BOOLEAN', 'Yes', 'true'],
    ['BOOLEAN', '0', 'false'],
    ['BOOLEAN', 'maybe', undefined],
    ['DATE', '2024-02-29', '2024-02-29'],
    ['DATE', '2024-2-9', '2024-02-09'],
    ['DATE', '2023-02-29', undefined],
    ['DATE', '1900-02-29', undefined],
    ['DATE', '29.02.2024', undefined],
    ['DATE', '2024-02-29 10:00:00', undefined],
    ['TIMESTAMP', '2024-02-29', '2024-02-29 00:00:00'],
    ['TIMESTAMP', '2024-02-29T23:59', '2024-02-29 23:59:00'],
    ['TIMESTAMP', '2024-02-29 23:59:59.123456', '2024-02-29 23:59:59.123456'],
    ['TIMESTAMP', '2024-02-29 24:00:00', undefined],
    ['TIMESTAMPTZ', '2024-02-29T23:59:59Z', '2024-02-29 23:59:59+00'],
    ['TIMESTAMPTZ', '2024-02-29 23:59:59+02:00', '2024-02-29 23:59:59+02:00'],
    ['TIME', '07:08', '07:08:00'],
    ['VARCHAR', " it's ", " it's "],
    ['UUID', '550E8400-E29B-41D4-A716-446655440000', '550e8400-e29b-41d4-a716-446655440000'],
    ['UUID', 'x', undefined],
    ['INTEGER[]', '[1, 2]', '[1, 2]'],
    ['INTEGER[]', '1, 2', undefined],
  ])('%s %j', (type, text, value) => {
    const { values, diagnostics } = resolveParameters(documentOf({ p: { type } }), { p: text });
    expect(values['p']?.value).toBe(value);
    expect(diagnostics.map(({ code }) => code)).toEqual(
      value === undefined ? ['invalid-parameter'] : [],
    );
  });

  test.each([
    ['numeric', 'DECIMAL(18,3)'],
    ['decimal( 10 , 2 )', 'DECIMAL(10,2)'],
    ['DECIMAL(10)', 'DECIMAL(10,0)'],
    ['DECIMAL(39,0)', undefined],
    ['timestamp  with time zone', 'TIMESTAMP WITH TIME ZONE'],
    ['varchar(10)', 'VARCHAR'],
    ['text[]', 'VARCHAR[]'],
    ['INTEGER(3)', undefined],
    ['VARCHAR); DROP TABLE x', undefined],
    ['NUMBER', undefined],
  ])('type %s', (text, type) => {
    expect(parameterType(text)).toBe(type);
  });
});

describe('in params', () => {
  const values = {
    n: { type: 'BIGINT', value: '15' },
    big: { type: 'BIGINT', value: '9007199254740993' },
    rate: { type: 'DECIMAL(4,2)', value: '0.5' },
    on: { type: 'BOOLEAN', value: 'true' },
    year: { type: 'INTEGER', value: '2024' },
    file: { type: 'VARCHAR', value: 'data/x.csv' },
    none: { type: 'VARCHAR', value: null },
  };
  const schema = z.strictObject({
    path: z.union([field.path('Path'), z.array(field.path('Path'))]).optional(),
    condition: field.expression('Condition').optional(),
    query: field.sql('Query').optional(),
    rows: z.int().min(0).default(5),
    fraction: z.number().nullable().optional(),
    header: z.boolean().optional(),
    text: z.string().optional(),
    either: z.union([z.string(), z.number()]).optional(),
    mode: z.enum(['data/x.csv', 'other']).optional(),
    columns: field.columns('Columns').optional(),
    anything: z.unknown().optional(),
    by_name: z.record(z.string(), z.number()).optional(),
    list: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('count'), value: z.number() }),
          z.strictObject({ kind: z.literal('sum'), value: field.expression('Value') }),
        ]),
      )
      .optional(),
  });
  const put = (params: unknown) => substituteParams(params, schema, values);

  test('each place gets the JSON type that it takes', () => {
    const result = put({
      rows: '$n',
      fraction: '$rate',
      header: '$on',
      text: '$n',
      either: '$n',
      mode: '$file',
      columns: ['a', '$file'],
      anything: '$on',
      by_name: { x: '$n' },
    });
    expect(result.params).toEqual({
      rows: 15,
      fraction: 0.5,
      header: true,
      text: '15',
      either: 15,
      mode: 'data/x.csv',
      columns: ['a', 'data/x.csv'],
      anything: true,
      by_name: { x: 15 },
    });
    expect(result.used).toEqual(['n', 'rate', 'on', 'file']);
    expect(result.diagnostics).toEqual([]);
  });

  test('numbers that JSON cannot hold stay text where text is taken', () => {
    expect(put({ either: '$big', fraction: '$big' }).params).toEqual({
      either: '9007199254740993',
      fraction: '9007199254740993',
    });
  });

  test('paths are filled in anywhere', () => {
    expect(put({ path: 'in/${year}/part-${n}.csv' }).params).toEqual({
      path: 'in/2024/part-15.csv',
    });
    expect(put({ path: ['$file', '$year/x', 'a$n'] }).params).toEqual({
      path: ['data/x.csv', '$year/x', 'a$n'],
    });
  });

  test('expressions and queries stay as they are, in the branch of a union too', () => {
    const params = { condition: '$n', query: '$n', list: [{ kind: 'sum', value: '$n' }] };
    expect(put(params)).toEqual({
      params,
      used: [],
      settings: [],
      paths: new Map(),
      diagnostics: [],
    });
    expect(put({ list: [{ kind: 'count', value: '$n' }] }).params).toEqual({
      list: [{ kind: 'count', value: 15 }],
    });
  });

  test('text that only looks like a parameter stays', () => {
    const params = { text: '$other', either: '$n dollars', unknown_key: '$n' };
    expect(put(params).params).toBe(params);
  });

  test('where parameters stand is told: in paths, or elsewhere', () => {
    const { settings, paths } = put({ path: ['in/${year}.csv', 'b.csv'], rows: '$n' });
    expect(settings).toEqual(['n']);
    expect([...paths.values()]).toEqual(['in/${year}.csv']);
  });

  test('references that cannot be filled in', () => {
    const result = substituteParams(
      { path: ['${yaer}', '${none}', '${later}'], rows: '$later' },
      schema,
      values,
      [...Object.keys(values), 'later'],
    );
    expect(result.diagnostics.map(({ code, param, hint }) => [code, param, hint])).toEqual([
      ['unknown-parameter', 'path[0]', 'Did you mean "year"?'],
      ['invalid-parameter', 'path[1]', undefined],
      ['missing-parameter', 'path[2]', expect.any(String)],
      ['missing-parameter', 'rows', expect.any(String)],
    ]);
  });
});
