/** JSON text with positions: syntax errors at a character, duplicate keys, and where each value stands. */
import { findNodeAtLocation, parseTree, printParseErrorCode, visit } from 'jsonc-parser';
import type { ParseErrorCode, ParseOptions } from 'jsonc-parser';
import type { Diagnostic } from '../contract/diagnostic.ts';
import { formatPath } from './json-path.ts';
import type { Path } from './json-path.ts';

/** 1-based line and column (UTF-16 units), and the offset in the text as it was given. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export type JsonText =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** Where the value at a path stands; of a path that is not there, its nearest parent. */
      readonly locate: (path: Path) => TextPosition;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

const BYTE_ORDER_MARK = '\uFEFF';
const STRICT: ParseOptions = {
  disallowComments: true,
  allowTrailingComma: false,
  allowEmptyContent: false,
};

export const formatPosition = (position: TextPosition): string =>
  `line ${position.line}, column ${position.column}`;

/** Parses JSON (RFC 8259). A byte order mark before it is tolerated. */
export function parseJsonText(text: string): JsonText {
  const shift = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  const body = text.slice(shift);
  if (body.trim() === '')
    return syntaxError('the file is empty', { line: 1, column: 1, offset: 0 });
  const at = (offset: number): TextPosition => positionAt(body, offset, shift);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (thrown) {
    return describeSyntaxError(body, thrown, at);
  }
  const diagnostics = findLosses(body, at);
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  return { ok: true, value, locate: (path) => at(locate(body, path)) };
}

function positionAt(body: string, offset: number, shift: number): TextPosition {
  const lines = body.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, offset: offset + shift };
}

const syntaxError = (what: string, position: TextPosition, length = 1): JsonText => ({
  ok: false,
  diagnostics: [
    {
      severity: 'error',
      code: 'invalid-json',
      message: `The file is not valid JSON: ${what} (${formatPosition(position)}).`,
      start: position.offset,
      end: position.offset + length,
    },
  ],
});

const EXPLANATIONS: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: 'this is no JSON value; texts and keys stand in double quotes',
  InvalidNumberFormat: 'this is not a number as JSON writes it',
  PropertyNameExpected:
    'a key in double quotes is expected here; no comma may follow the last entry',
  ValueExpected: 'a value is expected here; no comma may follow the last entry',
  ColonExpected: 'a ":" is expected here',
  CommaExpected: 'a "," is expected here',
  CloseBraceExpected: 'a "}" is missing',
  CloseBracketExpected: 'a "]" is missing',
  EndOfFileExpected: 'the document has ended, yet more text follows',
  InvalidCommentToken: 'JSON has no comments; use "note" or "description"',
  UnexpectedEndOfComment: 'JSON has no comments; use "note" or "description"',
  UnexpectedEndOfString: 'this text has no closing quote on its line',
  UnexpectedEndOfNumber: 'this number is not complete',
  InvalidUnicode: 'a "\\u" is followed by four hexadecimal digits',
  InvalidEscapeCharacter: 'a "\\" stands before a character that JSON does not escape',
  InvalidCharacter: 'a control character must be written as an escape',
};

function describeSyntaxError(
  body: string,
  thrown: unknown,
  at: (offset: number) => TextPosition,
): JsonText {
  let first: { code: ParseErrorCode; offset: number; length: number } | undefined;
  visit(
    body,
    { onError: (code, offset, length) => void (first ??= { code, offset, length }) },
    STRICT,
  );
  if (first === undefined) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return syntaxError(reason, at(body.length));
  }
  const name = printParseErrorCode(first.code);
  return syntaxError(EXPLANATIONS[name] ?? name, at(first.offset), Math.max(1, first.length));
}

/** What JSON.parse takes in without a word, though it changes what the author wrote. */
function findLosses(body: string, at: (offset: number) => TextPosition): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const open: Map<string, number>[] = [];
  visit(
    body,
    {
      onObjectBegin: () => void open.push(new Map()),
      onObjectEnd: () => void open.pop(),
      onObjectProperty: (key, offset, _length, _line, _character, path) => {
        if (key === '__proto__') {
          diagnostics.push({
            severity: 'error',
            code: 'reserved-key',
            message: `The key "__proto__" cannot be used (${formatPosition(at(offset))}).`,
            param: formatPath([...path(), key]),
          });
        }
        const seen = open.at(-1);
        const first = seen?.get(key);
        if (first !== undefined) {
          diagnostics.push({
            severity: 'error',
            code: 'duplicate-key',
            message: `The key "${key}" stands twice in one object: at ${formatPosition(at(first))} and at ${formatPosition(at(offset))}.`,
            hint: 'Rename or remove one of them: only the last would count.',
            param: formatPath([...path(), key]),
          });
        }
        seen?.set(key, first ?? offset);
      },
      onLiteralValue: (value, offset, length, _line, _character, path) => {
        if (typeof value !== 'number') return;
        const written = body.slice(offset, offset + length);
        if (!isRounded(written, value)) return;
        diagnostics.push({
          severity: 'error',
          code: 'number-too-large',
          message: `The number ${written} has more digits than JSON numbers keep; it would be read as ${value} (${formatPosition(at(offset))}).`,
          hint: `Write it as text: "${written}".`,
          param: formatPath(path()),
        });
      },
    },
    STRICT,
  );
  return diagnostics;
}

/**
 * Whole numbers beyond 2^53 may lose their last digits: they are fine where writing the value gives
 * the same digits back. Fractions are rounded by everybody.
 */
export const isRounded = (written: string, value: number): boolean =>
  !Number.isFinite(value) ||
  (!Number.isSafeInteger(value) &&
    /^-?\d+$/.test(written) &&
    String(value) !== written &&
    BigInt(written) !== BigInt(value));

/** Offset of the key (of a member) or the value (of an element) at a path. */
function locate(body: string, path: Path): number {
  const root = parseTree(body, [], STRICT);
  for (let length = path.length; root !== undefined && length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node === undefined) continue;
    return node.parent?.type === 'property' ? node.parent.offset : node.offset;
  }
  return root?.offset ?? 0;
}
