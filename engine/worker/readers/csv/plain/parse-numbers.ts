/**
 * Numbers out of fields that `indexFields` found, where they are written as programs write them:
 * `-12`, `3.50`, `1.5e-7`. DuckDB understands more; a column that holds something else is left to it.
 */
import type { Allocate, FlatColumn } from '../../../arrow/flat-column.ts';
import { type Fields, openValidity } from './validity.ts';

const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;

/** Whole numbers and powers of ten up to here are exact in a double. */
const MAX_DIGITS = 15;
const MAX_INT_DIGITS = 9;
const POWERS = Float64Array.from({ length: MAX_DIGITS + 1 }, (_, i) => Number(`1e${i}`));

/** Correctly rounded, as DuckDB rounds: both operands of the division are exact. */
export function parseDoubles(fields: Fields, allocate: Allocate): FlatColumn | undefined {
  const read = readDigits(fields, allocate, slowDouble);
  if (read === undefined) return undefined;
  const { column, numbers, fractions } = read;
  for (let i = 0; i < numbers.length; i++) {
    const fraction = fractions[i] as number;
    if (fraction > 0) numbers[i] = (numbers[i] as number) / (POWERS[fraction] as number);
  }
  return column;
}

/** Unscaled values of 64 bits: whole numbers, and decimals that need not be rounded. */
export function parseDecimals(
  fields: Fields,
  precision: number,
  scale: number,
  allocate: Allocate,
): FlatColumn | undefined {
  const read = readDigits(fields, allocate, () => undefined);
  if (read === undefined) return undefined;
  const { column, numbers, fractions } = read;
  const { buffer, byteOffset } = numbers;
  const halves = new Int32Array(buffer, byteOffset, numbers.length * 2);
  const limit = 10 ** Math.min(precision, MAX_DIGITS);
  for (let i = 0; i < numbers.length; i++) {
    const missing = scale - (fractions[i] as number);
    if (missing < 0 || missing > MAX_DIGITS) return undefined;
    const value = (numbers[i] as number) * (POWERS[missing] as number);
    if (value >= limit || value <= -limit) return undefined;
    halves[2 * i] = value | 0;
    halves[2 * i + 1] = Math.floor(value / 2 ** 32);
  }
  return column;
}

/** Whole numbers of 8, 16 or 32 bits. */
export function parseSmallIntegers(
  fields: Fields,
  bits: 8 | 16 | 32,
  signed: boolean,
  allocate: Allocate,
): FlatColumn | undefined {
  const { rows } = fields;
  const scratch: Allocate = (sizes) => sizes.map((size) => new Uint8Array(size));
  const read = readDigits(fields, scratch, () => undefined);
  if (read === undefined) return undefined;
  const { column, numbers, fractions } = read;
  const [values = new Uint8Array()] = allocate([(rows * bits) / 8]);
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const max = 2 ** (signed ? bits - 1 : bits) - 1;
  const min = signed ? -max - 1 : 0;
  for (let i = 0; i < rows; i++) {
    const value = numbers[i] as number;
    if (value > max || value < min || fractions[i] !== 0) return undefined;
    if (bits === 32) view.setInt32(4 * i, value, true);
    else if (bits === 16) view.setInt16(2 * i, value, true);
    else view.setInt8(i, value);
  }
  return { ...column, width: bits / 8, values };
}

interface Digits {
  readonly column: Extract<FlatColumn, { kind: 'fixed' }>;
  /** The values of `column`: all digits as one whole number. */
  readonly numbers: Float64Array;
  /** How many of the digits stand behind the point. */
  readonly fractions: Uint8Array;
}

/** @param other gives the value of a text that is not up to 15 digits with at most one point */
function readDigits(
  { text, positions, rows }: Fields,
  allocate: Allocate,
  other: (text: Uint8Array) => number | undefined,
): Digits | undefined {
  const [values = new Uint8Array(), bitmap = new Uint8Array()] = allocate([
    rows * 8,
    Math.ceil(rows / 8),
  ]);
  const numbers = new Float64Array(values.buffer, values.byteOffset, rows);
  const fractions = new Uint8Array(rows);
  const validity = openValidity(bitmap);
  const bytes = text();
  for (let i = 0; i < rows; i++) {
    const start = positions[2 * i] as number;
    const end = positions[2 * i + 1] as number;
    if (start === end) {
      numbers[i] = 0;
      validity.setNull(i);
      continue;
    }
    const negative = bytes[start] === MINUS;
    const first = negative ? start + 1 : start;
    let at = first;
    let number = 0;
    let digit = 0;
    while (at < end && (digit = ((bytes[at] as number) - ZERO) >>> 0) <= 9) {
      number = (Math.imul(number, 10) + digit) | 0;
      at++;
    }
    let fraction = 0;
    let digits = at - first;
    if (at < end && digits > 0 && bytes[at] === DOT) {
      fraction = end - ++at;
      while (at < end && (digit = ((bytes[at] as number) - ZERO) >>> 0) <= 9) {
        number = (Math.imul(number, 10) + digit) | 0;
        at++;
      }
      digits = fraction === 0 ? 0 : digits + fraction;
    }
    const isPlain = at === end && digits > 0 && digits <= MAX_DIGITS;
    if (isPlain) {
      const whole = digits <= MAX_INT_DIGITS ? number : longNumber(bytes, first, end);
      numbers[i] = negative ? -whole : whole;
      fractions[i] = fraction;
    } else {
      const value = other(bytes.subarray(start, end));
      if (value === undefined) return undefined;
      numbers[i] = value;
    }
  }
  const column = { kind: 'fixed', width: 8, values, ...validity.finish() } as const;
  return { column, numbers, fractions };
}

/** The digits as one number. Up to nine fit into an integer, which is twice as fast. */
function longNumber(bytes: Uint8Array, first: number, end: number): number {
  let number = 0;
  for (let at = first; at < end; at++) {
    if (bytes[at] !== DOT) number = number * 10 + (bytes[at] as number) - ZERO;
  }
  return number;
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Below this libraries differ in what they do. */
const TINY = 1e-300;

function slowDouble(bytes: Uint8Array): number | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, 400));
  if (bytes.length > 400 || !NUMBER.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) > TINY ? value : undefined;
}
