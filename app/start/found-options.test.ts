import { expect, test } from 'vitest';
import { foundOptions } from './found-options.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytes = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));
const found = (text: string) => foundOptions(utf8(text), true);

test('UTF-8, with a mark or without, needs no setting; a character that is cut off is no error', () => {
  expect(found('name,city\nJosé,Köln\n')).toEqual({});
  expect(found('\uFEFFname\nJosé\n')).toEqual({});
  expect(foundOptions(utf8('name\nKö').subarray(0, -1), false)).toEqual({});
});

test('other text is taken for that of Windows', () => {
  expect(foundOptions(bytes('Stra\u00dfe\nK\u00f6nigsallee\n'), true)).toEqual({
    encoding: 'windows-1252',
  });
});

test('nothing is guessed about UTF-16, compressed and binary files', () => {
  expect(foundOptions(bytes('\u00ff\u00fea\u0000'), true)).toEqual({});
  expect(foundOptions(bytes('\u001f\u008b\u0008\u00e9'), true)).toEqual({});
  expect(foundOptions(bytes('\u00e9\u0000'), true)).toEqual({});
});

test.each([
  ['a;b\n1,5;x\n2;y\n', { decimal: ',' }],
  ['a;b\n"1.234,50";x\n;y\n-3,5;z\n', { decimal: ',', thousands: '.' }],
  ['a\tb\n1,5\tx\n', { decimal: ',' }],
  // Not numbers alone, or points too: no guess.
  ['a;b\n1,5;x\nnone;y\n', {}],
  ['a;b\n1,5;2.5\n3,5;4.25\n', {}],
  ['a;b\n1.5;x\n', {}],
  ['a,b\n1,5\n', {}],
  ['a;b\n01.02.2024;1,5\n', { decimal: ',' }],
  ['', {}],
])('numbers of %j: %j', (text, expected) => {
  expect(found(text)).toEqual(expected);
});
