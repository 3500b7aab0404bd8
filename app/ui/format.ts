/** Figures as people read them. */

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** `3,000,000`. */
export const formatCount = (count: number): string => grouped.format(count);

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, three figures: `812 B`, `1.24 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : threeFigures(value)} ${UNITS[unit] ?? ''}`;
}

/** `87 ms`, `1.94 s`, `3 min 05 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${threeFigures(milliseconds / 1000)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

const threeFigures = (value: number): string =>
  value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
