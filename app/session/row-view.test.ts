import { expect, test } from 'vitest';
import { parseType } from '../../engine/contract/parse-type.ts';
import { emptyDocument } from '../../engine/document/schema.ts';
import type { FilterOperator } from './row-view.ts';
import { filterCondition, throughView, viewSteps } from './row-view.ts';

const column = (type: string, name = 'delay') => ({ name, type: parseType(type) });
const document = {
  ...emptyDocument('Flights'),
  nodes: {
    flights: { type: 'input.csv', params: { path: 'a.csv' } },
    filter: { type: 'rows.filter', inputs: { input: 'flights' }, params: { condition: 'true' } },
  },
};
const delay = column('BIGINT');

test('filter and sort stand behind the output, under free names', () => {
  const view = {
    target: 'flights.output',
    sort: [
      { column: 'delay', direction: 'desc' },
      { column: 'origin', direction: 'asc' },
    ],
    filters: [{ column: delay, operator: 'at-least', value: '15' }],
  } as const;
  expect(viewSteps(document, view)).toEqual([
    {
      id: 'filter_2',
      node: {
        type: 'rows.filter',
        inputs: { input: 'flights.output' },
        params: { condition: '"delay" >= 15' },
      },
      port: 'kept',
    },
    {
      id: 'sort',
      node: {
        type: 'rows.sort',
        inputs: { input: 'filter_2.kept' },
        params: { by: [{ column: 'delay', direction: 'desc' }, { column: 'origin' }] },
      },
      port: 'output',
    },
  ]);
  const seen = throughView(document, 'flights.output', view);
  expect(seen.target).toBe('sort.output');
  expect(Object.keys(seen.document.nodes)).toEqual(['flights', 'filter', 'filter_2', 'sort']);
});

test('a view of another output, or an empty one, changes nothing', () => {
  const view = { target: 'filter.kept', sort: [], filters: [] };
  expect(throughView(document, 'flights.output', view).document).toBe(document);
  expect(throughView(document, 'filter.kept', view)).toEqual({ document, target: 'filter.kept' });
  expect(throughView(document, 'filter.kept', undefined).document).toBe(document);
});

test.each<[FilterOperator, ReturnType<typeof column>, string, string]>([
  ['equals', column('VARCHAR', 'a "b"'), "o'clock", `"a ""b""" = 'o''clock'`],
  ['equals', delay, '-5', '"delay" = -5'],
  ['equals', column('DOUBLE'), 'nan', `"delay" = CAST('nan' AS DOUBLE)`],
  ['below', column('DATE'), '2024-02-29', `"delay" < CAST('2024-02-29' AS DATE)`],
  ['at-most', delay, '7', '"delay" <= 7'],
  ['differs', delay, '7', '"delay" IS DISTINCT FROM 7'],
  ['contains', delay, 'Ab', `contains(lower(CAST("delay" AS VARCHAR)), 'ab')`],
  ['is-null', delay, '', '"delay" IS NULL'],
  ['is-not-null', delay, '', '"delay" IS NOT NULL'],
])('%s', (operator, of, value, condition) => {
  expect(filterCondition({ column: of, operator, value })).toBe(condition);
});
