/** Borders between the elements of a JSON array, or between values that follow each other. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

export interface ElementScanner {
  /**
   * Goes on to the first border at or after `from` (an absolute offset) and gives its offset, or -1
   * when the chunk ends first. A border is the offset behind a top-level comma, or, for values without
   * an array around them, behind the closing bracket of a value.
   */
  readonly next: (from: number) => number;
  /** Gives the next bytes of the text. */
  readonly feed: (chunk: Uint8Array) => void;
  /** Offset of the bracket that ends the array, once it was seen. */
  readonly end: () => number;
}

/**
 * A structural scan: strings and nesting are followed, nothing else is checked.
 * @param start absolute offset of the first byte to be fed
 * @param depth nesting at which borders lie: 1 within an array, 0 for values in a row
 * @param initial nesting at the first byte
 */
export function createElementScanner(start: number, depth: 0 | 1, initial: number): ElementScanner {
  let bytes = new Uint8Array();
  let base = start;
  let at = 0;
  let nesting = initial;
  let inString = false;
  let escaped = false;
  let end = -1;

  /** Moves behind the end of the string that is open at `at`. */
  const leaveString = (): void => {
    while (at < bytes.length) {
      const byte = bytes[at++] as number;
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        inString = false;
        return;
      }
    }
  };

  const next = (from: number): number => {
    while (at < bytes.length) {
      if (inString) {
        leaveString();
        continue;
      }
      const byte = bytes[at++] as number;
      switch (byte) {
        case QUOTE:
          inString = true;
          break;
        case OPEN_BRACKET:
        case OPEN_BRACE:
          nesting++;
          break;
        case CLOSE_BRACKET:
        case CLOSE_BRACE:
          nesting--;
          if (depth === 1 && nesting === 0) end = base + at - 1;
          if (depth === 0 && nesting === 0 && base + at >= from) return base + at;
          break;
        case COMMA:
          if (depth === 1 && nesting === 1 && base + at >= from) return base + at;
          break;
      }
    }
    return -1;
  };

  return {
    next,
    feed: (chunk) => {
      base += bytes.length;
      bytes = chunk as Uint8Array<ArrayBuffer>;
      at = 0;
    },
    end: () => end,
  };
}
