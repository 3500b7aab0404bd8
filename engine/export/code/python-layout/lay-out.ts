/**
 * A Python statement over lines, just as black 25.1 (stable style, 88 columns) leaves it: at the last
 * brackets first, at operators and dots inside of brackets, a trailing comma where items have lines.
 */
import type { Line, Parts } from './lines.ts';
import {
  canOmitParentheses,
  delimitersOf,
  isShort,
  splitBrackets,
  textOf,
  trailersToOmit,
} from './lines.ts';
import type { Token } from './tokens.ts';
import { COMMA_PRIORITY, DOT_PRIORITY, tokenize, withOptionalParentheses } from './tokens.ts';

/**
 * @param statement on one line, with the spaces that black puts
 * @param level of indentation
 */
export function layOutPython(statement: string, level: number): string {
  const tokens = tokenize(statement);
  const line: Line = {
    tokens: withOptionalParentheses(wrapped(tokens, level)),
    depth: level,
    inside: false,
    explode: false,
  };
  return transform(line, false).map(textOf).join('\n');
}

/** A chain of calls that is a statement by itself and too long gets parentheses, so that it has a line a call. */
function wrapped(tokens: readonly Token[], level: number): readonly Token[] {
  if (tokens[0]?.text === 'return' || tokens[1]?.text === '=') return tokens;
  const whole: Line = { tokens, depth: level, inside: false, explode: false };
  const dots = [...delimitersOf(tokens).values()].filter((each) => each === DOT_PRIORITY).length;
  if (dots < 2 || isShort(whole) || isShort({ ...whole, depth: level + 1 })) return tokens;
  const open: Token = { text: '(', space: '', kind: 'open', collection: true };
  return [open, ...tokens, { text: ')', space: '', kind: 'close', mate: open }];
}

/** @param forced optional parentheses are not to be left out */
function transform(line: Line, forced: boolean): readonly Line[] {
  if (!line.explode && isShort(line)) return [line];
  return (
    (line.inside ? run(line, splitDelimiters(line), forced) : undefined) ??
    splitRight(line, forced) ?? [line]
  );
}

/** The lines, each broken further; undefined where nothing changed. */
function run(
  line: Line,
  lines: readonly Line[] | undefined,
  forced: boolean,
): readonly Line[] | undefined {
  if (lines === undefined) return undefined;
  const text = textOf(line);
  if (lines.some((each) => textOf(each) === text)) return undefined;
  return lines.flatMap((each) => transform(each, forced));
}

function splitDelimiters(line: Line): readonly Line[] | undefined {
  const { tokens, depth } = line;
  const delimiters = delimitersOf(tokens);
  const last = tokens.at(-1);
  const priorities = [...delimiters].filter(([token]) => token !== last).map(([, each]) => each);
  if (priorities.length === 0) return undefined;
  const most = Math.max(...priorities);
  if (most === DOT_PRIORITY && priorities.filter((each) => each === most).length === 1) {
    return undefined;
  }
  const groups: Token[][] = [[]];
  for (const token of tokens) {
    groups.at(-1)?.push(token);
    if (delimiters.get(token) === most && token !== last) groups.push([]);
  }
  if (most === COMMA_PRIORITY && last?.kind !== 'comma') {
    groups.at(-1)?.push({ text: ',', space: '', kind: 'comma' });
  }
  return groups.map((group) => ({ tokens: group, depth, inside: true, explode: false }));
}

/** Broken at brackets; where that leaves a first line too long, once more with all parentheses written. */
function splitRight(line: Line, forced: boolean): readonly Line[] | undefined {
  const optional = optionalPair(line.tokens);
  const result = run(line, atBrackets(line, forced), forced);
  if (result === undefined || forced || optional.length === 0) return result;
  const [first] = result;
  const shown = optional.some(({ text }) => text !== '');
  if (shown || textOf(line).includes('\n') || first === undefined || isShort(first)) return result;
  const second = splitRight(line, true);
  if (second?.every(isShort) === true) return second;
  for (const token of optional) token.text = '';
  return result;
}

/** Empty parentheses that both stand in the line. */
function optionalPair(tokens: readonly Token[]): readonly Token[] {
  const close = tokens.find(({ kind, text }) => kind === 'close' && text === '');
  const open = close?.mate;
  return close !== undefined && open !== undefined && tokens.includes(open) ? [open, close] : [];
}

function atBrackets(line: Line, forced: boolean): readonly Line[] | undefined {
  for (const omit of trailersToOmit(line)) {
    const lines = splitOmitting(line, forced, omit);
    if (lines === undefined) return undefined;
    const [first] = lines;
    if (first !== undefined && isShort(first)) return lines;
  }
  return splitOmitting(line, forced, new Set());
}

function splitOmitting(
  line: Line,
  forced: boolean,
  omit: ReadonlySet<Token>,
): readonly Line[] | undefined {
  const parts = splitBrackets(line, omit);
  if (parts === undefined) return undefined;
  if (!forced && parts.open.text === '' && canOmitParentheses(parts)) {
    const without = splitOmitting(line, forced, new Set([...omit, parts.close]));
    if (without !== undefined) return without;
    if (parts.body.tokens.length < 2 && !isShort(parts.body)) return undefined;
  }
  show(parts);
  return [parts.head, parts.body, parts.tail].filter(({ tokens }) => tokens.length > 0);
}

function show({ open, close }: Parts): void {
  if (open.text !== '') return;
  open.text = '(';
  close.text = ')';
}
