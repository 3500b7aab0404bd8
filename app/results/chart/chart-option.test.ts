import { expect, test } from 'vitest';
import { parseType } from '../../../engine/contract/parse-type.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import type { Cell } from '../../../engine/values/cell.ts';
import type { ChartSpec } from './chart-option.ts';
import { chartOption, scaleOf } from './chart-option.ts';

const look = { palette: ['red'], ink: '', soft: '', line: '', background: '', font: '' };
const optionOf = (...args: [ChartSpec, Schema, readonly (readonly Cell[])[]]) =>
  chartOption(...args, look, (count) => `${count} others`).option;
const text = (value: string): Cell => ({ kind: 'text', text: value });
const number = (value: number): Cell => ({ kind: 'number', text: String(value) });
const columns = (...types: string[]) =>
  types.map((type, i) => ({ name: `c${i}`, type: parseType(type) }));

test.each([
  ['INTEGER', 'bar', 'category'],
  ['INTEGER', 'line', 'value'],
  ['DECIMAL(9,2)', 'point', 'value'],
  ['DATE', 'line', 'time'],
  ['DATE', 'bar', 'category'],
  ['TIMESTAMP WITH TIME ZONE', 'area', 'time'],
  ['VARCHAR', 'line', 'category'],
] as const)('%s under a %s is a %s', (type, mark, scale) => {
  expect(scaleOf(parseType(type), mark)).toBe(scale);
});

test('bars: categories in the order of the rows, a null is one too', () => {
  const rows = [
    [text('b'), number(2)],
    [text('a'), number(1)],
    [null, null],
  ];
  expect(optionOf({ mark: 'bar', x: 'c0' }, columns('VARCHAR', 'BIGINT'), rows)).toMatchObject({
    xAxis: { type: 'category', data: ['b', 'a', 'null'] },
    series: [
      {
        type: 'bar',
        name: 'c1',
        data: [
          ['b', 2],
          ['a', 1],
          ['null', null],
        ],
      },
    ],
  });
});

test('lines: one for each colour, on a scale of time without a zone', () => {
  const rows = [
    [text('2024-01-01'), text('x'), number(1)],
    [text('2024-01-01 12:00:00'), text('y'), number(2)],
    [text('2024-01-01 12:00:00+02'), text('y'), number(3)],
    [null, text('x'), number(4)],
  ];
  const option = optionOf(
    { mark: 'line', x: 'c0', colour: 'c1' },
    columns('TIMESTAMP', 'VARCHAR', 'DOUBLE'),
    rows,
  );
  expect(option).toMatchObject({
    legend: {},
    xAxis: { type: 'time' },
    series: [
      { name: 'x', data: [[Date.UTC(2024, 0, 1), 1]] },
      {
        name: 'y',
        data: [
          [Date.UTC(2024, 0, 1, 12), 2],
          [Date.UTC(2024, 0, 1, 10), 3],
        ],
      },
    ],
  });
});

test('a pie adds up what is in a slice', () => {
  const rows = [
    [text('a'), text('x'), number(1)],
    [text('a'), text('y'), number(2)],
    [text('b'), text('x'), number(4)],
  ];
  expect(
    optionOf(
      { mark: 'pie', x: 'c0', colour: 'c1' },
      columns('VARCHAR', 'VARCHAR', 'INTEGER'),
      rows,
    ),
  ).toMatchObject({
    series: [
      {
        type: 'pie',
        data: [
          { name: 'a', value: 3 },
          { name: 'b', value: 4 },
        ],
      },
    ],
  });
});

test('what was left out is told: a line keeps its shape, a pie its large slices', () => {
  const rows = Array.from({ length: 6000 }, (_, i) => [number(i), number(i % 7)]);
  const picture = (mark: ChartSpec['mark']) => {
    const { drawn, how } = chartOption(
      { mark, x: 'c0' },
      columns('BIGINT', 'BIGINT'),
      rows,
      look,
      (count) => `${count} others`,
    );
    return [drawn, how];
  };
  expect(picture('line')).toEqual([5000, 'shape']);
  expect(picture('point')).toEqual([5000, 'even']);
  expect(picture('bar')).toEqual([5000, 'first']);
  expect(picture('pie')).toEqual([31, 'largest']);
});
