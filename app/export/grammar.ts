/**
 * The languages of exported files, as far as colours go. Not a parser: it reads what exports write, and
 * never loses a character.
 */
import { SQL_KEYWORDS } from '../ui/sql-keywords.ts';

export type PieceKind =
  | 'space'
  | 'comment'
  | 'string'
  | 'name'
  | 'word'
  | 'number'
  | 'tag'
  | 'heading'
  | 'bracket'
  | 'other';

/** Text between two marks. */
export interface Span {
  readonly kind: 'comment' | 'string' | 'name';
  readonly open: string;
  readonly close: string;
  /** A backslash takes the next character along. */
  readonly escapes?: boolean;
  /** It may be longer than a line. */
  readonly lines?: boolean;
}

export interface Grammar {
  readonly name: string;
  /** `code` has words and numbers, `markup` tags, `prose` headings. */
  readonly of: 'code' | 'markup' | 'prose';
  readonly keywords: ReadonlySet<string>;
  readonly ignoresCase?: boolean;
  readonly lineComment?: string;
  /** Where one mark begins as another does, the longer one stands first. */
  readonly spans: readonly Span[];
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
const NONE: ReadonlySet<string> = new Set();

const text = (mark: string, options: Pick<Span, 'escapes' | 'lines'> = {}): Span => ({
  kind: 'string',
  open: mark,
  close: mark,
  ...options,
});
const BLOCK_COMMENT: Span = { kind: 'comment', open: '/*', close: '*/', lines: true };
const ESCAPED = { escapes: true };
const ESCAPED_LINES = { escapes: true, lines: true };

const sql: Grammar = {
  name: 'sql',
  of: 'code',
  keywords: new Set([...SQL_KEYWORDS, 'copy', 'set', 'variable']),
  ignoresCase: true,
  lineComment: '--',
  // A quote that is doubled ends a text and begins one: the colour is the same.
  spans: [
    BLOCK_COMMENT,
    text("'", { lines: true }),
    { kind: 'name', open: '"', close: '"', lines: true },
  ],
};

const python: Grammar = {
  name: 'python',
  of: 'code',
  keywords: words(
    `and as assert async await break class continue def del elif else except False finally for from
    global if import in is lambda None nonlocal not or pass raise return True try while with yield`,
  ),
  lineComment: '#',
  spans: [
    text('"""', ESCAPED_LINES),
    text("'''", ESCAPED_LINES),
    text('"', ESCAPED),
    text("'", ESCAPED),
  ],
};

const scala: Grammar = {
  name: 'scala',
  of: 'code',
  keywords: words(
    `abstract case catch class def do else enum export extends false final finally for given if implicit
    import lazy match new null object override package private protected return sealed super then this
    throw trait true try type val var while with yield`,
  ),
  lineComment: '//',
  spans: [BLOCK_COMMENT, text('"""', { lines: true }), text('"', ESCAPED)],
};

const java: Grammar = {
  name: 'java',
  of: 'code',
  keywords: words(
    `abstract assert boolean break byte case catch char class continue default do double else enum
    extends false final finally float for if implements import instanceof int interface long new null
    package private protected public record return short static super switch this throw throws true try
    var void while`,
  ),
  lineComment: '//',
  spans: [BLOCK_COMMENT, text('"""', ESCAPED_LINES), text('"', ESCAPED), text("'", ESCAPED)],
};

const typescript: Grammar = {
  name: 'typescript',
  of: 'code',
  keywords: words(
    `as async await break case catch class const continue default delete do else enum export extends
    false finally for from function if import in instanceof interface let new null of return satisfies
    static super switch this throw true try type typeof undefined var void while yield`,
  ),
  lineComment: '//',
  spans: [BLOCK_COMMENT, text('`', ESCAPED_LINES), text("'", ESCAPED), text('"', ESCAPED)],
};

const json: Grammar = {
  name: 'json',
  of: 'code',
  keywords: words('true false null'),
  spans: [text('"', ESCAPED)],
};

const xml: Grammar = {
  name: 'xml',
  of: 'markup',
  keywords: NONE,
  spans: [{ kind: 'comment', open: '<!--', close: '-->', lines: true }, text('"', { lines: true })],
};

const markdown: Grammar = {
  name: 'markdown',
  of: 'prose',
  keywords: NONE,
  spans: [text('```', { lines: true }), text('`')],
};

const GRAMMARS: Readonly<Record<string, Grammar>> = {
  sql,
  py: python,
  scala,
  java,
  ts: typescript,
  json,
  xml,
  md: markdown,
};

/** By the file's name; undefined: it has no colours. */
export const grammarOf = (path: string): Grammar | undefined =>
  GRAMMARS[/\.(\w+)$/.exec(path)?.[1] ?? ''];

export interface Piece {
  readonly kind: PieceKind;
  readonly end: number;
  /** What the line leaves open. */
  readonly open?: Span | undefined;
}

const SPACE = /\s+/y;
const CODE: readonly (readonly [PieceKind, RegExp])[] = [
  ['word', /[\p{L}_$@][\p{L}\p{N}_$]*/uy],
  ['number', /\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?\w*/y],
  ['bracket', /[()[\]{}]/y],
];
const MARKUP: readonly (readonly [PieceKind, RegExp])[] = [['tag', /<[/?!]?[\w:.-]+|[/?]?>/y]];

/** The piece at an offset of a line, or the rest of one that an earlier line left open. */
export function readPiece(
  line: string,
  at: number,
  open: Span | undefined,
  grammar: Grammar,
): Piece {
  if (open !== undefined) return readSpan(line, at, open);
  const { of, lineComment, spans } = grammar;
  const space = endOf(SPACE, line, at);
  if (space !== undefined) return { kind: 'space', end: space };
  if (of === 'prose' && at === 0 && /^#{1,6} /.test(line)) {
    return { kind: 'heading', end: line.length };
  }
  if (lineComment !== undefined && line.startsWith(lineComment, at)) {
    return { kind: 'comment', end: line.length };
  }
  const span = spans.find((each) => line.startsWith(each.open, at));
  if (span !== undefined) return readSpan(line, at + span.open.length, span);
  for (const [kind, pattern] of of === 'code' ? CODE : of === 'markup' ? MARKUP : []) {
    const end = endOf(pattern, line, at);
    if (end !== undefined) return { kind, end };
  }
  const isPair = (line.codePointAt(at) ?? 0) > 0xffff;
  return { kind: 'other', end: at + (isPair ? 2 : 1) };
}

function readSpan(line: string, from: number, span: Span): Piece {
  const { kind, close, escapes = false, lines = false } = span;
  for (let at = from; at < line.length; at += 1) {
    if (escapes && line[at] === '\\') at += 1;
    else if (line.startsWith(close, at)) return { kind, end: at + close.length };
  }
  return { kind, end: line.length, ...(lines ? { open: span } : {}) };
}

function endOf(pattern: RegExp, line: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : undefined;
}
