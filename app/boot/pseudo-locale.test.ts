import { expect, test } from 'vitest';
import { english, laterEnglish } from './i18n.ts';
import { pseudoLocale, pseudoText } from './pseudo-locale.ts';

const all: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...english,
  ...Object.fromEntries(
    await Promise.all(
      Object.entries(laterEnglish).map(async ([name, load]) => [name, await load()] as const),
    ),
  ),
};

test('letters are marked, what is put in is not', () => {
  expect(pseudoText('Go to {{step}}')).toBe('⟦Ĝó ţó {{step}}·····⟧');
});

test('every text of every feature has a marked one with the same holes', () => {
  const marked = pseudoLocale(all);
  for (const [namespace, texts] of Object.entries(all)) {
    for (const [key, text] of Object.entries(texts)) {
      const other = marked[namespace]?.[key] ?? '';
      expect(other, `${namespace}:${key}`).not.toMatch(/[A-Za-z]/.test(text) ? /^[^⟦]/ : /^$/);
      expect(other.match(/\{\{.*?\}\}/g)).toEqual(text.match(/\{\{.*?\}\}/g));
    }
  }
});

test('plural forms come in pairs', () => {
  for (const texts of Object.values(all)) {
    for (const key of Object.keys(texts)) {
      const other = /_(one|other)$/.exec(key)?.[1] === 'one' ? '_other' : '_one';
      if (/_(one|other)$/.test(key)) {
        expect(texts).toHaveProperty([key.replace(/_(one|other)$/, other)]);
      }
    }
  }
});
