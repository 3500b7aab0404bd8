/** The first bytes of a file as people can read them: lines of text, else hexadecimal. Pure. */

export interface RawOptions {
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
  readonly header?: boolean | undefined;
  readonly skip?: number | undefined;
}

export interface RawLine {
  readonly number: number;
  /** Of text: its cells, cut where the delimiter stands. Of bytes: one text. */
  readonly cells: readonly string[];
  readonly role: 'skipped' | 'header' | 'record' | 'bytes';
}

export interface RawView {
  readonly kind: 'text' | 'bytes';
  readonly lines: readonly RawLine[];
  /** The one that the lines are cut at. */
  readonly delimiter?: string;
}

const LINES = 12;
const WIDTH = 240;
const BYTES_PER_LINE = 16;

/** @param isCsv cut lines into cells */
export function rawView(bytes: Uint8Array, isCsv: boolean, options: RawOptions): RawView {
  const decoder = decoderFor(bytes, options.encoding);
  if (decoder === undefined) return { kind: 'bytes', lines: hexLines(bytes) };
  const texts = decoder.decode(bytes, { stream: true }).split(/\r\n|\r|\n/);
  const shown = texts.slice(0, LINES).map((line) => line.slice(0, WIDTH));
  const { skip = 0, header = true, quote = '"' } = options;
  if (!isCsv) {
    return {
      kind: 'text',
      lines: shown.map((line, index) => ({ number: index + 1, cells: [line], role: 'record' })),
    };
  }
  const delimiter = options.delimiter ?? likelyDelimiter(texts[skip] ?? '');
  return {
    kind: 'text',
    delimiter,
    lines: shown.map((line, index) => ({
      number: index + 1,
      cells: cutLine(line, delimiter, quote),
      role: index < skip ? 'skipped' : index === skip && header ? 'header' : 'record',
    })),
  };
}

/** undefined: no text. An encoding that is not known is read as UTF-8. */
function decoderFor(bytes: Uint8Array, encoding: string | undefined): TextDecoder | undefined {
  const [first, second] = bytes;
  const label = encoding?.toLowerCase().replace(/^utf-?16$/, 'utf-16le');
  const isWide =
    label?.startsWith('utf-16') === true ||
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff);
  if (!isWide && bytes.includes(0)) return undefined;
  const wide = first === 0xfe ? 'utf-16be' : 'utf-16le';
  try {
    return new TextDecoder(isWide ? wide : (label?.replace(/^latin-?1$/, 'latin1') ?? 'utf-8'));
  } catch {
    return new TextDecoder('utf-8');
  }
}

/** The usual delimiter that stands most often in a line. */
export function likelyDelimiter(line: string): string {
  const counts = [',', ';', '\t', '|'].map((mark) => [mark, line.split(mark).length] as const);
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** Cells of a line with their quotes; a delimiter within quotes is part of the cell. */
export function cutLine(line: string, delimiter: string, quote: string): readonly string[] {
  if (delimiter === '') return [line];
  const cells: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (quote !== '' && line.startsWith(quote, at)) quoted = !quoted;
    if (quoted || !line.startsWith(delimiter, at)) continue;
    cells.push(line.slice(start, at));
    start = at + delimiter.length;
    at = start - 1;
  }
  return [...cells, line.slice(start)];
}

function hexLines(bytes: Uint8Array): readonly RawLine[] {
  const count = Math.min(LINES, Math.ceil(bytes.length / BYTES_PER_LINE));
  return Array.from({ length: count }, (_, index) => {
    const part = [...bytes.slice(index * BYTES_PER_LINE, (index + 1) * BYTES_PER_LINE)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = part
      .map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·'))
      .join('');
    return {
      number: index * BYTES_PER_LINE,
      cells: [`${hex.padEnd(BYTES_PER_LINE * 3)} ${text}`],
      role: 'bytes',
    };
  });
}
