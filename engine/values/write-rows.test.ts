import { expect, test } from 'vitest';
import { scalar } from '../contract/schema.ts';
import type { Cell } from './cell.ts';
import { formatCsv, formatJson } from './write-rows.ts';

const schema = [
  { name: 'a', type: scalar('VARCHAR') },
  { name: 'b "c"', type: scalar('BIGINT') },
];
const text = (value: string): Cell => ({ kind: 'text', text: value });
const rows: Cell[][] = [
  [text('x,"y"'), { kind: 'number', text: '1' }],
  [text(''), null],
  [text('two\nlines'), { kind: 'number', text: '9007199254740993' }],
];

test('CSV tells an empty text from a null', () =>
  expect(formatCsv(schema, rows)).toBe(
    'a,"b ""c"""\n"x,""y""",1\n"",\n"two\nlines",9007199254740993\n',
  ));

test('JSON is one object per line', () => {
  const json = formatJson(schema, rows);
  expect(json.split('\n')).toHaveLength(6);
  expect(JSON.parse(json)).toEqual([
    { a: 'x,"y"', 'b "c"': 1 },
    { a: '', 'b "c"': null },
    { a: 'two\nlines', 'b "c"': '9007199254740993' },
  ]);
  expect(formatJson(schema, [])).toBe('[]\n');
});
