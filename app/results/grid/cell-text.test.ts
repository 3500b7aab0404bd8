import { expect, test } from 'vitest';
import type { Cell } from '../../../engine/values/cell.ts';
import { drawnText, formatTsv, indentCell } from './cell-text.ts';

const text = (value: string): Cell => ({ kind: 'text', text: value });
const number = (value: string): Cell => ({ kind: 'number', text: value });

test('a drawn cell is one line of bounded length', () => {
  expect(drawnText(text('a\r\nb\tc\nd'))).toBe('a↵b⇥c↵d');
  expect(drawnText(text('x'.repeat(5000)))).toHaveLength(301);
  expect(drawnText(text(''))).toBe('');
  expect(drawnText(null)).toBe('null');
});

test('copied cells keep tabs, breaks and quotes; a null is empty', () => {
  const rows = [
    [text('a\tb'), number('1')],
    [text('say "hi"'), null],
    [text('two\nlines'), text('')],
  ];
  expect(formatTsv(rows, ['name', 'n'])).toBe('name\tn\n"a\tb"\t1\n"say ""hi"""\t\n"two\nlines"\t');
  expect(formatTsv([[number('1')]])).toBe('1');
});

test('nested values are indented', () => {
  const cell: Cell = {
    kind: 'struct',
    fields: [
      ['id', number('1')],
      ['tags', { kind: 'list', items: [text('a'), null] }],
      ['none', { kind: 'list', items: [] }],
      ['at', { kind: 'map', entries: [[text('k'), number('2')]] }],
    ],
  };
  expect(indentCell(cell)).toBe(
    '{\n  id: 1,\n  tags: [\n    a,\n    null\n  ],\n  none: [],\n  at: {\n    k = 2\n  }\n}',
  );
});
