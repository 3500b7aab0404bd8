/** Line ends of a piece of text: DuckDB reads one kind per file, and refuses a mixture. */
import type { NewLine } from './read-csv-sql.ts';
import { type RecordScanner, RECORD_START } from './record-scanner.ts';

const LF = 0x0a;
const CR = 0x0d;

export interface UniformLines {
  readonly bytes: Uint8Array;
  readonly newLine: NewLine;
}

/**
 * The bytes with one kind of line end between records. Nothing is copied unless there is a mixture:
 * then every record end becomes LF, and line ends inside quotes stay as they are.
 */
export function withUniformLineEnds(bytes: Uint8Array, scanner: RecordScanner): UniformLines {
  if (bytes.indexOf(CR) === -1) return { bytes, newLine: '\n' };
  if (bytes.indexOf(LF) === -1) return { bytes, newLine: '\r' };
  if (allPaired(bytes)) return { bytes, newLine: '\r\n' };
  return { bytes: rewriteLineEnds(bytes, scanner), newLine: '\n' };
}

function allPaired(bytes: Uint8Array): boolean {
  let previous = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if ((byte === LF) !== (previous === CR)) return false;
    previous = byte;
  }
  return previous !== CR;
}

function rewriteLineEnds(bytes: Uint8Array, scanner: RecordScanner): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let state = RECORD_START;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    const quoted = scanner.isQuoted(state);
    state = scanner.step(byte, state);
    if (byte !== CR || quoted) out[length++] = byte;
    else if (bytes[i + 1] !== LF) out[length++] = LF;
  }
  return out.subarray(0, length);
}

/** How many lines end in `bytes[0, end)`; CRLF counts once, a lone CR only where CR ends lines. */
export function countLines(bytes: Uint8Array, end: number, lineEnd: number): number {
  let lines = 0;
  for (
    let at = bytes.indexOf(lineEnd);
    at !== -1 && at < end;
    at = bytes.indexOf(lineEnd, at + 1)
  ) {
    lines++;
  }
  return lines;
}

/** Index behind the first `count` lines. */
export function skipLines(bytes: Uint8Array, count: number): number {
  const lineEnd = bytes.indexOf(LF) === -1 ? CR : LF;
  let at = 0;
  for (let line = 0; line < count; line++) {
    const end = bytes.indexOf(lineEnd, at);
    if (end === -1) return bytes.length;
    at = end + 1;
  }
  return at;
}
