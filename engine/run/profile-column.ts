/** How the values of a column are looked at, by its type, and how what is found is said. Pure. */
import type { Column, ColumnType } from '../contract/schema.ts';
import { INTEGER_TYPES, isNumeric } from '../contract/schema.ts';
import type { ProfileBins } from '../sql/emit-profile.ts';
import type { ColumnProfile, HistogramBin } from '../contract/profile.ts';
import type { ValueCounts } from './profile-values.ts';

const BINS = 20;

const TIMES = new Set([
  'DATE',
  'TIME',
  'TIMESTAMP',
  'TIMESTAMP_S',
  'TIMESTAMP_MS',
  'TIMESTAMP_NS',
  'TIMESTAMP WITH TIME ZONE',
]);

const INTEGERS: ReadonlySet<string> = new Set(INTEGER_TYPES);

/** How values become numbers; undefined: they do not. */
export function measureOf(type: ColumnType): 'number' | 'time' | undefined {
  if (isNumeric(type)) return 'number';
  return type.kind === 'scalar' && TIMES.has(type.name) ? 'time' : undefined;
}

/** Types whose values stand before or after each other. */
export const isOrdered = (type: ColumnType): boolean =>
  type.kind === 'decimal' ||
  type.kind === 'enum' ||
  (type.kind === 'scalar' && type.name !== 'NULL');

/** Whether the values are counted as text: nested ones, and those of no type. */
export const countsText = (type: ColumnType): boolean => !isOrdered(type);

/**
 * One bin for a single value. Of whole numbers and days each bin holds as many, so that an even
 * distribution looks even and its bounds are values that one can filter by. Else 20 bins.
 */
export function binsOf(type: ColumnType, least: number, most: number): ProfileBins | undefined {
  if (!Number.isFinite(least) || !Number.isFinite(most)) return undefined;
  const range = most - least;
  if (range === 0) return { from: least, width: 0, count: 1 };
  const unit = unitOf(type);
  const values = unit === undefined ? undefined : range / unit + 1;
  if (unit !== undefined && values !== undefined && values <= MOST_EXACT) {
    const each = Math.ceil(values / BINS);
    return { from: least, width: each * unit, count: Math.ceil(values / each) };
  }
  // Of the smallest and the largest DOUBLE the range has no number.
  return Number.isFinite(range) ? { from: least, width: range / BINS, count: BINS } : undefined;
}

const MOST_EXACT = 2 ** 50;

/** Distance of neighbouring values, where values are whole: seconds for days. */
function unitOf(type: ColumnType): number | undefined {
  if (type.kind !== 'scalar') return undefined;
  if (type.name === 'DATE') return 86_400;
  return INTEGERS.has(type.name) ? 1 : undefined;
}

const histogramOf = (
  type: ColumnType,
  bins: ProfileBins,
  rows: ReadonlyMap<number, number>,
): HistogramBin[] =>
  Array.from({ length: bins.count }, (_, i) => ({
    from: formatMeasure(type, bins.from + i * bins.width),
    to: formatMeasure(type, bins.from + (i + 1) * bins.width),
    rows: rows.get(i) ?? 0,
  }));

/** @param value a number, or seconds since 1970 */
function formatMeasure(type: ColumnType, value: number): string {
  const time = new Date(value * 1000);
  const isTime = type.kind === 'scalar' && TIMES.has(type.name);
  // Bounds that no Date can hold are shown as what they were computed as.
  if (!isTime || Number.isNaN(time.getTime())) return String(value);
  const [date = '', clock = ''] = time.toISOString().replace('Z', '').split('T');
  const shown = clock.replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros));
  if (type.name === 'DATE') return date;
  if (type.name === 'TIME') return shown;
  return `${date} ${shown}${type.name.endsWith('ZONE') ? '+00' : ''}`;
}

/** Facts of one column as text, absent where there are none. */
export interface ColumnFacts {
  readonly rows: number;
  readonly filled: number;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly mean?: string | undefined;
}

export function columnProfile(
  { name, type }: Column,
  { rows, filled, ...facts }: ColumnFacts,
  bins: ProfileBins | undefined,
  counts: ValueCounts,
): ColumnProfile {
  const present = Object.entries(facts).filter(([, text]) => text !== undefined);
  return {
    column: name,
    type,
    rows,
    nulls: rows - filled,
    distinct: counts.distinct,
    distinctIsEstimate: counts.isEstimate,
    ...(Object.fromEntries(present) as Partial<Record<'min' | 'max' | 'mean', string>>),
    histogram: bins === undefined ? [] : histogramOf(type, bins, counts.bins),
    top: counts.top,
  };
}
