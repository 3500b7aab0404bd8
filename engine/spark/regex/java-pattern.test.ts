import { describe, expect, test } from 'vitest';
import { NotOnSpark } from '../refusal.ts';
import { javaPattern } from './java-pattern.ts';
import { javaReplacement } from './java-replacement.ts';
import type { PatternFlags } from './read-pattern.ts';

const PLAIN: PatternFlags = { ignoreCase: false, dotAll: false, multiline: false };

const java = (text: string, flags: Partial<PatternFlags> = {}): string => {
  const { flags: prefix, body } = javaPattern(text, { ...PLAIN, ...flags });
  return prefix + body;
};

describe('patterns', () => {
  test.each([
    ['order-(\\d+)', 'order-(\\d+)'],
    ['a.*b$', 'a[^\\n]*b\\z'],
    ['a|b', '(?:a|b)'],
    ['\\s', '[\\t\\n\\f\\r ]'],
    ['[^\\s,]', '[^\\t\\n\\f\\r ,]'],
    ['[\\W]', '[\\x{0}-/:-@\\[-\\^`{-\\x{10FFFF}]'],
    ['[]a&[-]', '[\\]a\\&\\[\\-]'],
    ['[[:digit:]_]', '[0-9_]'],
    ['(?P<year>\\d{4})', '(\\d{4})'],
    ['a{,2}', 'a\\{,2\\}'],
    ['a{2,}?', 'a{2,}?'],
    ['(?m)^a', '(?:^|(?<=\\n))a'],
    ['\\v\\x41', '\\x{B}A'],
  ])('%s', (text, wanted) => {
    expect(java(text)).toBe(wanted);
  });

  test('letters of any case: also the long s and the Kelvin sign, which RE2 takes for s and k', () => {
    expect(java('desk', { ignoreCase: true })).toBe('(?i)de[s\u017f][k\u212a]');
    expect(java('(?i)[a-z]')).toBe('(?i)[a-z\u017f\u212a]');
    expect(java('[0-9]', { ignoreCase: true })).toBe('[0-9]');
  });

  test.each([
    '(?=a)',
    '(?i:a)',
    '\\1',
    '\\Qa\\E',
    '\\pL',
    '\\B',
    'a**',
    'a++',
    '(a*)+',
    '*a',
    '(a',
    'a)',
    '[a',
    '[z-a]',
  ])('refuses %s', (text) => {
    expect(() => java(text)).toThrow(NotOnSpark);
  });

  test('what is known of matches', () => {
    expect(javaPattern('(a)(b)?|(c)+', PLAIN)).toMatchObject({ groups: 3, matchesEmpty: false });
    const { participation } = javaPattern('(a)(b)?(?:(c)d)+', PLAIN);
    expect([...participation.values()]).toEqual(['always', 'sometimes', 'repeated']);
    expect(javaPattern('a*', PLAIN).matchesEmpty).toBe(true);
    expect(javaPattern('^a|^b', PLAIN).startsAnchored).toBe(true);
    expect(javaPattern('^a|b', PLAIN)).toMatchObject({ startsAnchored: false, looksBack: true });
    expect(javaPattern('(a)b$', PLAIN).looksBack).toBe(false);
  });
});

describe('replacements', () => {
  const first = { whole: 0, first: 1 };

  test.each([
    ['[\\1]', '[$1]'],
    ['\\0\\0', '$0$0'],
    ['\\12', '$1\\2'],
    ['$5', '\\$5'],
    ['\\\\1', '\\\\1'],
  ])('%s', (rewrite, wanted) => {
    expect(javaReplacement(rewrite, 1, first)).toBe(wanted);
  });

  test('groups that stand after others', () => {
    expect(javaReplacement('\\0\\1', 1, { whole: 2, first: 3 })).toBe('$2$3');
  });

  test.each(['\\2', '\\x', 'a\\'])('refuses %s', (rewrite) => {
    expect(() => javaReplacement(rewrite, 1, first)).toThrow(NotOnSpark);
  });
});
