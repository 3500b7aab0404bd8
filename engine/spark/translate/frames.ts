/** Frames of windows. */
import type { Expression, FrameBound, WindowFrame } from '../../contract/expression.ts';
import type { SparkFrameBound, SparkWindow } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import { is, isIntegral } from '../types.ts';

type Frame = NonNullable<SparkWindow['frame']>;

/** @param key type of the key that the window is ordered by */
export function translateFrame(
  { unit, start, end, exclude }: WindowFrame,
  key: SparkType | undefined,
): Frame {
  if (unit === 'groups' || exclude !== undefined) {
    return refuse('Frames in GROUPS or with EXCLUDE have no counterpart in Spark.');
  }
  const bound = (each: FrameBound): SparkFrameBound => {
    if (each.kind !== 'preceding' && each.kind !== 'following') return each.kind;
    const count = unit === 'rows' ? rows(each.offset) : distance(each.offset, key);
    return each.kind === 'preceding' ? -count : count;
  };
  return { unit, start: bound(start), end: bound(end) };
}

function rows(offset: Expression): number {
  const count = offset.kind === 'literal' && offset.value !== null ? Number(offset.value) : NaN;
  if (Number.isSafeInteger(count) && count >= 0 && count < 2 ** 31) return count;
  return refuse('Bounds of frames are whole numbers in Spark, written out.');
}

/** How far a key may be away: a number from a number, days from a date. */
function distance(offset: Expression, key: SparkType | undefined): number {
  if (key !== undefined && isIntegral(key)) return rows(offset);
  if (key !== undefined && is(key, 'DATE')) {
    const days = daysOf(offset);
    if (days !== undefined) return days;
  }
  return refuse('Spark measures ranges of whole numbers, and of dates in days.');
}

const UNITS: Readonly<Record<string, number>> = { day: 1, days: 1, week: 7, weeks: 7 };

function daysOf(offset: Expression): number | undefined {
  if (offset.kind !== 'interval' || offset.value.kind !== 'literal') return undefined;
  const text = `${offset.value.value ?? ''} ${offset.unit ?? ''}`.trim().toLowerCase();
  const match = /^(\d{1,6}) ([a-z]+)$/.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  return unit === undefined ? undefined : Number(match?.[1]) * unit;
}
