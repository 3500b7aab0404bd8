/**
 * Settings of a CSV source that the engine would not find: how its text is encoded and how it writes
 * numbers. They are guesses, so they become settings that one sees and changes.
 */

/** Params of `input.csv`. */
export interface FoundOptions {
  readonly encoding?: string;
  readonly decimal?: ',';
  readonly thousands?: '.';
}

/** What Western files are in that are not UTF-8; it has a character for every byte. */
const LEGACY = 'windows-1252';

/** @param start first bytes of the file; @param isWhole whether they are all of it */
export function foundOptions(start: Uint8Array, isWhole: boolean): FoundOptions {
  // UTF-16 has a mark at its start, or zeros; compressed text says nothing yet.
  if (isUtf16(start) || isCompressed(start) || start.includes(0)) return {};
  const utf8 = decodeUtf8(start, isWhole);
  const text = utf8 ?? new TextDecoder(LEGACY).decode(start);
  return { ...(utf8 === undefined ? { encoding: LEGACY } : {}), ...numberMarks(text) };
}

const isUtf16 = ([a, b]: Uint8Array): boolean =>
  (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);

/** gzip and zstd. */
const isCompressed = ([a, b]: Uint8Array): boolean =>
  (a === 0x1f && b === 0x8b) || (a === 0x28 && b === 0xb5);

function decodeUtf8(bytes: Uint8Array, isWhole: boolean): string | undefined {
  try {
    // The last character of a part may be cut.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return undefined;
  }
}

const COMMA_NUMBER = /^[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+$/;
const POINT_NUMBER = /^[-+]?\d+\.\d+$/;
const WITH_THOUSANDS = /^[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/;

/**
 * Decimal commas, where a column holds nothing but such numbers and no column has points in their
 * place: `1.234` among them means thousands.
 */
function numberMarks(text: string): Pick<FoundOptions, 'decimal' | 'thousands'> {
  const lines = text.split(/\r\n|\r|\n/, LINES + 1).slice(1, -1);
  const separator = [';', '\t', '|'].find((one) => lines[0]?.includes(one) === true);
  if (separator === undefined) return {};
  const columns: string[][] = [];
  for (const line of lines) {
    line.split(separator).forEach((field, index) => {
      const value = field.trim().replace(/^"(.*)"$/, '$1');
      if (value !== '') (columns[index] ??= []).push(value);
    });
  }
  const held = columns.filter((values) => values !== undefined);
  const marked = held.filter(
    (values) =>
      values.some((value) => COMMA_NUMBER.test(value)) && values.every((value) => isNumber(value)),
  );
  if (marked.length === 0) return {};
  const others = held.filter((values) => !marked.includes(values));
  const hasPoints = others.some(
    (values) => values.every(isPlainNumber) && values.some((value) => POINT_NUMBER.test(value)),
  );
  if (hasPoints) return {};
  const hasThousands = marked.some((values) => values.some((value) => WITH_THOUSANDS.test(value)));
  return { decimal: ',', ...(hasThousands ? { thousands: '.' } : {}) };
}

const LINES = 200;

const isPlainNumber = (value: string): boolean => /^[-+]?\d+(?:\.\d+)?$/.test(value);

const isNumber = (value: string): boolean =>
  COMMA_NUMBER.test(value) || WITH_THOUSANDS.test(value) || /^[-+]?\d+$/.test(value);
