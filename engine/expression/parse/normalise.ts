/**
 * Turns DuckDB's tokens into text that the parser library reads, without loss: every piece (`Item`)
 * keeps the tokens it stands for, and what is read back is taken from those tokens.
 *
 * The library knows most of DuckDB's grammar but gives operators other precedences, drops the names
 * of types and rejects some constructs (`**`, GLOB, `IN list`, IGNORE NULLS, EXCLUDE ...). So all
 * infix operators become `+`, all prefix operators `-` and all postfix ones a cast; `associate` restores their structure
 * from DuckDB's own precedences. Types become INT, function names `f`, texts `'s'`.
 */
import { findAtDepth } from './brackets.ts';
import { keyword } from './keywords.ts';
import type { Token } from './lex.ts';
import type { NormaliseResult } from './normalisation.ts';
import { Normalisation, POSTFIX } from './normalisation.ts';
import { binaryLevel, canonicalOperator, isPrefixSymbol } from './operators.ts';
import { specialForm } from './special-forms.ts';
import { LITERAL_TYPES, typeEnd } from './type-extent.ts';

/** Functions that take a lambda; in their arguments `->` makes one, elsewhere it is JSON's arrow. */
const LAMBDA_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'list_transform list_filter list_reduce list_apply array_transform array_filter array_reduce ' +
    'array_apply apply filter reduce'
  ).split(' '),
);

/** Words that cannot be a column and have no meaning in an expression by themselves. */
const MISPLACED: ReadonlySet<string> = new Set(
  'select from where group having limit offset union except intersect window qualify using on into with create'.split(
    ' ',
  ),
);

export function normalise(
  tokens: readonly Token[],
  closeOf: ReadonlyMap<number, number>,
): NormaliseResult {
  const n = new Normalisation(tokens, closeOf);
  let at = 0;
  while (at < n.tokens.length) at = step(n, at);
  if (n.failure === undefined && !n.isOpaque) {
    if (!n.operand) n.missingOperand(n.tokens.length);
    else if (n.frames.at(-1)?.kind === 'case') endMissing(n, n.tokens.length);
  }
  if (n.failure !== undefined) return n.failure;
  return n.isOpaque ? { ok: true, opaque: true } : { ok: true, items: n.items };
}

function step(n: Normalisation, at: number): number {
  const token = n.tokens[at] as Token;
  const replacement = n.replacements.get(at);
  if (replacement === '') return at + 1;
  if (replacement === ',') return n.addInfix(',', at);
  if (replacement === 'unit') return n.add('DAY', at);
  const type = n.typeEnds.get(at);
  if (type !== undefined) return n.addOperand('INT', at, type - 1);
  switch (token.kind) {
    case 'quoted':
      return name(n, at);
    case 'string':
      return n.addOperand("'s'", at);
    case 'number':
      return n.addOperand('1', at);
    case 'parameter':
      return n.addOperand('$1', at);
    case 'other':
      return n.addOperand('q', at, at, { opaque: true });
    case 'operator':
      return operator(n, at);
    case 'punctuation':
      return punctuation(n, at);
    case 'word':
      return keyword(n, at) ?? name(n, at);
  }
}

const endMissing = (n: Normalisation, at: number): number =>
  n.fail('END is missing: this CASE is not closed.', at);

function punctuation(n: Normalisation, at: number): number {
  const token = n.tokens[at] as Token;
  switch (token.text) {
    case '(':
      return openGroup(n, at);
    case '[':
      return openSquare(n, at);
    case '{':
      if (n.operand) return n.unexpected(at);
      n.frames.push({ kind: 'brace', owner: '', close: n.closeOf.get(at) ?? at });
      return n.add('{', at);
    case ',':
      if (n.frames.at(-1)?.kind === 'case') return endMissing(n, at);
      return n.frames.length === 0 ? n.unexpected(at) : n.addInfix(',', at);
    case '.':
      if (!n.operand) return n.missingOperand(at);
      if (n.symbol(at + 1, '*')) return n.giveUp();
      n.operand = false;
      return n.add('.', at);
    case ':': {
      const frame = n.frames.at(-1);
      if (frame?.kind !== 'brace' && frame?.kind !== 'index') return n.unexpected(at);
      n.operand = false;
      return n.add(':', at);
    }
    default:
      return closeBracket(n, at);
  }
}

