import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffText } from './text-diff.ts';
import type { TextPart } from './text-diff.ts';

const shown = (parts: readonly TextPart[]): string =>
  parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('');

it('marks every name that changed', () => {
  const { before, after } = diffText(
    'total > 1 AND abs(total) < 9',
    '"Net total" > 1 AND abs("Net total") < 9',
  );
  expect(shown(before)).toBe('[total] > 1 AND abs([total]) < 9');
  expect(shown(after)).toBe('["Net total"] > 1 AND abs(["Net total"]) < 9');
});

it('marks what was put in', () => {
  const { before, after } = diffText('FROM a', 'FROM rename AS a');
  expect([shown(before), shown(after)]).toEqual(['FROM a', 'FROM [rename AS ]a']);
});

it('keeps both texts, and the same rest', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', ' ', '(', '"c d"', '𝄞'))
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, text, (a, b) => {
      const { before, after } = diffText(a, b);
      expect(before.map((part) => part.text).join('')).toBe(a);
      expect(after.map((part) => part.text).join('')).toBe(b);
      const same = (parts: readonly TextPart[]): string =>
        parts.flatMap((part) => (part.changed ? [] : part.text)).join('');
      expect(same(before)).toBe(same(after));
    }),
  );
});
