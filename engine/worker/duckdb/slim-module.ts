/**
 * DuckDB's module without the exports that nobody uses: a fifth of the file is their names, and every
 * worker makes an object for each of them. Done when the app is built, so that browsers neither
 * download nor start them.
 */
import { linkedIn } from './linked-exports.ts';
import { STATISTICS_SYMBOLS } from './memory/statistics.ts';

const HEADER_BYTES = 8;
const EXPORT_SECTION = 7;

/**
 * @param bytes `duckdb-eh.wasm`
 * @param needed symbols that an extension takes
 */
export function slimModule(
  bytes: Uint8Array<ArrayBuffer>,
  needed: readonly string[],
): Uint8Array<ArrayBuffer> {
  const module = new WebAssembly.Module(bytes);
  return keepExports(bytes, linkedIn(module, [...needed, ...STATISTICS_SYMBOLS]));
}

/** The module with those exports alone that are to be kept, in their order. */
export function keepExports(
  bytes: Uint8Array<ArrayBuffer>,
  isKept: (name: string) => boolean,
): Uint8Array<ArrayBuffer> {
  const parts = [bytes.subarray(0, HEADER_BYTES)];
  for (let at = HEADER_BYTES; at < bytes.length;) {
    const size = readNumber(bytes, at + 1);
    const end = size.end + size.value;
    if (bytes[at] === EXPORT_SECTION) {
      const body = keepEntries(bytes.subarray(size.end, end), isKept);
      parts.push(Uint8Array.of(EXPORT_SECTION), numberBytes(body.length), body);
    } else {
      parts.push(bytes.subarray(at, end));
    }
    at = end;
  }
  return concatenate(parts);
}

/** An entry is a name with its length, a byte for the kind, and an index. */
function keepEntries(
  section: Uint8Array<ArrayBuffer>,
  isKept: (name: string) => boolean,
): Uint8Array<ArrayBuffer> {
  const decoder = new TextDecoder();
  const count = readNumber(section, 0);
  const kept: Uint8Array<ArrayBuffer>[] = [];
  let at = count.end;
  for (let i = 0; i < count.value; i += 1) {
    const length = readNumber(section, at);
    const kind = length.end + length.value;
    const { end } = readNumber(section, kind + 1);
    if (isKept(decoder.decode(section.subarray(length.end, kind)))) {
      kept.push(section.subarray(at, end));
    }
    at = end;
  }
  return concatenate([numberBytes(kept.length), ...kept]);
}

/** LEB128, unsigned, of 32 bits. */
function readNumber(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at] ?? 0;
    at += 1;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value: value >>> 0, end: at };
  }
}

function numberBytes(value: number): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Uint8Array.of(...bytes, rest);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
