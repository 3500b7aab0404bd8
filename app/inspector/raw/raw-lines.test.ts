import { expect, test } from 'vitest';
import { cutLine, likelyDelimiter, rawView } from './raw-lines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('lines with the part that the options give them', () => {
  const view = rawView(bytes('# note\na;b\n1;"x;y"\n'), true, { skip: 1 });
  expect(view).toEqual({
    kind: 'text',
    delimiter: ';',
    lines: [
      { number: 1, cells: ['# note'], role: 'skipped' },
      { number: 2, cells: ['a', 'b'], role: 'header' },
      { number: 3, cells: ['1', '"x;y"'], role: 'record' },
      { number: 4, cells: [''], role: 'record' },
    ],
  });
  expect(rawView(bytes('a,b\n1,2'), true, { header: false }).lines[0]?.role).toBe('record');
});

test('a delimiter of several characters, and none', () => {
  expect(cutLine('a||b|c', '||', '"')).toEqual(['a', 'b|c']);
  expect(cutLine('a,b', '', '"')).toEqual(['a,b']);
  expect(cutLine('"a,b",c', ',', '')).toEqual(['"a', 'b"', 'c']);
  expect(likelyDelimiter('a\tb,c\td')).toBe('\t');
  expect(likelyDelimiter('one')).toBe(',');
});

test('encodings', () => {
  const latin = new Uint8Array([0x63, 0x61, 0x66, 0xe9]);
  expect(rawView(latin, false, { encoding: 'latin-1' }).lines[0]?.cells).toEqual(['café']);
  const wide = new Uint8Array([0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x62, 0]);
  expect(rawView(wide, false, {}).lines.map(({ cells }) => cells[0])).toEqual(['a', 'b']);
  expect(rawView(bytes('a'), false, { encoding: 'nonsense' }).lines[0]?.cells).toEqual(['a']);
});

test('bytes that are no text are shown as such', () => {
  const view = rawView(new Uint8Array([0x50, 0x41, 0x52, 0x31, 0, 255]), false, {});
  expect(view.kind).toBe('bytes');
  expect(view.lines[0]?.cells[0]).toMatch(/^50 41 52 31 00 ff +PAR1··$/);
});
