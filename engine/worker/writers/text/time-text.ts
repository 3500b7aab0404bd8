/** Dates and times as DuckDB prints them, written straight into bytes. Each gives the position after. */
import { writeAscii, writeNatural, writePadded } from './number-text.ts';

const DASH = 0x2d;
const COLON = 0x3a;
const POINT = 0x2e;
const SPACE = 0x20;
const ZERO = 0x30;

/** Days of an infinite date; the negative one is minus infinity. */
const INFINITE_DAYS = 0x7fffffff;

/** @param days since 1970-01-01 */
export function writeDate(bytes: Uint8Array, at: number, days: number): number {
  if (days === INFINITE_DAYS) return writeAscii(bytes, at, 'infinity');
  if (days === -INFINITE_DAYS) return writeAscii(bytes, at, '-infinity');
  return writeDay(bytes, at, days);
}

/** Texts of the days around 1970 (1925 .. 2059), made when they are first met: most dates repeat. */
const CACHED_FROM = -(1 << 14);
const CACHED_DAYS = (1 << 14) + (1 << 15);
const CACHED_LENGTH = 10;
const cache = new Uint8Array(CACHED_DAYS * CACHED_LENGTH);

function writeDay(bytes: Uint8Array, at: number, days: number): number {
  const index = days - CACHED_FROM;
  if (index < 0 || index >= CACHED_DAYS) return writeCivil(bytes, at, days);
  const from = index * CACHED_LENGTH;
  if (cache[from] === 0) writeCivil(cache, from, days);
  for (let i = 0; i < CACHED_LENGTH; i++) bytes[at + i] = cache[from + i] as number;
  return at + CACHED_LENGTH;
}

const DAYS_OF_ERA = 146097;

/** Howard Hinnant's `civil_from_days`: years begin in March, eras have 400 of them. */
function writeCivil(bytes: Uint8Array, start: number, days: number): number {
  const shifted = days + 719468;
  const era = Math.floor(shifted / DAYS_OF_ERA);
  const ofEra = (shifted - era * DAYS_OF_ERA) | 0;
  const leaps = ((ofEra / 1460) | 0) - ((ofEra / 36524) | 0) + ((ofEra / 146096) | 0);
  const yearOfEra = ((ofEra - leaps) / 365) | 0;
  const ofYear = ofEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0));
  const fromMarch = ((5 * ofYear + 2) / 153) | 0;
  const day = ofYear - (((153 * fromMarch + 2) / 5) | 0) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  // There is no year 0: it is 1 BC.
  const shown = year > 0 ? year : 1 - year;
  let at = shown < 10000 ? writePadded(bytes, start, shown, 4) : writeNatural(bytes, start, shown);
  bytes[at++] = DASH;
  at = writePadded(bytes, at, month, 2);
  bytes[at++] = DASH;
  at = writePadded(bytes, at, day, 2);
  return year > 0 ? at : writeAscii(bytes, at, ' (BC)');
}

const MICROS_PER_SECOND = 1_000_000;

/** @param micros since midnight, 0 .. 24 hours */
export function writeTime(bytes: Uint8Array, start: number, micros: number): number {
  const seconds = Math.floor(micros / MICROS_PER_SECOND);
  const fraction = micros - seconds * MICROS_PER_SECOND;
  const minutes = (seconds / 60) | 0;
  const hours = (minutes / 60) | 0;
  let at = writePadded(bytes, start, hours, 2);
  bytes[at++] = COLON;
  at = writePadded(bytes, at, minutes - hours * 60, 2);
  bytes[at++] = COLON;
  at = writePadded(bytes, at, seconds - minutes * 60, 2);
  if (fraction === 0) return at;
  bytes[at++] = POINT;
  at = writePadded(bytes, at, fraction, 6);
  while (bytes[at - 1] === ZERO) at -= 1;
  return at;
}

const MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

/** @param micros since 1970-01-01, within +-(2^53 - 1) */
export function writeTimestamp(bytes: Uint8Array, start: number, micros: number): number {
  const days = Math.floor(micros / MICROS_PER_DAY);
  const at = writeDay(bytes, start, days);
  bytes[at] = SPACE;
  return writeTime(bytes, at + 1, micros - days * MICROS_PER_DAY);
}

const BIG_DAY = BigInt(MICROS_PER_DAY);

/** The same for any moment; the infinities are left to the caller. */
export function writeFarTimestamp(bytes: Uint8Array, start: number, micros: bigint): number {
  const rest = ((micros % BIG_DAY) + BIG_DAY) % BIG_DAY;
  const at = writeDay(bytes, start, Number((micros - rest) / BIG_DAY));
  bytes[at] = SPACE;
  return writeTime(bytes, at + 1, Number(rest));
}
