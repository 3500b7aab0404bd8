/** Dates, times and intervals as DuckDB prints them. */

const INT32_MAX = 2_147_483_647;
const INT64_MAX = 9_223_372_036_854_775_807n;

/** @param days since 1970-01-01; the two extremes are the infinities */
export function formatDate(days: number): string {
  if (days === INT32_MAX) return 'infinity';
  if (days === -INT32_MAX) return '-infinity';
  const { year, month, day } = civilDate(days);
  const shown = String(year > 0 ? year : 1 - year).padStart(4, '0');
  return `${shown}-${two(month)}-${two(day)}${year > 0 ? '' : ' (BC)'}`;
}

/**
 * Proleptic Gregorian date of a day number; years before 1 count 0, -1, ...
 * Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
 */
function civilDate(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

const two = (value: number | bigint): string => String(value).padStart(2, '0');

/** @param perSecond units per second: 1e6 for microseconds */
export function formatTime(units: bigint, perSecond = 1_000_000n): string {
  const seconds = units / perSecond;
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return clock + fraction(units % perSecond, perSecond);
}

function fraction(units: bigint, perSecond: bigint): string {
  if (units === 0n) return '';
  const width = String(perSecond).length - 1;
  return `.${String(units).padStart(width, '0').replace(/0+$/, '')}`;
}

/** @param units since 1970-01-01 00:00:00; the two extremes are the infinities */
export function formatTimestamp(units: bigint, perSecond: bigint, withZone = false): string {
  if (units === INT64_MAX) return 'infinity';
  if (units === -INT64_MAX) return '-infinity';
  const perDay = perSecond * 86_400n;
  const rest = ((units % perDay) + perDay) % perDay;
  const date = formatDate(Number((units - rest) / perDay));
  const time = `${formatTime(rest, perSecond)}${withZone ? '+00' : ''}`;
  return date.endsWith(' (BC)') ? `${date.slice(0, -5)} (BC) ${time}` : `${date} ${time}`;
}

/** DuckDB's TIMETZ: microseconds above, and 15:59:59 minus the offset in seconds in the low 24 bits. */
export function formatTimeTz(bits: bigint): string {
  const offset = 57_599 - Number(bits & 0xff_ffffn);
  const size = Math.abs(offset);
  const minutes = Math.floor(size / 60) % 60;
  const seconds = size % 60;
  const zone =
    (offset < 0 ? '-' : '+') +
    two(Math.floor(size / 3600)) +
    (minutes !== 0 || seconds !== 0 ? `:${two(minutes)}` : '') +
    (seconds === 0 ? '' : `:${two(seconds)}`);
  return formatTime(bits >> 24n) + zone;
}

/** `1 year 2 months -3 days 04:05:06.5` */
export function formatInterval(months: number, days: number, micros: bigint): string {
  const parts = [
    count(Math.trunc(months / 12), 'year'),
    count(months % 12, 'month'),
    count(days, 'day'),
  ].filter((part) => part !== '');
  if (micros !== 0n || parts.length === 0) {
    parts.push(micros < 0n ? `-${formatTime(-micros)}` : formatTime(micros));
  }
  return parts.join(' ');
}

const count = (value: number, unit: string): string =>
  value === 0 ? '' : `${value} ${unit}${Math.abs(value) === 1 ? '' : 's'}`;