function closeBracket(n: Normalisation, at: number): number {
  const frame = n.frames.pop();
  if (frame?.kind === 'case') return endMissing(n, at);
  const before = n.tokens[at - 1];
  const opened = before !== undefined && /^[([{]$/.test(before.text);
  const slice = frame?.kind === 'index' && before?.text === ':';
  const empty = opened && frame?.kind !== 'group' && frame?.kind !== 'index';
  if (!n.operand && !empty && !slice) {
    if (opened) return n.fail('Nothing stands between these brackets.', at);
    return n.missingOperand(at);
  }
  n.operand = true;
  return n.add((n.tokens[at] as Token).text, at);
}

function openGroup(n: Normalisation, at: number): number {
  const close = n.closeOf.get(at) ?? at;
  if (n.operand) return n.unexpected(at);
  if (n.word(at + 1, 'select', 'with', 'from', 'values', 'describe', 'show', 'pivot', 'table')) {
    if (n.items.at(-1)?.operator?.endsWith('in')) return n.giveUp();
    return n.addOperand('q', at, close, { opaque: true });
  }
  n.frames.push({ kind: 'group', owner: '', close });
  return n.add('(', at);
}

function openSquare(n: Normalisation, at: number): number {
  const close = n.closeOf.get(at) ?? at;
  if (n.operand) {
    n.operand = false;
    n.frames.push({ kind: 'index', owner: '', close });
    return n.add('[', at);
  }
  const isFor = (token: Token): boolean => token.kind === 'word' && token.value === 'for';
  if (findAtDepth(n.tokens, n.closeOf, at + 1, close, isFor) >= 0) {
    return n.addOperand('q', at, close, { opaque: true });
  }
  n.frames.push({ kind: 'list', owner: '', close });
  return n.add('[', at);
}

/** A column, a part of a dotted name, or the name of a function. */
function name(n: Normalisation, at: number): number {
  const token = n.tokens[at] as Token;
  if (n.symbol(at + 1, '(')) return call(n, at);
  if (token.kind === 'word' && MISPLACED.has(token.value) && !n.symbol(at - 1, '.')) {
    return n.fail(
      `${token.text} cannot stand in an expression.`,
      at,
      'Write one expression, not a query.',
    );
  }
  if (token.kind === 'word' && !n.operand) {
    const end = LITERAL_TYPES.has(token.value) ? typeEnd(n.tokens, n.closeOf, at) : at;
    if (end > at && n.tokens[end]?.kind === 'string') {
      n.add('DATE', at, end - 1);
      return n.addOperand("'s'", end);
    }
  }
  return n.addOperand('c', at);
}

function call(n: Normalisation, at: number): number {
  const name = (n.tokens[at] as Token).value;
  const close = n.closeOf.get(at + 1) ?? at + 1;
  const type = LITERAL_TYPES.has(name) ? typeEnd(n.tokens, n.closeOf, at) : at;
  if (type > close && n.tokens[type]?.kind === 'string') {
    n.add('DATE', at, type - 1);
    return n.addOperand("'s'", type);
  }
  if (n.tokens[at]?.kind === 'word') {
    if (name === 'exists' || name === 'columns') {
      return n.addOperand('q', at, close, { opaque: true });
    }
    if (name === 'any' || name === 'all' || name === 'some') return n.giveUp();
    if (name === 'array' && n.word(at + 2, 'select')) {
      return n.addOperand('q', at, close, { opaque: true });
    }
    if (name === 'cast' || name === 'try_cast') return cast(n, at, close);
  }
  const form = specialForm(n, at, close);
  n.addOperand('f', at, at, form === '' ? {} : { form });
  if (n.failure !== undefined) return n.tokens.length;
  n.operand = false;
  n.frames.push({ kind: 'call', owner: name, close });
  const ignoreNulls = dropNullTreatment(n, at + 2, close);
  n.add('(', at + 1, at + 1, ignoreNulls ? { ignoreNulls } : {});
  let next = at + 2;
  if (n.word(next, 'distinct')) next = n.add('DISTINCT', next);
  else if (n.word(next, 'all')) next = n.add('ALL', next);
  if (n.symbol(next, '*') && next + 1 === close) {
    n.operand = true;
    return n.add('*', next);
  }
  return next;
}

function cast(n: Normalisation, at: number, close: number): number {
  const isAs = (token: Token): boolean => token.kind === 'word' && token.value === 'as';
  const as = findAtDepth(n.tokens, n.closeOf, at + 2, close, isAs);
  if (as < 0) return n.fail('AS and a type are missing in this cast.', close);
  if (as + 1 === close) return n.fail('A type is missing after AS.', close);
  if (typeEnd(n.tokens, n.closeOf, as + 1) !== close) {
    return n.fail('This is not a type.', as + 1);
  }
  if (n.operand) return n.unexpected(at);
  n.typeEnds.set(as + 1, close);
  n.add((n.tokens[at] as Token).value, at);
  n.frames.push({ kind: 'call', owner: 'cast', close });
  return n.add('(', at + 1);
}

/** IGNORE NULLS and RESPECT NULLS at the end of arguments: the library reads them elsewhere. */
function dropNullTreatment(n: Normalisation, from: number, close: number): boolean {
  const at = findAtDepth(
    n.tokens,
    n.closeOf,
    from,
    close,
    (token) => token.kind === 'word' && /^(ignore|respect)$/.test(token.value),
  );
  if (at <= from || !n.word(at + 1, 'nulls')) return false;
  n.replacements.set(at, '').set(at + 1, '');
  return n.word(at, 'ignore');
}

function operator(n: Normalisation, at: number): number {
  const symbol = canonicalOperator((n.tokens[at] as Token).text);
  if (!n.operand) {
    if (isPrefixSymbol(symbol) && symbol !== '!') {
      return n.add('-', at, at, { operator: symbol });
    }
    if (symbol === '*' && n.tokens.length === 1) return n.giveUp();
    const split = /^([-+~@])([-+~@]+)$/.test(symbol);
    if (split) {
      return n.fail(`There is no operator ${symbol}.`, at, 'Write a space between the signs.');
    }
    return n.missingOperand(at);
  }
  if (symbol === '::') return doubleColon(n, at);
  if (symbol === ':=' || symbol === '=>') return n.addInfix(':=', at);
  const next = n.tokens[at + 1];
  // Before a sign DuckDB reads `!` as an infix operator, of which it has none.
  const infix = next?.kind === 'operator' && isPrefixSymbol(next.text);
  if (symbol === '!' && !infix) return n.add(POSTFIX, at, at, { operator: '!' });
  if (symbol === '->' && startsLambda(n, at)) return n.addInfix('->', at);
  if (binaryLevel(symbol) > 0) return n.addInfix('+', at, at, symbol);
  return n.fail(
    `There is no operator ${symbol}.`,
    at,
    'Signs that follow each other need a space between them.',
  );
}

function doubleColon(n: Normalisation, at: number): number {
  const end = typeEnd(n.tokens, n.closeOf, at + 1);
  if (end === at + 1) {
    return n.fail('A type is missing after ::', at, 'For example x::INTEGER.');
  }
  n.add('::', at);
  return n.add('INT', at + 1, end - 1);
}

/** `x ->` or `(x, y) ->` at the start of an argument of a function that takes a lambda. */
function startsLambda(n: Normalisation, at: number): boolean {
  const frame = n.frames.at(-1);
  if (frame?.kind !== 'call' || !LAMBDA_FUNCTIONS.has(frame.owner)) return false;
  let start = at - 1;
  if (n.symbol(start, ')')) {
    while (start >= 0 && !n.symbol(start, '(')) start -= 1;
  }
  return n.symbol(start - 1, ',') || n.symbol(start - 1, '(');
}
