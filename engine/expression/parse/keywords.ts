/** Words that have a meaning of their own where they stand in an expression. */
import type { Token } from './lex.ts';
import type { Normalisation } from './normalisation.ts';
import { POSTFIX } from './normalisation.ts';
import { windowWord } from './window-words.ts';

export const INTERVAL_UNIT =
  /^(millenni(um|ums|a)|centur(y|ies)|decades?|years?|quarters?|months?|weeks?|days?|hours?|minutes?|seconds?|milliseconds?|microseconds?)$/;

/** Words with a meaning of their own here; `undefined` when the word is a name. */
export function keyword(n: Normalisation, at: number): number | undefined {
  if (n.symbol(at - 1, '.')) return undefined;
  const { value } = n.tokens[at] as Token;
  if (n.frames.at(-1)?.kind === 'frame-clause') {
    const next = windowWord(n, at, value);
    if (next !== undefined) return next;
  }
  switch (value) {
    case 'and':
    case 'or':
      return n.addInfix('+', at, at, value);
    case 'not':
      return n.operand ? negatedMembership(n, at) : n.add('-', at, at, { operator: 'not' });
    case 'null':
    case 'true':
    case 'false':
      return n.addOperand(value, at);
    case 'case':
      if (n.operand) return n.unexpected(at);
      n.frames.push({ kind: 'case', owner: 'case', close: -1 });
      return n.add('CASE', at);
    case 'when':
    case 'then':
    case 'else':
    case 'end':
      return caseWord(n, at, value);
    case 'in':
      return n.addInfix('+', at, at, value);
    case 'lambda':
      return lambda(n, at);
    case 'interval':
      return interval(n, at);
    case 'map':
      return n.symbol(at + 1, '{') && !n.operand ? n.add('MAP', at) : undefined;
    case 'array':
      return n.symbol(at + 1, '[') && !n.operand ? at + 1 : undefined;
    case 'as':
      if (n.frames.at(-1)?.owner === 'cast') return n.addInfix('AS', at);
      return n.fail('An expression cannot give itself a name with AS.', at);
    case 'collate':
      return n.operand ? n.giveUp() : n.unexpected(at);
    default:
      return n.operand ? afterOperand(n, at, value) : windowWord(n, at, value);
  }
}

function afterOperand(n: Normalisation, at: number, value: string): number | undefined {
  switch (value) {
    case 'between':
    case 'like':
    case 'ilike':
    case 'glob':
    case 'escape':
      return n.addInfix('+', at, at, value);
    case 'similar':
      return n.word(at + 1, 'to') ? n.addInfix('+', at, at + 1, 'similar to') : undefined;
    case 'isnull':
      return n.add(POSTFIX, at, at, { operator: 'is null' });
    case 'notnull':
      return n.add(POSTFIX, at, at, { operator: 'is not null' });
    case 'is':
      return is(n, at);
    case 'at':
      if (!n.word(at + 1, 'time') || !n.word(at + 2, 'zone')) return undefined;
      return n.addInfix('+', at, at + 2, 'at time zone');
    default:
      return windowWord(n, at, value);
  }
}

function is(n: Normalisation, at: number): number {
  const negated = n.word(at + 1, 'not');
  const test = at + (negated ? 2 : 1);
  if (n.word(test, 'distinct') && n.word(test + 1, 'from')) {
    return n.addInfix('+', at, test + 1, `is ${negated ? 'not ' : ''}distinct from`);
  }
  if (!n.word(test, 'null', 'true', 'false', 'unknown')) {
    return n.fail(
      'After IS comes NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM.',
      Math.min(test, n.tokens.length - 1),
    );
  }
  const operator = `is ${negated ? 'not ' : ''}${(n.tokens[test] as Token).value}`;
  return n.add(POSTFIX, at, test, { operator });
}

function negatedMembership(n: Normalisation, at: number): number {
  const next = n.tokens[at + 1]?.value ?? '';
  if (n.word(at + 1, 'in', 'like', 'ilike', 'between')) {
    return n.addInfix('+', at, at + 1, `not ${next}`);
  }
  if (n.word(at + 1, 'null')) return n.add(POSTFIX, at, at + 1, { operator: 'is not null' });
  if (n.word(at + 1, 'similar') && n.word(at + 2, 'to')) {
    return n.addInfix('+', at, at + 2, 'not similar to');
  }
  return n.unexpected(at);
}

/** `lambda x, y: body`. */
function lambda(n: Normalisation, at: number): number {
  if (n.operand) return n.unexpected(at);
  n.add('LAMBDA', at);
  let next = at + 1;
  for (;;) {
    if (!/^(word|quoted)$/.test(n.tokens[next]?.kind ?? '')) {
      return n.fail('The name of a parameter is missing.', next);
    }
    n.add('c', next);
    if (n.symbol(next + 1, ':')) return n.add(':', next + 1);
    if (!n.symbol(next + 1, ',')) return n.fail('A : is missing after LAMBDA.', next + 1);
    n.add(',', next + 1);
    next += 2;
  }
}

function interval(n: Normalisation, at: number): number | undefined {
  const value = n.tokens[at + 1];
  if (n.operand || value === undefined) return undefined;
  const end = value.text === '(' ? n.closeOf.get(at + 1) : at + 1;
  if (end === undefined || !/^(string|number|punctuation)$/.test(value.kind)) return undefined;
  if (value.kind === 'punctuation' && value.text !== '(') return undefined;
  const unit = INTERVAL_UNIT.test(n.tokens[end + 1]?.value ?? '');
  if (n.word(end + 2, 'to') && unit) return n.giveUp();
  if (!unit && value.kind !== 'string') {
    return value.text === '('
      ? undefined
      : n.fail('A unit such as DAY is missing after this interval.', end);
  }
  if (unit) n.replacements.set(end + 1, 'unit');
  return n.add('INTERVAL', at);
}

/** Which words of a CASE may come after which. */
const CASE_ORDER: Readonly<Record<string, readonly string[]>> = {
  when: ['case', 'then'],
  then: ['when'],
  else: ['then'],
  end: ['then', 'else'],
};

function caseWord(n: Normalisation, at: number, value: string): number {
  const frame = n.frames.at(-1);
  const shown = value.toUpperCase();
  if (frame?.kind !== 'case') return n.fail(`There is no CASE that this ${shown} belongs to.`, at);
  if (CASE_ORDER[value]?.includes(frame.owner) !== true) {
    const hint = 'A CASE reads: CASE WHEN condition THEN value ELSE value END.';
    return n.fail(`${shown} cannot follow ${frame.owner.toUpperCase()} here.`, at, hint);
  }
  if (!n.operand && !(value === 'when' && frame.owner === 'case')) return n.missingOperand(at);
  n.frames.pop();
  n.operand = value === 'end';
  if (value !== 'end') n.frames.push({ ...frame, owner: value });
  return n.add(value, at);
}
