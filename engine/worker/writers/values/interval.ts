/** Intervals as DuckDB prints them. */

/**
 * @param words four 32-bit words per value: months, days, nanoseconds (low, high)
 */
export function intervalText(words: Int32Array, row: number): string {
  const months = words[row * 4] as number;
  const days = words[row * 4 + 1] as number;
  const low = BigInt.asUintN(32, BigInt(words[row * 4 + 2] as number));
  const micros = ((BigInt(words[row * 4 + 3] as number) << 32n) | low) / 1000n;
  const years = Math.trunc(months / 12);
  const parts = [part(years, 'year'), part(months % 12, 'month'), part(days, 'day')];
  if (micros !== 0n) parts.push(clock(micros));
  return parts.filter((text) => text !== '').join(' ') || '00:00:00';
}

const part = (count: number, unit: string): string =>
  count === 0 ? '' : `${count} ${unit}${count === 1 || count === -1 ? '' : 's'}`;

function clock(micros: bigint): string {
  const size = micros < 0n ? -micros : micros;
  const seconds = size / 1_000_000n;
  const two = (value: bigint): string => String(value).padStart(2, '0');
  const whole = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  const rest = String(size % 1_000_000n).padStart(6, '0');
  const fraction = rest.replace(/0+$/, '');
  return `${micros < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
