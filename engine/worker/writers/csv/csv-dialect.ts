/** What decides which values of a CSV file stand in quotes: DuckDB's rules, by bytes. */
import type { FileTarget } from '../../../contract/file-target.ts';
import type { ByteSink } from '../text/byte-sink.ts';

export interface CsvDialect {
  readonly delimiter: Uint8Array;
  readonly quote: Uint8Array;
  readonly nullText: Uint8Array;
  /** By byte: 1 where a value that has it needs quotes. */
  readonly special: Uint8Array;
}

const encoder = new TextEncoder();

/** Line breaks, and `#`, where readers may see a comment. */
const ALWAYS_SPECIAL = [0x0a, 0x0d, 0x23];

/** Of a delimiter or quote of several bytes the first one counts. */
export function csvDialect({ csv }: FileTarget): CsvDialect {
  const delimiter = encoder.encode(csv.delimiter);
  const quote = encoder.encode(csv.quote);
  const special = new Uint8Array(256);
  for (const byte of [...ALWAYS_SPECIAL, delimiter[0], quote[0]]) {
    if (byte !== undefined) special[byte] = 1;
  }
  return { delimiter, quote, nullText: encoder.encode(csv.nullValue), special };
}

/** Whether values of these characters never need quotes. */
export function needsNoQuotes(characters: string, { special, nullText }: CsvDialect): boolean {
  const alphabet = encoder.encode(characters);
  return (
    alphabet.every((byte) => special[byte] === 0) &&
    (nullText.length === 0 || nullText.some((byte) => !alphabet.includes(byte)))
  );
}

/** Writes a text, in quotes where it needs them: a text that looks like null needs them, too. */
export function writeField(
  sink: ByteSink,
  text: Uint8Array,
  from: number,
  to: number,
  dialect: CsvDialect,
): void {
  const { special, nullText } = dialect;
  const length = to - from;
  sink.reserve(length);
  const { bytes } = sink;
  let { at } = sink;
  let quoted = length === nullText.length && startsWith(text, from, nullText);
  for (let i = from; i < to && !quoted; i++) {
    const byte = text[i] as number;
    bytes[at++] = byte;
    quoted = special[byte] !== 0;
  }
  if (quoted) writeQuoted(sink, text, from, to, dialect.quote);
  else sink.at = at;
}

function writeQuoted(
  sink: ByteSink,
  text: Uint8Array,
  from: number,
  to: number,
  quote: Uint8Array,
): void {
  const first = quote[0];
  sink.reserve(2 * (to - from) + 2 * quote.length);
  sink.write(quote);
  for (let i = from; i < to; i++) {
    const byte = text[i] as number;
    if (byte === first && startsWith(text, i, quote)) sink.write(quote);
    sink.bytes[sink.at++] = byte;
  }
  sink.write(quote);
}

function startsWith(text: Uint8Array, from: number, part: Uint8Array): boolean {
  for (let i = 0; i < part.length; i++) if (text[from + i] !== part[i]) return false;
  return true;
}
