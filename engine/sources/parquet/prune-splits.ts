/** Row groups that cannot hold a matching row, by the statistics of the footer. */
import type { ColumnBound } from '../../contract/source-spec.ts';
import { nameKey } from '../../contract/schema.ts';
import type { ColumnRange, PruneSplits, Split } from '../../contract/source.ts';

/**
 * The splits that may hold rows within all bounds. What cannot be decided stays: an unknown range, a
 * literal of another type, NaN (which DuckDB sorts above every number and footers leave out).
 */
export const pruneSplits: PruneSplits = (description, bounds) =>
  bounds.length === 0
    ? description.splits
    : description.splits.filter((split) => bounds.every((bound) => mayMatch(split, bound)));

function mayMatch(split: Split, bound: ColumnBound): boolean {
  if (split.kind !== 'parquet' || split.ranges === undefined) return true;
  const key = nameKey(bound.column);
  const name = Object.keys(split.ranges).find((column) => nameKey(column) === key);
  const range = name === undefined ? undefined : split.ranges[name];
  // A comparison with NULL is never true, but then the planner would not ask.
  if (range === undefined || bound.value.value === null) return true;
  const order = ordering(range, bound.value.value, bound.value.type);
  if (order === undefined) return true;
  const { minToValue, maxToValue } = order;
  const openTop = range.kind === 'double';
  switch (bound.op) {
    case '=':
      return minToValue <= 0 && maxToValue >= 0;
    case '<':
      return minToValue < 0;
    case '<=':
      return minToValue <= 0;
    case '>':
      return openTop || maxToValue > 0;
    case '>=':
      return openTop || maxToValue >= 0;
  }
}

interface Ordering {
  /** Sign of min - value. */
  readonly minToValue: number;
  /** Sign of max - value. */
  readonly maxToValue: number;
}

function ordering(range: ColumnRange, value: string, type: string): Ordering | undefined {
  switch (range.kind) {
    case 'integer':
      return INTEGER_TYPE.test(type) ? exact(range, integerOf(value)) : numeric(range, value, type);
    case 'double':
      return numeric(range, value, type);
    case 'text':
      return TEXT_TYPE.test(type) ? textual(range, value) : undefined;
    case 'date':
      return type === 'DATE' || TEXT_TYPE.test(type) ? exact(range, daysOf(value)) : undefined;
    case 'timestamp':
      return /^(TIMESTAMP|DATE$)/.test(type) || TEXT_TYPE.test(type)
        ? exact(range, microsecondsOf(value))
        : undefined;
  }
}

const INTEGER_TYPE = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
const NUMBER_TYPE = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL.*|FLOAT|DOUBLE)$/;
const TEXT_TYPE = /^(VARCHAR|STRING_LITERAL)$/;

const sign = <T extends number | bigint | string>(a: T, b: T): number =>
  a < b ? -1 : a > b ? 1 : 0;

function exact(range: ColumnRange, value: bigint | undefined): Ordering | undefined {
  if (value === undefined) return undefined;
  return {
    minToValue: sign(BigInt(range.min), value),
    maxToValue: sign(BigInt(range.max), value),
  };
}

/** As doubles, widened by one step each: rounding never loses a row. */
function numeric(range: ColumnRange, text: string, type: string): Ordering | undefined {
  const value = Number(text);
  if (!NUMBER_TYPE.test(type) || !Number.isFinite(value)) return undefined;
  const [min, max] = [Number(range.min), Number(range.max)];
  const slack = (n: number): number => Math.abs(n) * 2 ** -22;
  return {
    minToValue: sign(min - slack(min), value + slack(value)) <= 0 ? -1 : 1,
    maxToValue: sign(max + slack(max), value - slack(value)) >= 0 ? 1 : -1,
  };
}

function textual(range: ColumnRange, value: string): Ordering | undefined {
  // UTF-16 order is that of code points, and so of UTF-8 bytes, only below the surrogates.
  if (![range.min, range.max, value].every(isBelowSurrogates)) return undefined;
  return { minToValue: sign(range.min, value), maxToValue: sign(range.max, value) };
}

/** U+FFFD stands for bytes of a cut statistic that are no text. */
const isBelowSurrogates = (text: string): boolean => !/[\ud800-\uffff]/.test(text);

const integerOf = (text: string): bigint | undefined =>
  /^[-+]?\d+$/.test(text.trim()) ? BigInt(text.trim()) : undefined;

const DAY_MS = 86_400_000;

function daysOf(text: string): bigint | undefined {
  const match = /^\s*(\d{4}-\d{2}-\d{2})\s*$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const time = Date.parse(`${match[1]}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : BigInt(time / DAY_MS);
}

function microsecondsOf(text: string): bigint | undefined {
  const match =
    /^\s*(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?(?:Z|\+00(?::?00)?)?)?\s*$/.exec(
      text,
    );
  if (match?.[1] === undefined) return undefined;
  const time = Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}Z`);
  if (Number.isNaN(time)) return undefined;
  return BigInt(time) * 1000n + BigInt((match[3] ?? '').padEnd(6, '0'));
}
