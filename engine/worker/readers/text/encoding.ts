/** Text encodings: everything becomes UTF-8 before DuckDB sees it. */
import { userError } from '../../../contract/errors.ts';

export interface TextEncoding {
  /** Name for people and for the dialect, e.g. `utf-8`, `utf-16le`, `latin-1`, `windows-1252`. */
  readonly name: string;
  /** Bytes of a code unit: 2 for UTF-16, else 1. */
  readonly unit: 1 | 2;
  /** Whether ASCII bytes always stand for themselves, so that files can be cut at line ends. */
  readonly splittable: boolean;
}

const UTF_8: TextEncoding = { name: 'utf-8', unit: 1, splittable: true };

/** Encodings where a byte below 0x80 may be the second half of a character, or depends on a mode. */
const MULTI_BYTE = /^(shift_jis|gbk|gb18030|big5|euc-|iso-2022)/;

/** ISO-8859-1 proper; the web's label `latin1` means windows-1252. */
const LATIN_1 = /^(latin-?_?1|iso-?8859-?1|l1)$/i;

/**
 * The encoding of a file: as the user says, else by its byte order mark, else UTF-8.
 * @param head first bytes of the file
 */
export function detectEncoding(label: string | undefined, head: Uint8Array): TextEncoding {
  const mark =
    head[0] === 0xff && head[1] === 0xfe
      ? 'utf-16le'
      : head[0] === 0xfe && head[1] === 0xff
        ? 'utf-16be'
        : undefined;
  if (label === undefined) {
    return mark === undefined ? UTF_8 : { name: mark, unit: 2, splittable: true };
  }
  if (/^utf-?16$/i.test(label)) return { name: mark ?? 'utf-16le', unit: 2, splittable: true };
  return parseEncoding(label);
}

function parseEncoding(label: string): TextEncoding {
  if (LATIN_1.test(label)) return { name: 'latin-1', unit: 1, splittable: true };
  let name: string;
  try {
    name = new TextDecoder(label).encoding;
  } catch {
    throw userError('unknown-encoding', `"${label}" is not a known text encoding.`, {
      param: 'encoding',
      hint: 'Use a name such as utf-8, utf-16, latin-1, windows-1252 or shift_jis.',
    });
  }
  if (name === 'utf-8') return UTF_8;
  if (name.startsWith('utf-16')) return { name, unit: 2, splittable: true };
  return { name, unit: 1, splittable: !MULTI_BYTE.test(name) };
}

/** The encoding that a described dialect names. */
export const namedEncoding = (name: string): TextEncoding => detectEncoding(name, new Uint8Array());

/** The same text in UTF-8, without a byte order mark. UTF-8 itself is passed through unchecked. */
export function toUtf8(bytes: Uint8Array, encoding: TextEncoding, fileName: string): Uint8Array {
  if (encoding.name === 'utf-8') return bytes;
  if (encoding.name === 'latin-1') return latin1ToUtf8(bytes);
  try {
    const text = new TextDecoder(encoding.name, { fatal: true }).decode(bytes);
    return new TextEncoder().encode(text);
  } catch (cause) {
    throw badEncoding(fileName, encoding.name, { cause });
  }
}

/** UTF-8 bytes behind a byte order mark, if there is one. */
export const withoutByteOrderMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

function latin1ToUtf8(bytes: Uint8Array): Uint8Array {
  let high = 0;
  for (const byte of bytes) if (byte >= 0x80) high++;
  if (high === 0) return bytes;
  const out = new Uint8Array(bytes.length + high);
  let length = 0;
  for (const byte of bytes) {
    if (byte < 0x80) out[length++] = byte;
    else {
      out[length++] = 0xc0 | (byte >> 6);
      out[length++] = 0x80 | (byte & 0x3f);
    }
  }
  return out;
}

/**
 * One byte per UTF-16 code unit, for finding quotes and line ends: ASCII as it is, the rest as a letter.
 * An odd last byte is left out.
 */
export function narrowUtf16(bytes: Uint8Array, littleEndian: boolean): Uint8Array {
  const units = bytes.length >> 1;
  const out = new Uint8Array(units);
  const low = littleEndian ? 0 : 1;
  for (let i = 0; i < units; i++) {
    out[i] = bytes[2 * i + 1 - low] === 0 ? (bytes[2 * i + low] as number) : 0x61;
  }
  return out;
}

/** Offset of the first byte that is not valid UTF-8, or -1. */
export function invalidUtf8At(bytes: Uint8Array): number {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return -1;
  } catch {
    return bisectInvalid(bytes);
  }
}

/** `decode` with `stream` accepts a valid prefix, also when it ends inside a character. */
function bisectInvalid(bytes: Uint8Array): number {
  const validPrefix = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let valid = 0;
  let invalid = bytes.length;
  if (validPrefix(invalid)) return Math.max(0, invalid - 1);
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (validPrefix(middle)) valid = middle;
    else invalid = middle;
  }
  return valid;
}

export const badEncoding = (
  file: string,
  encoding: string,
  where: { readonly byte?: number; readonly line?: number; readonly cause?: unknown } = {},
): ReturnType<typeof userError> =>
  userError(
    'bad-encoding',
    `${file} is not ${encoding} text${where.byte === undefined ? '' : ` at byte ${where.byte}`}${
      where.line === undefined ? '' : ` (line ${where.line})`
    }.`,
    {
      param: 'encoding',
      hint: 'Set the encoding of the file, e.g. windows-1252, latin-1 or utf-16.',
      location: {
        file,
        ...(where.byte === undefined ? {} : { byte: where.byte }),
        ...(where.line === undefined ? {} : { line: where.line }),
      },
      ...(where.cause === undefined ? {} : { detail: String(where.cause) }),
    },
  );
