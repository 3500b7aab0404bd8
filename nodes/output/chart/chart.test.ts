import { expect, test } from 'vitest';
import { ex } from '../../../engine/contract/expression.ts';
import { registry } from '../../registry.ts';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ origin: 'VARCHAR', delay: 'INTEGER', count: 'INTEGER' }) };
const lower = (spec: Record<string, unknown>) =>
  lowerNode('output.chart', { spec }, { inputs })['sink'];
const key = (name: string) => ({ name, expression: ex.column(name) });

test('without Y rows are counted, in the order of X', () => {
  expect(lower({ mark: 'bar', x: 'ORIGIN' })).toEqual({
    kind: 'sort',
    by: [{ expression: ex.column('origin'), direction: 'asc', nulls: 'last' }],
    input: {
      kind: 'aggregate',
      input: inputs.input.relation,
      keys: [key('origin')],
      aggregates: [{ name: 'count', call: { kind: 'call', name: 'count', args: [] } }],
    },
  });
});

test('an aggregate of Y, the largest first', () => {
  const spec = { mark: 'bar', x: 'origin', y: 'delay', aggregate: 'avg', order: 'y' };
  expect(lower(spec)).toMatchObject({
    by: [
      { expression: ex.column('delay'), direction: 'desc' },
      { expression: ex.column('origin'), direction: 'asc' },
    ],
    input: { aggregates: [{ name: 'delay', call: { name: 'avg', args: [ex.column('delay')] } }] },
  });
});

test('rows as they are', () => {
  expect(lower({ mark: 'point', x: 'delay', y: 'count', colour: 'origin', order: 'none' })).toEqual(
    {
      kind: 'project',
      input: inputs.input.relation,
      columns: [key('delay'), key('origin'), key('count')],
    },
  );
});

test('points come as they are unless an order is given; lines go by X', () => {
  const kind = (spec: Record<string, unknown>) => lower({ x: 'delay', y: 'count', ...spec })?.kind;
  expect(kind({ mark: 'point' })).toBe('project');
  expect(kind({ mark: 'point', order: 'x' })).toBe('sort');
  expect(kind({ mark: 'line' })).toBe('sort');
  expect(kind({ mark: 'point', aggregate: 'avg' })).toBe('sort');
});

test('a name that is taken by X is not taken twice', () => {
  expect(lower({ mark: 'bar', x: 'count', order: 'none' })).toMatchObject({
    aggregates: [{ name: 'count_2' }],
  });
  expect(
    lower({ mark: 'line', x: 'delay', y: 'delay', colour: 'delay', order: 'none' }),
  ).toMatchObject({
    columns: [{ name: 'delay' }, { name: 'delay_2' }],
  });
});

test('a chart draws numbers', () => {
  const spec = { mark: 'bar', x: 'delay', y: 'origin', aggregate: 'max' };
  expect(lowerProblem('output.chart', { spec }, { inputs })).toMatchObject({
    code: 'type-mismatch',
    param: 'spec.y',
  });
  expect(lower({ ...spec, aggregate: 'count_distinct', order: 'none' })).toMatchObject({
    aggregates: [{ call: { name: 'count', distinct: true } }],
  });
});

test('an aggregate needs something to compute it of', () => {
  expect(
    paramProblems('output.chart', { spec: { mark: 'bar', x: 'a', aggregate: 'sum' } }),
  ).toEqual(['spec.y: Choose the column that it is computed of.']);
  expect(
    paramProblems('output.chart', { spec: { mark: 'bar', x: 'a', aggregate: 'count' } }),
  ).toEqual([]);
});

test('is summed up in a line', () => {
  const summary = (spec: Record<string, unknown>) =>
    registry.get('output.chart')?.summarise({ spec });
  expect(summary({ mark: 'bar', x: 'origin' })).toBe('bar of count by origin');
  expect(summary({ mark: 'line', x: 'day', y: 'delay', aggregate: 'avg', colour: 'origin' })).toBe(
    'line of avg(delay) by day and origin',
  );
  expect(summary({ mark: 'point', x: 'a', y: 'b', aggregate: 'none' })).toBe('point of b by a');
});
