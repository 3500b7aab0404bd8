/** Pipeline parameters in the text of a user's query. */
import type { Opaque, ParameterValue } from '../contract/expression.ts';
import { parametersOf, substituteParameters } from '../expression/analyse.ts';
import { lex } from '../expression/parse/lex.ts';

export interface BoundQuery {
  /** The query with typed literals for the parameters that have a value. */
  readonly query: string;
  readonly unknown: readonly {
    readonly name: string;
    readonly start: number;
    readonly end: number;
  }[];
  /** From an offset in `query` to the one in the text that was typed. */
  readonly toTyped: (offset: number) => number;
}

export const asOpaque = (text: string): Opaque => ({ kind: 'opaque', text, identifiers: [] });

const substitute = (text: string, values: Readonly<Record<string, ParameterValue>>): string => {
  const result = substituteParameters(asOpaque(text), values);
  return result.kind === 'opaque' ? result.text : text;
};

export function bindQueryParameters(
  text: string,
  values: Readonly<Record<string, ParameterValue>>,
): BoundQuery {
  const lexed = parametersOf(asOpaque(text)).length === 0 ? undefined : lex(text);
  if (lexed?.ok !== true) return { query: text, unknown: [], toTyped: (offset) => offset };
  const uses = lexed.tokens.filter((token) => token.kind === 'parameter');
  const pieces: { typed: number; bound: number }[] = [{ typed: 0, bound: 0 }];
  let query = '';
  let done = 0;
  for (const { start, end } of uses) {
    const literal = substitute(text.slice(start, end), values);
    query += text.slice(done, start);
    pieces.push({ typed: start, bound: query.length });
    query += literal;
    pieces.push({ typed: end, bound: query.length });
    done = end;
  }
  query += text.slice(done);
  return {
    query,
    unknown: uses
      .filter((token) => !Object.hasOwn(values, token.value))
      .map(({ value, start, end }) => ({ name: value, start, end })),
    toTyped: (offset) => {
      const at = pieces.findLastIndex((piece) => piece.bound <= offset);
      const [piece, next] = [pieces[at], pieces[at + 1]];
      if (piece === undefined) return offset;
      return Math.min(piece.typed + (offset - piece.bound), next?.typed ?? text.length);
    },
  };
}
