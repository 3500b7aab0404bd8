/** DuckDB SQL expression text → the contract's AST. */
import type { Expression } from '../contract/expression.ts';
import { NotExpressible, SyntaxFailure } from './parse/associate.ts';
import { matchBrackets } from './parse/brackets.ts';
import { convert } from './parse/convert.ts';
import type { SyntaxProblem, Token } from './parse/lex.ts';
import { lex, problem } from './parse/lex.ts';
import { parseWithLibrary } from './parse/library.ts';
import { normalise } from './parse/normalise.ts';
import { Reader, opaqueOf } from './parse/reader.ts';
import { keepShallow } from './parse/shallow.ts';

export { loadExpressionParser } from './parse/library.ts';

export type ParseResult = { readonly ok: true; readonly expression: Expression } | SyntaxProblem;

/** Expressions that are remembered: of all steps of a large pipeline, over many keys. */
const KEPT = 10_000;

const results = new Map<string, ParseResult>();

/**
 * Reads one expression. Results are remembered, for with every key all steps are read again. What DuckDB would read and the AST has no node for becomes `opaque`, with
 * its text and all identifiers in it; DuckDB's binder judges those later.
 *
 * @param param JSON path of the text below the node's `params`, for the spans (UTF-16 offsets)
 * @throws when `loadExpressionParser` has not finished yet
 */
export function parseExpression(text: string, param: string): ParseResult {
  const key = `${param} ${text}`;
  const known = results.get(key);
  if (known !== undefined) return known;
  const result = parseNew(text, param);
  results.set(key, result);
  const [oldest] = results.keys();
  if (results.size > KEPT && oldest !== undefined) results.delete(oldest);
  return result;
}

function parseNew(text: string, param: string): ParseResult {
  const lexed = lex(text);
  if (!lexed.ok) return lexed;
  const { tokens } = lexed;
  if (tokens.length === 0) {
    return problem('An expression is missing.', 0, text.length, 'For example price * quantity.');
  }
  const brackets = matchBrackets(tokens);
  if (!brackets.ok) return brackets;
  const normalised = normalise(tokens, brackets.closeOf);
  if (!normalised.ok) return normalised;
  if ('opaque' in normalised) return opaqueText(text, param, tokens);
  const items = keepShallow(normalised.items);
  const tree = items === undefined ? undefined : parseWithLibrary(items);
  if (items === undefined || tree === undefined) return opaqueText(text, param, tokens);
  const reader = new Reader(text, param, tokens, items, convert);
  try {
    const { node } = reader.convert(tree);
    return reader.finished() ? { ok: true, expression: node } : opaqueText(text, param, tokens);
  } catch (thrown) {
    if (thrown instanceof SyntaxFailure) return thrown.problem;
    if (thrown instanceof NotExpressible) return opaqueText(text, param, tokens);
    throw thrown;
  }
}

function opaqueText(text: string, param: string, tokens: readonly Token[]): ParseResult {
  const start = tokens[0]?.start ?? 0;
  const end = tokens.at(-1)?.end ?? text.length;
  return { ok: true, expression: opaqueOf(text, tokens, { param, start, end }) };
}
