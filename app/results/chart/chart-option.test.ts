import { expect, test } from 'vitest';
import { parseType } from '../../../engine/contract/parse-type.ts';
import type { Cell } from '../../../engine/values/cell.ts';
import { chartOption, scaleOf } from './chart-option.ts';

const look = { palette: ['red'], ink: '', soft: '', line: '', background: '', font: '' };
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
  expect(
    chartOption({ mark: 'bar', x: 'c0' }, columns('VARCHAR', 'BIGINT'), rows, look),
  ).toMatchObject({
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
  const option = chartOption(
    { mark: 'line', x: 'c0', colour: 'c1' },
    columns('TIMESTAMP', 'VARCHAR', 'DOUBLE'),
    rows,
    look,
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
    chartOption(
      { mark: 'pie', x: 'c0', colour: 'c1' },
      columns('VARCHAR', 'VARCHAR', 'INTEGER'),
      rows,
      look,
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
