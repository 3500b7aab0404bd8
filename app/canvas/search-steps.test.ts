import { expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { byCategory, fittingTypes, searchSteps, suggestedTypes } from './search-steps.ts';

const all = fittingTypes(registry, 'all');
const types = (query: string): string[] => searchSteps(all, query).map(({ type }) => type);

test('the step with the name comes first, then those that speak of it', () => {
  expect(types('filter')[0]).toBe('rows.filter');
  expect(types('join')[0]).toBe('combine.join');
  expect(types('csv')[0]).toBe('input.csv');
  expect(types('group by')[0]).toBe('aggregate.group-by');
});

test('keywords find a step, and every word has to match', () => {
  expect(types('top')).toContain('rows.limit');
  expect(types('filter zebra')).toEqual([]);
  expect(types('')).toEqual([]);
});

test.each([
  // What people call it who come from Alteryx, KNIME, Power Query, pandas, SQL or a spreadsheet.
  ['top n', 'rows.limit'],
  ['summarize', 'aggregate.group-by'],
  ['cross tab', 'aggregate.pivot'],
  ['crosstab', 'aggregate.pivot'],
  ['transpose', 'aggregate.unpivot'],
  ['melt', 'aggregate.unpivot'],
  ['running total', 'aggregate.window'],
  ['cumulative', 'aggregate.window'],
  ['multi-row formula', 'aggregate.window'],
  ['formula', 'columns.derive'],
  ['calculated column', 'columns.derive'],
  ['regex', 'columns.derive'],
  ['text to columns', 'columns.derive'],
  ['data type', 'columns.cast'],
  ['remove duplicates', 'rows.distinct'],
  ['dedupe', 'rows.distinct'],
  ['order by', 'rows.sort'],
  ['vlookup', 'combine.join'],
  ['append', 'combine.union'],
  ['row number', 'columns.record-id'],
  ['download', 'output.file'],
  ['bar chart', 'output.chart'],
  ['import', 'input.csv'],
])('"%s" finds %s', (query, type) => {
  expect(types(query).slice(0, 3)).toContain(type);
});

test('a pattern is rather looked for in values than in names', () => {
  expect(types('regex')[0]).toBe('columns.derive');
});

test('signs in a query mean themselves', () => {
  expect(types('(.*')).toEqual([]);
});

test('what fits an output has an input, and the other way round', () => {
  const reads = fittingTypes(registry, 'input').map(({ type }) => type);
  const gives = fittingTypes(registry, 'output').map(({ type }) => type);
  const through = fittingTypes(registry, 'through').map(({ type }) => type);
  expect(reads).toContain('output.file');
  expect(reads).not.toContain('input.csv');
  expect(gives).toContain('input.csv');
  expect(gives).not.toContain('output.file');
  expect(through).toEqual(reads.filter((type) => gives.includes(type)));
});

test('every type is in one category, and every suggestion is a type', () => {
  expect(byCategory(all).flatMap(({ definitions }) => definitions)).toHaveLength(all.length);
  for (const type of [undefined, ...registry.types()]) {
    if (type?.startsWith('output.') === true) continue;
    expect(suggestedTypes(registry, type).length, type).toBeGreaterThan(0);
  }
});
