/** The colours of an expression, from the pieces of `tokens.ts`. */
import { StreamLanguage } from '@codemirror/language';
import type { StreamParser } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';
import { findFunction } from '../../../engine/expression/functions/catalogue.ts';
import { codeColours } from '../../ui/code-colours.ts';
import type { Open, TokenKind } from './tokens.ts';
import { readToken } from './tokens.ts';
import type { TextKind } from './words.ts';
import { isKeyword } from './words.ts';

const FUNCTION = tags.function(tags.variableName);
const PARAMETER = tags.special(tags.variableName);

interface LineState {
  open: Open | undefined;
}

const STYLE: Readonly<Record<Exclude<TokenKind, 'space' | 'word'>, string>> = {
  comment: 'comment',
  name: 'variableName',
  string: 'string',
  number: 'number',
  parameter: 'special',
  operator: 'operator',
  punctuation: 'punctuation',
};

const parser = (kind: TextKind): StreamParser<LineState> => ({
  name: kind,
  startState: () => ({ open: undefined }),
  copyState: ({ open }) => ({ open }),
  token: (stream, state) => {
    const { string: line, pos } = stream;
    const read = readToken(line, pos, state.open);
    state.open = read.open;
    stream.pos = read.end;
    if (read.kind === 'space') return null;
    if (read.kind === 'word') return wordStyle(line, pos, read.end, kind);
    const isBracket = read.kind === 'punctuation' && /[()[\]{}]/.test(line[pos] ?? '');
    return isBracket ? 'bracket' : STYLE[read.kind];
  },
  tokenTable: { function: FUNCTION, special: PARAMETER },
  languageData: {
    closeBrackets: { brackets: ['(', '[', '{', "'", '"'] },
    commentTokens: { line: '--', block: { open: '/*', close: '*/' } },
  },
});

function wordStyle(line: string, start: number, end: number, kind: TextKind): string {
  const word = line.slice(start, end);
  if (line[start - 1] === '.') return 'propertyName';
  const called = /^\s*\(/.test(line.slice(end));
  if (called && findFunction(word) !== undefined) return 'function';
  if (isKeyword(word, kind)) return 'keyword';
  return called ? 'function' : 'variableName';
}

const languages: Readonly<Record<TextKind, StreamLanguage<LineState>>> = {
  expression: StreamLanguage.define(parser('expression')),
  query: StreamLanguage.define(parser('query')),
};

export const language = (kind: TextKind): Extension => [languages[kind], codeColours];
