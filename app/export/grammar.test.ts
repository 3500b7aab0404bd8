import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grammarOf, readPiece } from './grammar.ts';
import type { Piece, Span } from './grammar.ts';

const FILES = ['a.sql', 'a.py', 'A.scala', 'A.java', 'a.ts', 'a.json', 'pom.xml', 'README.md'];

function read(path: string, text: string): { kind: Piece['kind']; text: string }[] {
  const grammar = grammarOf(path);
  if (grammar === undefined) throw new Error(`${path} has no grammar`);
  let open: Span | undefined;
  return text.split('\n').flatMap((line) => {
    const pieces = [];
    for (let at = 0; at < line.length;) {
      const piece = readPiece(line, at, open, grammar);
      if (piece.end <= at) throw new Error(`nothing read at ${at} of ${line}`);
      pieces.push({ kind: piece.kind, text: line.slice(at, piece.end) });
      at = piece.end;
      open = piece.open;
    }
    return pieces;
  });
}

const kinds = (path: string, text: string, ...shown: Piece['kind'][]): string[] =>
  read(path, text)
    .filter(({ kind }) => shown.includes(kind))
    .map((piece) => piece.text);

test.each([
  ['a.sql', `SELECT 'it''s' FROM "a 'b" -- 'c'`, [`'it'`, `'s'`]],
  ['a.py', `x = "a \\" b" + 'c' # "d"`, [`"a \\" b"`, `'c'`]],
  ['A.scala', `val x = """a \\""" + "b"`, [`"""a \\"""`, `"b"`]],
  ['A.java', `char c = '"'; String s = "//";`, [`'"'`, `"//"`]],
  ['a.ts', "const x = `a '${b}'` + 'c'", ["`a '${b}'`", `'c'`]],
  ['pom.xml', `<a b="c>">it's</a>`, [`"c>"`]],
  ['README.md', "it's `a` and `b`", ['`a`', '`b`']],
])('texts of %s', (path, code, texts) => {
  expect(kinds(path, code, 'string')).toEqual(texts);
});

test('texts and comments go on over lines until they are closed', () => {
  expect(kinds('a.py', 'q = """\n  SELECT "x"\n""" + y', 'string')).toEqual([
    '"""',
    '  SELECT "x"',
    '"""',
  ]);
  expect(kinds('A.java', '/** a\n * "b"\n */ int c', 'comment')).toEqual([
    '/** a',
    ' * "b"',
    ' */',
  ]);
  expect(kinds('README.md', '# A\n```sh\n# b\n```\nc', 'heading')).toEqual(['# A']);
  // A text of one line that is not closed ends with it.
  expect(kinds('a.ts', "x = 'a\ny = 1", 'word')).toEqual(['x', 'y']);
});

test('a file of a kind without colours has no grammar', () => {
  expect(grammarOf('requirements.txt')).toBeUndefined();
  expect(grammarOf('LICENSE')).toBeUndefined();
});

test('no character is lost', () => {
  const part = fc.constantFrom(
    '"',
    "'",
    '`',
    '/*',
    '*/',
    '--',
    '#',
    '\\',
    '<a',
    '>',
    '\n',
    '🛫',
    'é',
    ' x1 ',
    '1.5e3',
    '.f(',
  );
  fc.assert(
    fc.property(fc.constantFrom(...FILES), fc.array(part), (path, parts) => {
      const text = parts.join('');
      const pieces = read(path, text).map((piece) => piece.text);
      expect(pieces.join('')).toBe(text.replaceAll('\n', ''));
    }),
  );
});
