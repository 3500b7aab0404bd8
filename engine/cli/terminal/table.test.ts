import { expect, test } from 'vitest';
import type { Schema } from '../../contract/schema.ts';
import { scalar } from '../../contract/schema.ts';
import type { Cell } from '../../values/cell.ts';
import { createStyle } from './style.ts';
import { fitWidths, formatTable } from './table.ts';

const plain = createStyle(false);
const text = (value: string): Cell => ({ kind: 'text', text: value });
const number = (value: string): Cell => ({ kind: 'number', text: value });

const schema: Schema = [
  { name: 'airport', type: scalar('VARCHAR') },
  { name: 'flights', type: scalar('BIGINT') },
  { name: 'share', type: { kind: 'decimal', precision: 5, scale: 2 } },
];

test('names, types, and rows below each other', () => {
  const rows = [
    [text('ORD'), number('341567'), number('0.25')],
    [text('上海'), number('7'), null],
    [null, number('-12'), number('10.00')],
  ];
  expect(formatTable(schema, rows, 80, plain)).toBe(
    [
      'airport  flights         share',
      'VARCHAR   BIGINT  DECIMAL(5,2)',
      '───────  ───────  ────────────',
      'ORD       341567          0.25',
      '上海           7          null',
      'null         -12         10.00',
      '',
    ].join('\n'),
  );
});

test('no rows: the header alone', () => {
  expect(formatTable(schema.slice(0, 1), [], 80, plain)).toBe('airport\nVARCHAR\n───────\n');
});

test('null is dimmed, a text "null" is not', () => {
  const shown = formatTable(schema.slice(0, 1), [[null], [text('null')]], 80, createStyle(true));
  expect(shown).toContain('\u001B[2mnull');
  expect(shown).toContain('\nnull');
});

test('nothing in the data moves the cursor', () => {
  const rows = [[text('a\nb\tc\u001B[2Jd\u0007')]];
  expect(formatTable(schema.slice(0, 1), rows, 80, plain)).toContain('a\\nb\\tc\\x1b[2Jd\\x07');
});

test('every line fits the terminal, and wide values end in …', () => {
  const long = 'The quick brown fox jumps over the lazy dog, again and again and again';
  const rows = [[text(long), number('1'), number('0.25')]];
  for (const width of [20, 30, 40, 60, 80, 200]) {
    const lines = formatTable(schema, rows, width, plain).trimEnd().split('\n');
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(width);
    expect(lines.join('\n')).toContain('…');
  }
  expect(formatTable(schema, rows, Infinity, plain)).toContain(long);
});

test('columns that do not fit are named', () => {
  const wide = Array.from({ length: 20 }, (_, i) => ({
    name: `column_${i}`,
    type: scalar('VARCHAR'),
  }));
  const shown = formatTable(wide, [wide.map(() => text('some value'))], 50, plain);
  expect(shown).toMatch(/\n\d+ more columns: column_\d+, .*…\n$/);
});

test('room goes to the narrow columns first', () => {
  expect(fitWidths([3, 50, 4], 80)).toEqual([3, 50, 4]);
  expect(fitWidths([3, 50, 4], 31)).toEqual([3, 20, 4]);
  expect(fitWidths([40, 50, 4], 28)).toEqual([10, 10, 4]);
  expect(fitWidths([500], 80)).toEqual([60]);
  expect(fitWidths([500], Infinity)).toEqual([500]);
});
