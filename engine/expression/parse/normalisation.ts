/** What the steps of one normalisation share: the tokens, the items made so far, the open brackets. */
import type { SyntaxProblem, Token } from './lex.ts';
import { problem } from './lex.ts';

export interface Item {
  /** What the library is given. */
  readonly text: string;
  /** First and last token that it stands for. */
  readonly first: number;
  readonly last: number;
  /** DuckDB's operator, in canonical spelling. */
  readonly operator?: string;
  /** Tokens to be kept as opaque text. */
  readonly opaque?: boolean;
  /** Of a call's opening bracket: nulls are ignored. */
  readonly ignoreNulls?: boolean;
  /** Of an OVER clause's opening bracket. */
  readonly exclude?: string;
  /** Of a function name: how its arguments were written, e.g. `extract`. */
  readonly form?: string;
}

export type NormaliseResult =
  | { readonly ok: true; readonly items: readonly Item[] }
  /** Valid as far as can be told, but the library or the AST has no form for it. */
  | { readonly ok: true; readonly opaque: true }
  | SyntaxProblem;

/** Stands for `IS NULL` and the like: between `[` and `]` the library stops at a real one. */
export const POSTFIX = ':: INT';

/** One open bracket. */
export interface Frame {
  readonly kind: 'group' | 'call' | 'list' | 'index' | 'brace' | 'over' | 'frame-clause' | 'case';
  /** Name of the function called; of a CASE, its last word. */
  readonly owner: string;
  readonly close: number;
}

/** State shared by the steps of one normalisation. */
export class Normalisation {
  readonly tokens: readonly Token[];
  readonly closeOf: ReadonlyMap<number, number>;
  readonly items: Item[] = [];
  readonly frames: Frame[] = [];
  /** Types that a CAST names: index of the first token → index after the last. */
  readonly typeEnds = new Map<number, number>();
  /** Tokens that a special form such as `substring(x FROM 1)` rewrites. */
  readonly replacements = new Map<number, string>();
  /** The item before ends an operand, so an operator or an end may follow. */
  operand = false;
  failure: SyntaxProblem | undefined;
  isOpaque = false;

  constructor(tokens: readonly Token[], closeOf: ReadonlyMap<number, number>) {
    this.tokens = tokens;
    this.closeOf = closeOf;
  }

  word(at: number, ...values: readonly string[]): boolean {
    const token = this.tokens[at];
    return token?.kind === 'word' && values.includes(token.value);
  }

  /** A token that only the function grammar gives a meaning to. */
  symbol(at: number, text: string): boolean {
    const token = this.tokens[at];
    return (
      token !== undefined && token.text === text && /^(operator|punctuation)$/.test(token.kind)
    );
  }

  fail(message: string, at: number, hint?: string): number {
    const token = this.tokens[Math.min(at, this.tokens.length - 1)];
    this.failure ??= problem(message, token?.start ?? 0, token?.end ?? 0, hint);
    return this.tokens.length;
  }

  /** Gives up on a structure: DuckDB will judge the text. */
  giveUp(): number {
    this.isOpaque = true;
    return this.tokens.length;
  }

  /** Adds an operand; two in a row are an error. Returns the index of the next token. */
  addOperand(text: string, first: number, last = first, extra: Partial<Item> = {}): number {
    if (this.operand) return this.unexpected(first);
    this.items.push({ text, first, last, ...extra });
    this.operand = true;
    return last + 1;
  }

  /** Adds something that must follow an operand. */
  addInfix(text: string, first: number, last = first, operator?: string): number {
    if (!this.operand) return this.missingOperand(first);
    this.items.push({ text, first, last, ...(operator === undefined ? {} : { operator }) });
    this.operand = false;
    return last + 1;
  }

  add(text: string, first: number, last = first, extra: Partial<Item> = {}): number {
    this.items.push({ text, first, last, ...extra });
    return last + 1;
  }

  unexpected(at: number): number {
    const token = this.tokens[at];
    const before = this.tokens[at - 1];
    const shown = token?.text ?? 'end';
    const hint =
      token !== undefined && before?.kind === 'word' && token.kind === 'word'
        ? 'A name with spaces needs double quotes.'
        : 'An operator or a comma is missing before it.';
    return this.fail(`Unexpected ${shown} after ${before?.text ?? 'the start'}.`, at, hint);
  }

  missingOperand(at: number): number {
    const token = this.tokens[at];
    const before = this.tokens[at - 1];
    if (token === undefined && before !== undefined) {
      return this.fail(
        `Something is missing after ${before.text}.`,
        at - 1,
        'The expression ends too early.',
      );
    }
    return this.fail(
      before === undefined
        ? `Something is missing before ${token?.text ?? ''}.`
        : `Something is missing between ${before.text} and ${token?.text ?? ''}.`,
      at,
    );
  }
}
