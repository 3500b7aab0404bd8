/** Numbers as DuckDB prints them, written straight into bytes. Every function gives the position after. */

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;

/** The two digits of 0 .. 99. */
const PAIRS = Uint8Array.from({ length: 200 }, (_, i) =>
  i % 2 === 0 ? ZERO + Math.floor(i / 20) : ZERO + ((i >> 1) % 10),
);

const BILLION = 1e9;

/** @param value a whole number, 0 .. 999,999,999 */
function writeSmall(bytes: Uint8Array, at: number, value: number): number {
  const digits =
    value < 10000
      ? value < 100
        ? value < 10
          ? 1
          : 2
        : value < 1000
          ? 3
          : 4
      : value < 1000000
        ? value < 100000
          ? 5
          : 6
        : value < 100000000
          ? value < 10000000
            ? 7
            : 8
          : 9;
  return writePadded(bytes, at, value, digits);
}

/** @param value a whole number of at most `width` digits, `width` at most 9 */
export function writePadded(bytes: Uint8Array, at: number, value: number, width: number): number {
  let rest = value | 0;
  let i = at + width;
  while (i - at >= 2) {
    const next = (rest / 100) | 0;
    const pair = (rest - next * 100) << 1;
    bytes[--i] = PAIRS[pair + 1] as number;
    bytes[--i] = PAIRS[pair] as number;
    rest = next;
  }
  if (i > at) bytes[at] = ZERO + (rest % 10);
  return at + width;
}

/** @param value a whole number, 0 .. 2^53 - 1 */
export function writeNatural(bytes: Uint8Array, at: number, value: number): number {
  if (value < BILLION) return writeSmall(bytes, at, value);
  const high = Math.floor(value / BILLION);
  return writePadded(bytes, writeSmall(bytes, at, high), value - high * BILLION, 9);
}

/** @param value a whole number, within +-(2^53 - 1) */
export function writeWhole(bytes: Uint8Array, at: number, value: number): number {
  if (value >= 0) return writeNatural(bytes, at, value);
  bytes[at] = MINUS;
  return writeNatural(bytes, at + 1, -value);
}

export function writeAscii(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}

const POWERS = Array.from({ length: 16 }, (_, i) => 10 ** i);

/** Scales that `writeScaled` takes. */
export const MAX_SCALE = 15;

/**
 * @param unscaled a whole number, within +-(2^53 - 1): the value times 10^scale
 * @param zero whether a value below one gets a zero before its point
 */
export function writeScaled(
  bytes: Uint8Array,
  start: number,
  unscaled: number,
  scale: number,
  zero: boolean,
): number {
  if (scale === 0) return writeWhole(bytes, start, unscaled);
  let at = start;
  let value = unscaled;
  if (value < 0) {
    bytes[at++] = MINUS;
    value = -value;
  }
  const power = POWERS[scale] as number;
  const whole = Math.floor(value / power);
  const fraction = value - whole * power;
  if (whole > 0 || zero) at = writeNatural(bytes, at, whole);
  bytes[at++] = POINT;
  if (scale <= 9) return writePadded(bytes, at, fraction, scale);
  const high = Math.floor(fraction / BILLION);
  return writePadded(bytes, writePadded(bytes, at, high, scale - 9), fraction - high * BILLION, 9);
}

/** The same for numbers of any size. */
export function writeScaledText(
  bytes: Uint8Array,
  start: number,
  unscaled: bigint,
  scale: number,
  zero: boolean,
): number {
  const size = unscaled < 0n ? -unscaled : unscaled;
  const digits = String(size).padStart(scale, '0');
  const whole = digits.slice(0, digits.length - scale);
  const at = unscaled < 0n ? writeAscii(bytes, start, '-') : start;
  const end = writeAscii(bytes, at, whole === '' && zero ? '0' : whole);
  return scale === 0 ? end : writeAscii(bytes, end, `.${digits.slice(digits.length - scale)}`);
}

/** Where DuckDB goes over to exponents, at either end. */
const LARGE = 1e16;
const SMALL = 1e-4;

/** As DuckDB casts DOUBLE to VARCHAR: the shortest digits that read back the same. */
export function writeDouble(bytes: Uint8Array, at: number, value: number): number {
  const end = writeShortDouble(bytes, at, value);
  return end > at ? end : writeAscii(bytes, at, doubleText(value));
}

function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= LARGE || size < SMALL) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** As JSON: null where JSON has no such number, and never taken for an integer. */
export function writeJsonDouble(bytes: Uint8Array, at: number, value: number): number {
  const end = writeShortDouble(bytes, at, value);
  return end > at ? end : writeAscii(bytes, at, jsonDoubleText(value));
}

function jsonDoubleText(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const SHORT_SCALE = 4;
const SHORT_POWER = 1e4;
const SHORT_LIMIT = 1e14;

/**
 * Numbers with at most four decimals and fifteen digits in all, which most are; gives `at` back for
 * others. Decimals of fifteen digits are all different as doubles, so one that is the value is its
 * shortest text.
 */
function writeShortDouble(bytes: Uint8Array, at: number, value: number): number {
  const unscaled = Math.round(value * SHORT_POWER);
  if (unscaled / SHORT_POWER !== value || unscaled === 0) return at;
  if (unscaled >= SHORT_LIMIT || unscaled <= -SHORT_LIMIT) return at;
  let end = writeScaled(bytes, at, unscaled, SHORT_SCALE, true);
  while (bytes[end - 1] === ZERO && bytes[end - 2] !== POINT) end -= 1;
  return end;
}
