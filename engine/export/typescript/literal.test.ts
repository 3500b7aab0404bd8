import fc from 'fast-check';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { literal, quote } from './literal.ts';

const statement = (value: unknown): string =>
  `const x = ${literal({ value }, { indent: 0, column: 10 })};\n`;

const laidOut = (text: string): Promise<string> =>
  format(text, { parser: 'typescript', singleQuote: true });

const TEXTS = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    "it's",
    `"a" and 'b'`,
    'x > 3 and y is not null',
    'a\nb',
    '\u2028',
    'z'.repeat(70),
  ),
);

const KEYS = fc.constantFrom('a', 'path', 'name', 'condition', 'min-delay', 'expression');

const { value: VALUES } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    TEXTS,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 30 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(KEYS, tie('value'), { maxKeys: 4 }),
  ),
}));

test('values are laid out as prettier does it', async () => {
  await fc.assert(
    fc.asyncProperty(VALUES, async (value) => {
      const text = statement(value);
      expect(await laidOut(text)).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('values stay what they are', () => {
  fc.assert(
    fc.property(TEXTS, (text) => {
      expect(new Function(`return ${quote(text)};`)()).toBe(text);
    }),
  );
});
