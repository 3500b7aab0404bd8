/** Texts and numbers as literals of each language. */
import { expect, test } from 'vitest';
import { commentLines } from '../comments.ts';
import { pythonText } from '../pyspark/python.ts';
import { floatText } from './float-text.ts';
import { className, docLine, jvmText } from './jvm-text.ts';

test.each([
  ['1', '1.0'],
  ['-0', '-0.0'],
  ['.5', '0.5'],
  ['2.', '2.0'],
  ['1E5', '1e5'],
  ['1.5e+20', '1.5e20'],
  ['-2.25E-7', '-2.25e-7'],
])('%s is %s', (value, text) => {
  expect(floatText(value)).toBe(text);
});

test.each([
  ['plain', '"plain"'],
  ['with "quotes"', '\'with "quotes"\''],
  [`it's`, `"it's"`],
  [`"it's"`, `'"it\\'s"'`],
  [`'a' "b"`, `"'a' \\"b\\""`],
  ['a\\b\n\t\0', '"a\\\\b\\n\\t\\x00"'],
  ['\u2028', '"\\u2028"'],
])('%j in Python', (value, text) => {
  expect(pythonText(value)).toBe(text);
});

test.each([
  ['say "no"', '"say \\"no\\""'],
  ['\\u0041', '"\\\\u0041"'],
  ['a\r\n\0', '"a\\r\\n\\u0000"'],
  ['größe 名 😀', '"größe 名 😀"'],
])('%j in Scala and Java', (value, text) => {
  expect(jvmText(value)).toBe(text);
});

test('nothing in a comment ends it', () => {
  expect(commentLines('a\r\nb\rc\u2028d\f\\u000ae')).toEqual(['a', 'b', 'c', 'd', ' u000ae']);
  expect(docLine('*/ and /*\nmore')).toBe('* / and / * more');
});

test.each([
  ['Late flights by airport', 'LateFlightsByAirportPipeline'],
  ['The pipeline', 'ThePipeline'],
  ['2024', 'Step2024Pipeline'],
  ['航班', 'Pipeline'],
])('the class of %j', (title, name) => {
  expect(className(title)).toBe(name);
});
