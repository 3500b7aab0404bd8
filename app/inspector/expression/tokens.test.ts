import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { lex } from '../../../engine/expression/parse/lex.ts';
import { SHOWN_EXPRESSIONS } from './testing/texts.ts';
import { nameOf, readToken, tokensOf } from './tokens.ts';
import type { Open } from './tokens.ts';

const kinds = (text: string): string[] => tokensOf(text).map(({ kind, text: t }) => `${kind} ${t}`);

describe('tokensOf', () => {
  it.each(SHOWN_EXPRESSIONS)('cuts %s where the engine does', (text) => {
    const lexed = lex(text);
    if (!lexed.ok) throw new Error(lexed.message);
    const ours = tokensOf(text).filter(({ kind }) => kind !== 'operator');
    const theirs = lexed.tokens.filter(({ kind }) => kind !== 'operator');
    expect(
      ours.map(({ start, end }) => [start, end]).filter(([s = 0]) => !/[:]/.test(text[s] ?? '')),
    ).toEqual(
      theirs.map(({ start, end }) => [start, end]).filter(([s = 0]) => !/[:]/.test(text[s] ?? '')),
    );
  });

  it('keeps what is not closed', () => {
    expect(kinds("a = 'it''s")).toEqual(['word a', 'operator =', "string 'it''s"]);
    expect(kinds('"my "" col')).toEqual(['name "my "" col']);
    expect(tokensOf('/* a /* b */', true)).toMatchObject([{ kind: 'comment', open: true }]);
  });

  it('gives the name inside quotes', () => {
    expect(tokensOf('"a ""b"" c" "open').map(nameOf)).toEqual(['a "b" c', 'open']);
  });

  it('covers every character of any text once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(
          tokensOf(text, true)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('reads line by line what it reads at once', () => {
    const lines = fc.array(
      fc.constantFrom("'a", "b'", '/*', '*/', 'x', '"n', 'm"', '-- c', '$$', "e'\\", '', "'' "),
    );
    fc.assert(
      fc.property(lines, (parts) => {
        const text = parts.join('\n');
        const whole = tokensOf(text, true).filter(({ kind }) => kind !== 'space');
        const at = (offset: number): string | undefined =>
          whole.find(({ start, end }) => start <= offset && offset < end)?.kind;
        let open: Open | undefined;
        let base = 0;
        for (const line of parts) {
          for (let pos = 0; pos < line.length;) {
            const read = readToken(line, pos, open);
            open = read.open;
            if (read.kind !== 'space') expect(at(base + pos)).toBe(read.kind);
            pos = read.end;
          }
          base += line.length + 1;
        }
      }),
    );
  });
});
