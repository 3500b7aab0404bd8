/** The columns that an expression reads. Parameters of a lambda hide columns of the same name. */
import type { Expression, JoinSide, Lambda } from '../../contract/expression.ts';
import { nameKey } from '../../contract/schema.ts';
import { lex } from '../parse/lex.ts';
import { formatIdentifier } from '../quote.ts';
import { mapChildren, someExpression } from './traverse.ts';

export interface FreeColumns {
  /** As first written; no two differ in case only. */
  readonly names: readonly string[];
  /** Any column may be read: there is a `*` or a query in the expression. */
  readonly all: boolean;
}

type Hidden = ReadonlySet<string>;
const NOTHING: Hidden = new Set();

const hide = (hidden: Hidden, lambda: Lambda): Hidden =>
  new Set([...hidden, ...lambda.params.map(nameKey)]);

/** Columns read. The identifiers of opaque text are a superset of those it reads. */
export function freeColumns(expression: Expression): FreeColumns {
  const names = new Map<string, string>();
  let all = false;
  const add = (name: string, hidden: Hidden): void => {
    const key = nameKey(name);
    if (!hidden.has(key) && !names.has(key)) names.set(key, name);
  };
  const visit = (each: Expression, hidden: Hidden): void => {
    if (each.kind === 'column') add(each.name, each.side === undefined ? hidden : NOTHING);
    if (each.kind === 'opaque') {
      for (const name of each.identifiers) {
        if (name === '*') all = true;
        else add(name, hidden);
      }
    }
    const inner = each.kind === 'lambda' ? hide(hidden, each) : hidden;
    mapChildren(each, (child) => {
      visit(child, inner);
      return child;
    });
  };
  visit(expression, NOTHING);
  return { names: [...names.values()], all };
}

/** Whether columns can be replaced by expressions: not inside opaque text. */
export const canSubstitute = (expression: Expression): boolean =>
  !someExpression(expression, (each) => each.kind === 'opaque');

type Replacement = (name: string, side: JoinSide | undefined) => Expression | undefined;

/**
 * Replaces columns by expressions; those for which `replacement` gives nothing stay. Parameters of a
 * lambda that would capture a column of a replacement get another name.
 */
export function substituteColumns(expression: Expression, replacement: Replacement): Expression {
  const visit = (each: Expression, hidden: Hidden): Expression => {
    if (each.kind === 'column') {
      if (each.side === undefined && hidden.has(nameKey(each.name))) return each;
      return replacement(each.name, each.side) ?? each;
    }
    if (each.kind === 'lambda') {
      const safe = avoidCapture(each, hidden, replacement);
      return mapChildren(safe, (child) => visit(child, hide(hidden, safe)));
    }
    return mapChildren(each, (child) => visit(child, hidden));
  };
  return visit(expression, NOTHING);
}

/** The lambda with its parameters renamed where a replacement in its body reads a column so called. */
function avoidCapture(lambda: Lambda, hidden: Hidden, replacement: Replacement): Lambda {
  const inside = hide(hidden, lambda);
  const incoming = new Set<string>();
  const free = freeColumns(lambda.body).names;
  for (const name of free) {
    if (inside.has(nameKey(name))) continue;
    const value = replacement(name, undefined);
    if (value === undefined) continue;
    for (const read of freeColumns(value).names) incoming.add(nameKey(read));
  }
  if (!lambda.params.some((param) => incoming.has(nameKey(param)))) return lambda;
  const taken = new Set([...incoming, ...free.map(nameKey), ...lambda.params.map(nameKey)]);
  const renamed = new Map<string, string>();
  const params = lambda.params.map((param) => {
    if (!incoming.has(nameKey(param))) return param;
    let fresh = param;
    for (let n = 1; taken.has(nameKey(fresh)); n += 1) fresh = `${param}_${n}`;
    taken.add(nameKey(fresh));
    renamed.set(nameKey(param), fresh);
    return fresh;
  });
  return { ...lambda, params, body: renameColumns(lambda.body, renamed) };
}

/**
 * Gives columns new names; the map's keys are `nameKey`s. In opaque text the names are rewritten
 * token by token, except after a dot and before a bracket.
 */
export function renameColumns(
  expression: Expression,
  names: ReadonlyMap<string, string>,
): Expression {
  const visit = (each: Expression, hidden: Hidden): Expression => {
    const newName = (name: string): string | undefined =>
      hidden.has(nameKey(name)) ? undefined : names.get(nameKey(name));
    if (each.kind === 'column') {
      const name = each.side === undefined ? newName(each.name) : names.get(nameKey(each.name));
      return name === undefined ? each : { ...each, name };
    }
    if (each.kind === 'opaque') {
      const text = renameInText(each.text, newName);
      if (text === each.text) return each;
      const identifiers = [...new Set(each.identifiers.map((name) => newName(name) ?? name))];
      return { ...each, text, identifiers };
    }
    const inner = each.kind === 'lambda' ? hide(hidden, each) : hidden;
    return mapChildren(each, (child) => visit(child, inner));
  };
  return visit(expression, NOTHING);
}

/** Text with the names replaced that may be columns; text that cannot be read stays as it is. */
export function renameInText(text: string, newName: (name: string) => string | undefined): string {
  const lexed = lex(text);
  if (!lexed.ok) return text;
  let result = '';
  let done = 0;
  lexed.tokens.forEach((token, i) => {
    if (token.kind !== 'word' && token.kind !== 'quoted') return;
    const before = lexed.tokens[i - 1]?.text;
    const after = lexed.tokens[i + 1]?.text;
    if (before === '.' || after === '(') return;
    const name = newName(token.kind === 'word' ? token.text : token.value);
    if (name === undefined) return;
    result += text.slice(done, token.start) + formatIdentifier(name);
    done = token.end;
  });
  return result + text.slice(done);
}
