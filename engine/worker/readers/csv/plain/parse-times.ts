/** Dates and times written as ISO 8601 has them: `2024-12-31`, `2024-12-31 23:59:59.999`. */
import type { Allocate, FlatColumn } from '../../../arrow/flat-column.ts';
import { type Fields, openValidity } from './validity.ts';

const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const SPACE = 0x20;
const T = 0x54;

const DATE_LENGTH = 10;
const SECONDS_LENGTH = 19;
const DAY_MICROS = 86_400_000_000;

export function parseDates(fields: Fields, allocate: Allocate): FlatColumn | undefined {
  const { positions, rows } = fields;
  const [values = new Uint8Array(), bitmap = new Uint8Array()] = allocate([
    rows * 4,
    Math.ceil(rows / 8),
  ]);
  const days = new Int32Array(values.buffer, values.byteOffset, rows);
  const validity = openValidity(bitmap);
  const text = fields.text();
  for (let i = 0; i < rows; i++) {
    const start = positions[2 * i] as number;
    const length = (positions[2 * i + 1] as number) - start;
    const day = length === DATE_LENGTH ? dayAt(text, start) : NONE;
    if (day === NONE && length > 0) return undefined;
    if (length === 0) validity.setNull(i);
    days[i] = length === 0 ? 0 : day;
  }
  return { kind: 'fixed', width: 4, values, ...validity.finish() };
}

/** Microseconds. @param fractions whether seconds may have up to six decimals */
export function parseTimestamps(
  fields: Fields,
  fractions: boolean,
  allocate: Allocate,
): FlatColumn | undefined {
  const { positions, rows } = fields;
  const [values = new Uint8Array(), bitmap = new Uint8Array()] = allocate([
    rows * 8,
    Math.ceil(rows / 8),
  ]);
  const halves = new Int32Array(values.buffer, values.byteOffset, rows * 2);
  const validity = openValidity(bitmap);
  const text = fields.text();
  for (let i = 0; i < rows; i++) {
    const start = positions[2 * i] as number;
    const end = positions[2 * i + 1] as number;
    let micros = 0;
    if (start === end) validity.setNull(i);
    else {
      const day = end - start >= SECONDS_LENGTH ? dayAt(text, start) : NONE;
      const time = day === NONE ? -1 : timeAt(text, start + DATE_LENGTH, end, fractions);
      micros = day * DAY_MICROS + time;
      if (time < 0 || !Number.isSafeInteger(micros)) return undefined;
    }
    halves[2 * i] = micros | 0;
    halves[2 * i + 1] = Math.floor(micros / 2 ** 32);
  }
  return { kind: 'fixed', width: 8, values, ...validity.finish() };
}

/** No day since 1970 that four digits of a year can say. */
const NONE = -0x80000000;

/** Days since 1970-01-01 of the ten bytes there, or `NONE`. */
function dayAt(text: Uint8Array, at: number): number {
  const year = twoDigits(text, at) * 100 + twoDigits(text, at + 2);
  const month = twoDigits(text, at + 5);
  const day = twoDigits(text, at + 8);
  const isDate = text[at + 4] === MINUS && text[at + 7] === MINUS && year >= 1 && month >= 1;
  if (!isDate || month > 12 || day < 1 || day > daysOf(year, month)) return NONE;
  // Years that begin in March have the leap day at their end.
  const shifted = month <= 2 ? year - 1 : year;
  const century = Math.floor(shifted / 100);
  const leapDays = (shifted >> 2) - century + (century >> 2);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return shifted * 365 + leapDays + dayOfYear - 719_468;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Negative where the bytes are no digits: less than any other digits make up for. */
function twoDigits(text: Uint8Array, at: number): number {
  const high = ((text[at] as number) - ZERO) >>> 0;
  const low = ((text[at + 1] as number) - ZERO) >>> 0;
  return high > 9 || low > 9 ? -1_000_000 : high * 10 + low;
}

/** Microseconds since midnight of `?HH:MM:SS[.ffffff]`, or a negative number. */
function timeAt(text: Uint8Array, at: number, end: number, fractions: boolean): number {
  const separator = text[at];
  const isSeparated = separator === SPACE || (fractions && separator === T);
  if (!isSeparated || text[at + 3] !== COLON || text[at + 6] !== COLON) return -1;
  const hours = twoDigits(text, at + 1);
  const minutes = twoDigits(text, at + 4);
  const seconds = twoDigits(text, at + 7);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
    return -1;
  }
  const micros = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000;
  if (at + 9 === end) return micros;
  return fractions ? micros + fractionAt(text, at + 9, end) : -1;
}

/** Microseconds of `.f` to `.ffffff`; a large negative number for anything else. */
function fractionAt(text: Uint8Array, at: number, end: number): number {
  const digits = end - at - 1;
  if (text[at] !== DOT || digits < 1 || digits > 6) return -DAY_MICROS;
  let micros = 0;
  for (let i = 1; i <= 6; i++) {
    const digit = i > digits ? 0 : ((text[at + i] as number) - ZERO) >>> 0;
    if (digit > 9) return -DAY_MICROS;
    micros = micros * 10 + digit;
  }
  return micros;
}
