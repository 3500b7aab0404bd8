/** The colours of a file, by the language that its name tells. */
import { StreamLanguage } from '@codemirror/language';
import type { StreamParser } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';
import { codeColours } from '../ui/code-colours.ts';
import { grammarOf, readPiece } from './grammar.ts';
import type { Grammar, PieceKind, Span } from './grammar.ts';

interface LineState {
  open: Span | undefined;
}

const STYLE: Readonly<Record<Exclude<PieceKind, 'word'>, string | null>> = {
  space: null,
  other: null,
  comment: 'comment',
  string: 'string',
  name: 'variableName',
  number: 'number',
  tag: 'tagName',
  heading: 'heading',
  bracket: 'bracket',
};

const parser = (grammar: Grammar): StreamParser<LineState> => ({
  name: grammar.name,
  startState: () => ({ open: undefined }),
  copyState: ({ open }) => ({ open }),
  token: (stream, state) => {
    const { string: line, pos } = stream;
    const { kind, end, open } = readPiece(line, pos, state.open, grammar);
    state.open = open;
    stream.pos = end;
    return kind === 'word' ? wordStyle(line, pos, end, grammar) : STYLE[kind];
  },
  tokenTable: {
    function: tags.function(tags.variableName),
    special: tags.special(tags.variableName),
  },
});

function wordStyle(line: string, start: number, end: number, grammar: Grammar): string {
  const word = line.slice(start, end);
  if (/^[@$]/.test(word)) return 'special';
  const isProperty = line[start - 1] === '.';
  const { keywords, ignoresCase = false } = grammar;
  if (!isProperty && keywords.has(ignoresCase ? word.toLowerCase() : word)) return 'keyword';
  if (line[end] === '(') return 'function';
  return isProperty ? 'propertyName' : 'variableName';
}

const languages = new Map<Grammar, Extension>();

/** Files of other kinds have no colours. */
export function languageOf(path: string): Extension {
  const grammar = grammarOf(path);
  if (grammar === undefined) return [];
  const known = languages.get(grammar) ?? [StreamLanguage.define(parser(grammar)), codeColours];
  languages.set(grammar, known);
  return known;
}
