/** What a word of an expression means: for hovering and for the call that the cursor is in. */
import type { Column } from '../../../engine/contract/schema.ts';
import { findColumn } from '../../../engine/contract/schema.ts';
import { findFunction } from '../../../engine/expression/functions/catalogue.ts';
import type { FunctionEntry } from '../../../engine/expression/functions/entry.ts';
import type { Scope } from './scope.ts';
import { columnsIn, membersBefore } from './scope.ts';
import type { Token } from './tokens.ts';
import { nameOf, tokensOf } from './tokens.ts';

export type Meaning =
  | { readonly kind: 'column' | 'field'; readonly column: Column }
  | { readonly kind: 'function'; readonly entry: FunctionEntry }
  | { readonly kind: 'parameter'; readonly name: string; readonly type: string };

export interface Explanation {
  readonly start: number;
  readonly end: number;
  readonly meaning: Meaning;
}

export function explainAt(text: string, pos: number, scope: Scope): Explanation | undefined {
  const tokens = tokensOf(text);
  const i = tokens.findIndex(({ start, end }) => start <= pos && pos < end);
  const token = tokens[i];
  if (token === undefined) return undefined;
  const meaning = meaningOf(tokens, i, scope);
  return meaning === undefined ? undefined : { start: token.start, end: token.end, meaning };
}

function meaningOf(tokens: readonly Token[], i: number, scope: Scope): Meaning | undefined {
  const token = tokens[i] as Token;
  if (token.kind === 'parameter') {
    const name = token.text.slice(1);
    const found = Object.hasOwn(scope.parameters, name) ? scope.parameters[name] : undefined;
    return found === undefined ? undefined : { kind: 'parameter', name, type: found.type };
  }
  if (token.kind !== 'word' && token.kind !== 'name') return undefined;
  if (tokens[i + 1]?.text === '(' && token.kind === 'word') {
    const entry = findFunction(token.text);
    return entry === undefined ? undefined : { kind: 'function', entry };
  }
  const isMember = tokens[i - 1]?.text === '.';
  const members = isMember ? membersBefore(tokens.slice(0, i), tokens, scope) : undefined;
  if (isMember && members === undefined) return undefined;
  const column = findColumn(members?.members ?? columnsIn(scope), nameOf(token));
  if (column === undefined) return undefined;
  return { kind: members?.kind === 'fields' ? 'field' : 'column', column };
}

export interface OpenCall {
  readonly entry: FunctionEntry;
  /** Where its name begins. */
  readonly start: number;
  /** Which argument the cursor is in, from 0. */
  readonly argument: number;
}

/** The innermost call of a known function that the cursor is inside of. */
export function callAround(text: string, pos: number): OpenCall | undefined {
  const stack: { readonly at: number; commas: number }[] = [];
  const tokens = tokensOf(text);
  for (const [i, token] of tokens.entries()) {
    if (token.start >= pos) break;
    if (token.kind !== 'punctuation') continue;
    if (/^[([{]$/.test(token.text)) stack.push({ at: i, commas: 0 });
    else if (/^[)\]}]$/.test(token.text)) stack.pop();
    else if (token.text === ',') {
      const top = stack.at(-1);
      if (top !== undefined) top.commas += 1;
    }
  }
  for (const { at, commas } of stack.toReversed()) {
    const name = tokens[at - 1];
    if (tokens[at]?.text !== '(' || name?.kind !== 'word') continue;
    const entry = findFunction(name.text);
    if (entry !== undefined) return { entry, start: name.start, argument: commas };
  }
  return undefined;
}

/** One argument, e.g. `digits? INTEGER`. */
const argumentText = (entry: FunctionEntry, signature: number): string[] =>
  (entry.signatures[signature]?.args ?? []).map(
    ({ name, type, optional, variadic }) =>
      `${name}${optional === true ? '?' : ''}${variadic === true ? '…' : ''} ${type}`,
  );

/** `round(value NUMBER, digits? INTEGER) → NUMBER`, or without the name. */
export function signatureText(entry: FunctionEntry, signature: number, named = true): string {
  const { before, args, after } = signatureParts(entry, signature);
  return `${named ? before : '('}${args.join(', ')}${after}`;
}

export function signatureParts(
  entry: FunctionEntry,
  signature: number,
): { readonly before: string; readonly args: readonly string[]; readonly after: string } {
  return {
    before: `${entry.name}(`,
    args: argumentText(entry, signature),
    after: `) → ${entry.signatures[signature]?.returns ?? ''}`,
  };
}

/** The signature to show for a call with the cursor in an argument: the first that has as many. */
export function signatureFor(entry: FunctionEntry, argument: number): number {
  const fits = entry.signatures.findIndex(
    ({ args }) => args.length > argument || args.at(-1)?.variadic === true,
  );
  return fits === -1 ? 0 : fits;
}
