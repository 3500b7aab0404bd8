/** Strings as JSON. */
import type { Data } from 'apache-arrow';
import { offsetsOf } from '../../arrow/layout.ts';
import type { ByteSink } from '../text/byte-sink.ts';
import type { ValueWriter } from '../text/value-writers.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Escapes by byte; undefined where a byte stands for itself. */
const ESCAPES: readonly (Uint8Array | undefined)[] = Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte === QUOTE || byte === BACKSLASH
    ? new TextEncoder().encode(escapeOf(byte))
    : undefined,
);

/** Hexadecimal digits in capitals, as DuckDB writes them. */
function escapeOf(byte: number): string {
  const text = JSON.stringify(String.fromCharCode(byte)).slice(1, -1);
  return text.startsWith('\\u') ? `\\u${text.slice(2).toUpperCase()}` : text;
}

const IS_ESCAPED = Uint8Array.from(ESCAPES, (escape) => (escape === undefined ? 0 : 1));

export function textWriter(data: Data): ValueWriter {
  const offsets = offsetsOf(data);
  const text = data.values as Uint8Array;
  return (sink, row) => {
    const from = offsets[row] as number;
    const to = offsets[row + 1] as number;
    sink.reserve(to - from + 2);
    const { bytes } = sink;
    let { at } = sink;
    bytes[at++] = QUOTE;
    for (let i = from; i < to; i++) {
      const byte = text[i] as number;
      if (IS_ESCAPED[byte] === 1) {
        sink.at = at;
        writeEscaped(sink, text, i, to);
        return;
      }
      bytes[at++] = byte;
    }
    bytes[at++] = QUOTE;
    sink.at = at;
  };
}

/** The rest of a string from its first escape on. */
function writeEscaped(sink: ByteSink, text: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const byte = text[i] as number;
    const escape = ESCAPES[byte];
    if (escape === undefined) sink.writeByte(byte);
    else sink.write(escape);
  }
  sink.writeByte(QUOTE);
}
