/** The places in an expression's text that name columns. */
import type { Expression, Lambda } from '../../contract/expression.ts';
import { nameKey, sameName } from '../../contract/schema.ts';
import { mapChildren } from '../../expression/analyse.ts';
import type { Token } from '../../expression/parse/lex.ts';
import { lex } from '../../expression/parse/lex.ts';
import { parseExpression } from '../../expression/parser.ts';

export interface Reference {
  readonly name: string;
  /** What stands before the dot in `left.total`, where that could be an input. */
  readonly qualifier?: string;
  /** A dot follows: the name could be that of an input. */
  readonly qualifies?: true;
  /** UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** False inside of text that the AST has no node for: it may be no column at all. */
  readonly certain: boolean;
  /** Parameters of the lambdas around it, as `nameKey`s: a column of that name is not seen there. */
  readonly hidden: ReadonlySet<string>;
}

type Hidden = ReadonlySet<string>;

const hide = (hidden: Hidden, lambda: Lambda): Hidden =>
  new Set([...hidden, ...lambda.params.map(nameKey)]);

/** All of them in the order of the text; undefined for text with a syntax error. */
export function columnReferences(text: string): readonly Reference[] | undefined {
  const parsed = parseExpression(text, '');
  const lexed = lex(text);
  if (!parsed.ok || !lexed.ok) return undefined;
  const { tokens } = lexed;
  const found: Reference[] = [];

  const lastNameIn = (start: number, end: number, name: string): Token | undefined =>
    tokens.findLast(
      (token) =>
        token.start >= start && token.end <= end && isName(token) && sameName(nameOf(token), name),
    );
  const add = (
    each: Expression,
    name: string,
    hidden: Hidden,
    extra: Pick<Reference, 'qualifier' | 'qualifies'> = {},
  ): void => {
    const { span } = each;
    const token = span === undefined ? undefined : lastNameIn(span.start, span.end, name);
    if (token === undefined) return;
    const { start, end } = token;
    found.push({ name, start, end, certain: true, hidden, ...extra });
  };
  const visit = (each: Expression, hidden: Hidden): void => {
    if (each.kind === 'column' && !hidden.has(nameKey(each.name))) add(each, each.name, hidden);
    if (each.kind === 'field' && each.operand.kind === 'column') {
      const { operand } = each;
      if (hidden.has(nameKey(operand.name))) return;
      add(operand, operand.name, hidden, { qualifies: true });
      add(each, each.name, hidden, { qualifier: operand.name });
      return;
    }
    if (each.kind === 'opaque' && each.span !== undefined) {
      found.push(...namesInText(tokens, each.span.start, each.span.end, hidden));
    }
    const inner = each.kind === 'lambda' ? hide(hidden, each) : hidden;
    mapChildren(each, (child) => {
      visit(child, inner);
      return child;
    });
  };
  visit(parsed.expression, new Set());
  return found.sort((a, b) => a.start - b.start);
}

export const isName = (token: Token | undefined): token is Token =>
  token?.kind === 'word' || token?.kind === 'quoted';

/** As written: the value of a word is in lower case. */
export const nameOf = (token: Token): string => (token.kind === 'word' ? token.text : token.value);

/** Names of opaque text that may be columns: not functions, and not what comes after a dot. */
function namesInText(
  tokens: readonly Token[],
  from: number,
  to: number,
  hidden: Hidden,
): Reference[] {
  return tokens.flatMap((token, i) => {
    if (token.start < from || token.end > to || !isName(token)) return [];
    const [before, after] = [tokens[i - 1]?.text, tokens[i + 1]?.text];
    // After a name, `:` and `:=` make it a key.
    if (before === '.' || after === '(' || after === ':' || after === ':=') return [];
    const name = nameOf(token);
    if (hidden.has(nameKey(name))) return [];
    return [{ name, start: token.start, end: token.end, certain: false, hidden }];
  });
}
