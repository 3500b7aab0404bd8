/** The words of FILTER, ORDER BY, OVER and its frame. They are names everywhere else. */
import { findAtDepth } from './brackets.ts';
import type { Normalisation } from './normalisation.ts';

/** Index of the next token, or `undefined` when the word is a name here. */
export function windowWord(n: Normalisation, at: number, value: string): number | undefined {
  const frame = n.frames.at(-1);
  if (frame?.kind === 'frame-clause') return frameWord(n, at, value);
  switch (value) {
    case 'order':
      if (!n.word(at + 1, 'by')) return n.unexpected(at);
      if (frame?.kind !== 'over' && frame?.kind !== 'call') return n.unexpected(at);
      n.operand = false;
      return n.add('ORDER BY', at, at + 1);
    case 'asc':
    case 'desc':
      return n.operand ? n.add(value, at) : undefined;
    case 'nulls':
      if (!n.operand || !n.word(at + 1, 'first', 'last')) return undefined;
      return n.add(`NULLS ${n.tokens[at + 1]?.value ?? ''}`, at, at + 1);
    case 'partition':
      if (frame?.kind !== 'over' || !n.word(at + 1, 'by')) return undefined;
      n.operand = false;
      return n.add('PARTITION BY', at, at + 1);
    case 'rows':
    case 'range':
    case 'groups':
      return frame?.kind === 'over' ? startFrame(n, at, value) : undefined;
    case 'filter':
      return n.operand && n.symbol(at + 1, '(') ? filter(n, at) : undefined;
    case 'over':
      return n.operand && n.symbol(at - 1, ')') ? over(n, at) : undefined;
    case 'within':
      return n.operand && n.word(at + 1, 'group') ? n.giveUp() : undefined;
    default:
      return undefined;
  }
}

function startFrame(n: Normalisation, at: number, value: string): number | undefined {
  const opened = n.items.at(-1)?.text === '(';
  if (!n.operand && !opened) return undefined;
  const frame = n.frames.pop();
  if (frame !== undefined) n.frames.push({ ...frame, kind: 'frame-clause' });
  n.operand = false;
  return n.add(value, at);
}

function frameWord(n: Normalisation, at: number, value: string): number | undefined {
  switch (value) {
    case 'between':
    case 'and':
      n.operand = false;
      return n.add(value, at);
    case 'unbounded':
      if (!n.word(at + 1, 'preceding', 'following')) return n.unexpected(at);
      n.operand = true;
      return n.add(`UNBOUNDED ${n.tokens[at + 1]?.value ?? ''}`, at, at + 1);
    case 'current':
      if (!n.word(at + 1, 'row')) return n.unexpected(at);
      n.operand = true;
      return n.add('CURRENT ROW', at, at + 1);
    case 'preceding':
    case 'following':
      return n.operand ? n.add(value, at) : n.missingOperand(at);
    default:
      return undefined;
  }
}

function filter(n: Normalisation, at: number): number {
  const open = at + 1;
  n.add('FILTER', at);
  n.frames.push({ kind: 'group', owner: 'filter', close: n.closeOf.get(open) ?? open });
  n.operand = false;
  // DuckDB takes the condition without WHERE too.
  const last = n.word(open + 1, 'where') ? open + 1 : open;
  return n.add('(WHERE', open, last);
}

const EXCLUSIONS: Readonly<Record<string, number>> = {
  'current row': 2,
  group: 1,
  ties: 1,
  'no others': 2,
};

function over(n: Normalisation, at: number): number {
  const open = at + 1;
  if (!n.symbol(open, '(')) return n.giveUp();
  const close = n.closeOf.get(open) ?? open;
  n.add('OVER', at);
  n.frames.push({ kind: 'over', owner: '', close });
  n.operand = false;
  const exclude = findAtDepth(
    n.tokens,
    n.closeOf,
    open + 1,
    close,
    (token) => token.kind === 'word' && token.value === 'exclude',
  );
  const words = exclude < 0 ? [] : n.tokens.slice(exclude + 1, close).map((token) => token.value);
  const exclusion = words.join(' ');
  if (EXCLUSIONS[exclusion] !== words.length) return n.add('(', open);
  for (let i = exclude; i < close; i += 1) n.replacements.set(i, '');
  return n.add('(', open, open, exclusion === 'no others' ? {} : { exclude: exclusion });
}
